package dev.hawser.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoTest {
    private static final String FIGURES = "12 requests, 7 connections opened, 5 reused, 2 closed (IDLE_LIMIT), 5 idle";

    @TempDir
    private Path folder;

    private String picture() {
        return folder.resolve("picture.html").toString();
    }

    @RepeatedTest(20)
    void theFiguresAreTheKnownOnesEachTime() {
        CommandRun run = CommandRun.of("demo", "--html", picture());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).endsWith("\n" + FIGURES + "\n");
    }

    @Test
    void eachConnectionHasARow() {
        List<String> rows =
                CommandRun.of("demo", "--html", picture()).out().lines().toList();

        assertThat(rows).allMatch(row -> row.length() <= 100);
        for (int connection = 1; connection <= 7; connection++) {
            String number = "#" + connection + " ";
            assertThat(rows).filteredOn(row -> row.contains(number)).hasSize(1);
        }
        assertThat(rows)
                .filteredOn(row -> row.endsWith(" idle") && row.contains("|="))
                .hasSize(5);
        assertThat(rows)
                .filteredOn(row -> row.matches(".*x .*closed at \\d+\\.\\d ms: IDLE_LIMIT"))
                .hasSize(2);
    }

    @Test
    void jsonHasTheFiguresAndAllThatHappened() throws Exception {
        CommandRun run = CommandRun.of("demo", "--json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        JsonNode root = new ObjectMapper().readTree(run.out());
        assertThat(root.at("/figures").toString())
                .isEqualTo("{\"requests\":12,\"opened\":7,\"reused\":5,\"closed\":2,"
                        + "\"closedBy\":{\"IDLE_LIMIT\":2},\"idle\":5,\"summary\":\"" + FIGURES + "\"}");
        assertThat(root.at("/plan").toString())
                .isEqualTo("{\"waves\":2,\"threads\":6,\"maxIdleConnections\":5,\"keepAliveMillis\":300000,"
                        + "\"pauseMillis\":30,\"url\":null}");
        assertThat(root.at("/server").toString()).isEqualTo("{\"accepted\":7,\"requests\":12,\"open\":5}");
        assertThat(root.get("disagreements")).isEmpty();
        assertThat(root.get("waves")).hasSize(2);
        assertThat(root.at("/waves/1/requests").toString()).isEqualTo("[7,8,9,10,11,12]");
        assertThat(root.get("events")).hasSize(7 + 12 + 12 + 2);
    }

    @Test
    void jsonLanesCarryEachRequestOnce() throws Exception {
        JsonNode lanes = new ObjectMapper()
                .readTree(CommandRun.of("demo", "--json").out())
                .get("lanes");

        Set<Integer> requests = new HashSet<>();
        int closed = 0;
        for (JsonNode lane : lanes) {
            for (JsonNode exchange : lane.get("exchanges")) {
                assertThat(requests.add(exchange.get("request").asInt())).isTrue();
                assertThat(exchange.get("endMillis").asDouble())
                        .isGreaterThanOrEqualTo(lane.get("openedMillis").asDouble());
            }
            closed += lane.get("closedReason").asText().equals("IDLE_LIMIT") ? 1 : 0;
            assertThat(lane.get("closedMillis").isNull())
                    .isEqualTo(lane.get("closedReason").isNull());
        }
        assertThat(lanes).hasSize(7);
        assertThat(requests).hasSize(12);
        assertThat(closed).isEqualTo(2);
    }

    @Test
    void thePictureGoesToANewFileWhoseNameIsPrinted() throws Exception {
        CommandRun run = CommandRun.of("demo");

        Path file = Path.of(run.out()
                .lines()
                .filter(line -> line.startsWith("A picture of it: "))
                .map(line -> line.substring("A picture of it: ".length()))
                .findFirst()
                .orElseThrow());
        assertThat(Files.readString(file)).startsWith("<!doctype html>").contains("12 requests, 7 connections opened");
        Files.delete(file);
    }

    @Test
    void thePictureGoesWhereItIsWished() {
        assertThat(CommandRun.of("demo", "--html", picture()).out()).contains("A picture of it: " + picture());
        assertThat(Path.of(picture())).content().contains("</html>");
    }

    @Test
    void thePictureMayBeTheOutput() {
        CommandRun run = CommandRun.of("demo", "--html=-");

        assertThat(run.out()).startsWith("<!doctype html>").endsWith("</html>\n");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void jsonAloneDrawsNoPictureButOneCanBeHadWithIt() throws Exception {
        assertThat(new ObjectMapper()
                        .readTree(CommandRun.of("demo", "--json", "--html", picture())
                                .out())
                        .has("figures"))
                .isTrue();
        assertThat(Path.of(picture())).exists();
    }

    @Test
    void theExperimentCanBeVaried() {
        CommandRun run =
                CommandRun.of("demo", "--waves=3", "--threads=4", "--max-idle=2", "--pause=0.001", "--html", picture());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .endsWith("\n12 requests, 8 connections opened, 4 reused, 6 closed (IDLE_LIMIT), 2 idle\n");
    }

    @Test
    void connectionsThatAreIdleForTooLongAreNotUsedAgain() {
        CommandRun run = CommandRun.of("demo", "--keep-alive=0.005", "--pause=0.1", "--html", picture());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("12 requests, 12 connections opened, 0 reused", "KEEP_ALIVE_EXPIRED");
    }

    @Test
    void aForeignServersFiguresAreReportedAndNotChecked() {
        try (TestServer server = new TestServer()) {
            server.handler(request -> MockResponse.of(404, "nothing"));
            server.start();

            CommandRun run = CommandRun.of(
                    "demo", "--threads=2", "--url", server.url("/x").toString(), "--html", picture());

            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("\n4 requests, ");
            assertThat(Path.of(picture())).content().contains("There were 4 answers of status 404.");
        }
    }

    @Test
    void aServerThatIsNotThereIsToldInOneLineAndLeavesNoPicture() {
        CommandRun run = CommandRun.of("demo", "--url", "http://127.0.0.1:1/", "--html", picture());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).startsWith("hawser: demo: wave 1: ").contains("Connection refused");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aPictureThatCannotBeWrittenIsBadUsage() {
        CommandRun run = CommandRun.of("demo", "--html", "/no/such/folder/p.html");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errLines())
                .containsExactly("hawser demo: cannot write to '/no/such/folder/p.html': no such file or directory "
                        + "(see hawser demo --help)");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void anOutputThatIsClosedIsToldInOneLine() {
        CommandRun run = CommandRun.to(new ClosedOutput(), "", "demo", "--html", picture());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errLines()).containsExactly("hawser: cannot write to the standard output: Broken pipe");
    }
}
