package dev.hawser.urlconnection;

import static org.assertj.core.api.Assertions.assertThat;

import app.TwelveRequests;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Twelve requests by six threads, in two waves of six at once: the sixth connection of the first wave is one more than is kept, so the second
 * wave makes one more. Each in a JVM of its own, by a program that knows no type of Hawser's.
 */
@Timeout(60)
class TwelveRequestsTest {
    private static final int KEEP_ALIVE_SECONDS = 2;

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "spring, the JDK's own",
        "spring, by the factory",
        "spring, by the service",
        "plain, the JDK's own",
        "plain, by the service"
    })
    void takeSevenConnectionsOfWhichFiveAreKeptForAsLongAsTheServerSays(String program, String way) throws Exception {
        try (WaveServer server = new WaveServer(directory, KEEP_ALIVE_SECONDS)) {
            Process process = start(way, program, server.url());
            try (BufferedReader output = process.inputReader()) {
                assertThat(output.readLine()).isEqualTo("answers: 12");

                assertThat(server.connections()).as("connections opened").isEqualTo(7);
                assertThat(server.reused()).as("connections used again").isEqualTo(5);
                assertThat(server.awaitOpen(5, 1000))
                        .as("five connections left idle")
                        .isTrue();
                if (!way.startsWith("the JDK")) { // whose timer looks every five seconds
                    assertThat(server.awaitOpen(0, 3000)).as("closed in time").isTrue();
                }
            } finally {
                process.destroy();
            }
        }
    }

    private static Process start(String way, String program, String url) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        if (way.equals("by the service")) {
            command.add("-D" + HawserUrlStreamHandlerProvider.PROPERTY + "=true");
        }
        Class<?> main = way.equals("by the factory") ? WithFactory.class : TwelveRequests.class;
        command.addAll(List.of(main.getName(), program, url));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
