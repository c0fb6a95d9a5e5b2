package dev.hawser.urlconnection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.TestServer;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A table of programs sees the same of the JDK's connections and of ours, and so does their server. */
@Timeout(60)
class SameAsTheJdkTest {

    /** So that a case that is wrong ends. */
    private static final int LONG_MILLIS = 3000;

    private static final HawserUrlStreamHandlerFactory OURS =
            new HawserUrlStreamHandlerFactory(Door.ofJvm(JdkSettings.of(System::getProperty)));

    @AfterAll
    static void close() {
        OURS.client().connectionPool().close();
    }

    static List<Case> cases() {
        return Cases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theProgramSeesTheSame(Case each) throws Exception {
        String jdk = transcript(each, URL::openConnection);
        String ours = transcript(each, OURS::open);

        Difference difference = each.difference();
        Optional<Boolean> differs = difference == null ? Optional.of(false) : difference.isHere();
        if (differs.isPresent()) {
            assertThat(ours.equals(jdk))
                    .as("%s%nthe JDK's:%n%s%nours:%n%s", each.name(), jdk, ours)
                    .isEqualTo(!differs.get());
        }
    }

    @Test
    void eachDifferenceIsShownByACase() {
        assertThat(Cases.all().stream()
                        .map(Case::difference)
                        .filter(Objects::nonNull)
                        .distinct())
                .containsExactlyInAnyOrder(Difference.values());
    }

    @Test
    void theDocumentListsTheDifferences() throws Exception {
        String document = Files.readString(Path.of("..", "docs", "urlconnection.md"));
        String table = document.substring(document.indexOf("| what |"), document.indexOf("## What no case shows"));

        assertThat(table.lines().skip(2).filter(line -> line.startsWith("| ")).map(line -> line.split("\\|")[1].trim()))
                .containsExactlyInAnyOrder(
                        Stream.of(Difference.values()).map(Difference::title).toArray(String[]::new));
    }

    private static String transcript(Case each, Transcript.Opener opener) throws Exception {
        try (TestServer server = new TestServer()) {
            server.start();
            Iterator<MockResponse> answers = each.answers().iterator();
            server.handler(request -> answers.hasNext() ? answers.next() : MockResponse.of(599, "nobody said more"));
            URL url = server.url("/path/here?query=1").url();
            Transcript seen = new Transcript(server.hostName() + ":" + server.port(), opener);
            HttpURLConnection connection = (HttpURLConnection) opener.open(url);
            connection.setReadTimeout(LONG_MILLIS);
            each.program().run(connection, seen);
            for (int i = 0, all = server.requestCount(); i < all; i++) {
                RecordedRequest request = server.takeRequest();
                seen.step("the server's request " + i, () -> received(request));
            }
            return seen.toString();
        }
    }

    /** What the server was sent, but for the fields that depend on the JDK's version. */
    private static String received(RecordedRequest request) {
        TreeMap<String, List<String>> fields = new TreeMap<>(request.headers().toMultimap());
        fields.remove("accept");
        return request.requestLine() + " " + fields + " " + request.bodySize();
    }
}
