package dev.hawser.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.SocketPolicy;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GetTest {
    private final TestServer server = new TestServer();

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(server.protocolErrors()).isEmpty();
    }

    private String url(String path) {
        return server.url(path).toString();
    }

    @Nested
    final class Responses {
        @Test
        void theBodyGoesToTheStandardOutput() {
            server.enqueue(MockResponse.of(200, "hello\n"));

            assertThat(CommandRun.of("get", url("/"))).isEqualTo(new CommandRun(0, "hello\n", ""));
        }

        @Test
        void theHeadGoesBeforeTheBodyIfAskedFor() {
            server.enqueue(new MockResponse.Builder()
                    .addHeader("Set-Cookie", "a=b")
                    .body("hello")
                    .build());

            CommandRun run = CommandRun.of("get", "-i", url("/"));

            assertThat(run.out())
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("Set-Cookie: a=b\r\n", "Content-Length: 5\r\n")
                    .endsWith("\r\n\r\nhello");
        }

        @Test
        void severalUrlsFollowOneAnotherOverOneConnection() throws InterruptedException {
            server.enqueue(MockResponse.of(200, "one "));
            server.enqueue(MockResponse.of(200, "two"));

            assertThat(CommandRun.of("get", url("/1"), url("/2")).out()).isEqualTo("one two");
            server.takeRequest();
            assertThat(server.takeRequest().sequenceNumber()).isEqualTo(1);
        }

        @Test
        void anErrorStatusIsAResponse() {
            server.enqueue(MockResponse.of(404, "nothing here"));

            assertThat(CommandRun.of("get", url("/"))).isEqualTo(new CommandRun(0, "nothing here", ""));
        }

        @Test
        void anErrorStatusIsAFailureIfSoWished() {
            server.enqueue(MockResponse.of(404, "nothing here"));

            CommandRun run = CommandRun.of("get", "--fail", url("/x"));

            assertThat(run).isEqualTo(new CommandRun(1, "", "hawser: GET " + url("/x") + ": 404 Not Found\n"));
        }

        @Test
        void redirectsAreFollowedUnlessRefused() {
            MockResponse redirect = new MockResponse.Builder()
                    .code(302)
                    .addHeader("Location", "/there")
                    .body("gone")
                    .build();
            server.enqueue(redirect);
            server.enqueue(MockResponse.of(200, "there"));
            server.enqueue(redirect);

            assertThat(CommandRun.of("get", url("/")).out()).isEqualTo("there");
            assertThat(CommandRun.of("get", "--no-follow", url("/")).out()).isEqualTo("gone");
        }
    }

    @Nested
    final class Redirects {
        private void redirect(String path, String location) {
            server.enqueue(new MockResponse.Builder()
                    .code(302)
                    .addHeader("Location", location)
                    .build());
        }

        @Test
        void asManyAsAllowedAreFollowed() {
            redirect("/1", "/2");
            redirect("/2", "/3");
            server.enqueue(MockResponse.of(200, "there"));

            assertThat(CommandRun.of("get", "--max-redirects=2", url("/1"))).isEqualTo(new CommandRun(0, "there", ""));
        }

        @Test
        void oneMoreIsAFailure() {
            redirect("/1", "/2");
            redirect("/2", "/3");

            CommandRun run = CommandRun.of("get", "--max-redirects=1", url("/1"));

            assertThat(run)
                    .isEqualTo(new CommandRun(
                            1,
                            "",
                            "hawser: GET " + url("/1") + ": redirected more than 1 time; " + url("/2")
                                    + " leads to another place once more\n"));
            assertThat(server.requestCount()).isEqualTo(2);
        }

        @Test
        void theyAreCountedForEachRequestAnew() {
            for (int i = 0; i < 2; i++) {
                redirect("/1", "/2");
                server.enqueue(MockResponse.of(200, "there "));
            }

            assertThat(CommandRun.of("get", "--max-redirects=1", "--repeat=2", url("/1")))
                    .isEqualTo(new CommandRun(0, "there there ", ""));
        }
    }

    @Nested
    final class SeveralRequests {
        @Test
        void eachUrlIsFetchedAsOftenAsWishedOverOneConnection() throws InterruptedException {
            server.handler(request -> MockResponse.of(200, request.path()));

            assertThat(CommandRun.of("get", "--repeat", "3", url("/a"), url("/b")))
                    .isEqualTo(new CommandRun(0, "/a/a/a/b/b/b", ""));
            assertThat(server.connectionCount()).isOne();
        }

        @Test
        void oneThatFailsIsToldAndTheOthersAreFetched() throws IOException {
            server.enqueue(MockResponse.of(200, "hello"));
            String closed = "http://127.0.0.1:" + closedPort() + "/";

            CommandRun run = CommandRun.of("get", closed, url("/"));

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).isEqualTo("hello");
            assertThat(run.errLines()).hasSize(1);
            assertThat(run.err()).startsWith("hawser: GET " + closed + ": ");
        }

        @Test
        void oneThatFailsIsNotRepeated() {
            server.enqueue(MockResponse.of(200));
            server.enqueue(MockResponse.of(500));

            CommandRun run = CommandRun.of("get", "--fail", "--repeat=1000", url("/"));

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.errLines()).hasSize(1);
            assertThat(server.requestCount()).isEqualTo(2);
        }

        @Test
        void aFileOfWhichAPartFailedDoesNotAppear(@TempDir Path folder) {
            server.enqueue(MockResponse.of(200, "one"));
            server.enqueue(MockResponse.of(500, "two"));

            CommandRun run =
                    CommandRun.of("get", "--fail", "-o", folder.resolve("file").toString(), url("/1"), url("/2"));

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(folder).isEmptyDirectory();
        }

        @Test
        void anOutputThatIsClosedEndsAllOfIt() {
            server.handler(request -> MockResponse.of(200, "hello"));

            CommandRun run = CommandRun.to(new ClosedOutput(), "", "get", "--repeat=1000", url("/"), url("/"));

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.errLines()).containsExactly("hawser: cannot write to the standard output: Broken pipe");
            assertThat(server.requestCount()).isOne();
        }
    }

    @Nested
    final class Requests {
        private RecordedRequest sent(String... arguments) throws InterruptedException {
            return sentWithInput("", arguments);
        }

        private RecordedRequest sentWithInput(String input, String... arguments) throws InterruptedException {
            server.enqueue(MockResponse.of(200));
            String[] all = Stream.concat(
                            Stream.concat(Stream.of("get"), Stream.of(arguments)), Stream.of(url("/p?q=1")))
                    .toArray(String[]::new);
            assertThat(CommandRun.withInput(input, all)).isEqualTo(new CommandRun(0, "", ""));
            return server.takeRequest();
        }

        @Test
        void withoutOptionsItIsAGet() throws InterruptedException {
            assertThat(sent().requestLine()).isEqualTo("GET /p?q=1 HTTP/1.1");
        }

        @Test
        void headersAreAddedInOrder() throws InterruptedException {
            RecordedRequest request = sent("-H", "X-Rope: hemp", "-H", "X-Rope:nylon", "-H", "User-Agent: me");

            assertThat(request.headers().values("X-Rope")).containsExactly("hemp", "nylon");
            assertThat(request.headers().values("User-Agent")).containsExactly("me");
        }

        @Test
        void dataIsPostedAsAForm() throws InterruptedException {
            RecordedRequest request = sent("-d", "a=1", "-d", "b=ä");

            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.bodyString()).isEqualTo("a=1&b=ä");
            assertThat(request.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        }

        @Test
        void dataHasTheTypeAndMethodThatAreGiven() throws InterruptedException {
            RecordedRequest request = sent("-X", "PUT", "-d", "{}", "-H", "content-type: application/json");

            assertThat(request.method()).isEqualTo("PUT");
            assertThat(request.headers().values("Content-Type")).containsExactly("application/json");
        }

        @Test
        void dataComesFromAFileAsItIs(@TempDir Path folder) throws Exception {
            Path file = Files.write(folder.resolve("data"), new byte[] {1, '\r', '\n', (byte) 0xff});

            assertThat(sent("-d", "@" + file).body()).containsExactly(1, '\r', '\n', 0xff);
        }

        @Test
        void dataComesFromTheStandardInput() throws InterruptedException {
            assertThat(sentWithInput("typed", "-d", "@-").bodyString()).isEqualTo("typed");
        }

        @Test
        void aPostWithoutDataIsEmpty() throws InterruptedException {
            RecordedRequest request = sent("-X", "POST");

            assertThat(request.requestLine()).startsWith("POST ");
            assertThat(request.header("Content-Length")).isEqualTo("0");
        }

        @Test
        void aHeadHasNoBody() throws InterruptedException {
            assertThat(sent("-X", "HEAD").method()).isEqualTo("HEAD");
        }
    }

    @Nested
    final class OutputFiles {
        @TempDir
        private Path folder;

        @Test
        void theFileHasTheBodyAndNothingElseIsLeft() throws IOException {
            server.enqueue(MockResponse.of(200, "hello"));
            Path file = Files.writeString(folder.resolve("file"), "older and longer");

            CommandRun run = CommandRun.of("get", "-o", file.toString(), url("/"));

            assertThat(run).isEqualTo(new CommandRun(0, "", ""));
            assertThat(file).hasContent("hello");
            assertThat(names()).containsExactly("file");
        }

        @Test
        void aBodyThatBreaksOffLeavesTheOlderFileAlone() throws IOException {
            server.enqueue(new MockResponse.Builder()
                    .body("x".repeat(100_000))
                    .socketPolicy(SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY)
                    .build());
            Path file = Files.writeString(folder.resolve("file"), "older");

            CommandRun run = CommandRun.of("get", "-o", file.toString(), url("/"));

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.errLines()).hasSize(1);
            assertThat(file).hasContent("older");
            assertThat(names()).containsExactly("file");
        }

        @Test
        void aLinkStaysOneAndItsTargetIsWritten() throws IOException {
            server.enqueue(MockResponse.of(200, "hello"));
            Path target = Files.writeString(folder.resolve("target"), "older");
            Path link = Files.createSymbolicLink(folder.resolve("link"), target);

            CommandRun.of("get", "-o", link.toString(), url("/"));

            assertThat(link).isSymbolicLink();
            assertThat(target).hasContent("hello");
        }

        private List<String> names() throws IOException {
            try (Stream<Path> files = Files.list(folder)) {
                return files.map(each -> each.getFileName().toString()).toList();
            }
        }
    }

    @Nested
    final class Verbose {
        @Test
        void theStepsGoToTheStandardError() {
            server.enqueue(MockResponse.of(200, "hello"));

            CommandRun run = CommandRun.of("get", "-v", url("/rope"));

            assertThat(run.out()).isEqualTo("hello");
            String time = " *\\d+\\.\\d\\d ms";
            assertThat(run.errLines())
                    .anyMatch(line -> line.matches(time + " {14}call        GET " + url("/rope")))
                    .anyMatch(line -> line.matches(time + time + "  resolve     localhost = 127.0.0.1.*"))
                    .anyMatch(line -> line.matches(time + time + "  connect     127.0.0.1:" + server.port()))
                    .anyMatch(line -> line.endsWith("connection  #1 to 127.0.0.1:" + server.port() + ", new"))
                    .anyMatch(line -> line.endsWith("request     > GET /rope HTTP/1.1"))
                    .anyMatch(line -> line.endsWith("            > Host: localhost:" + server.port()))
                    .anyMatch(line -> line.matches(time + time + "  response    < HTTP/1.1 200 OK"))
                    .anyMatch(line -> line.endsWith("            < Content-Length: 5"))
                    .anyMatch(line -> line.matches(time + time + "  body        5 bytes"))
                    .anyMatch(line -> line.matches(time + time + "  done"));
        }

        @Test
        void aConnectionThatIsUsedAgainIsToldWithItsPast() {
            server.enqueue(MockResponse.of(200));
            server.enqueue(MockResponse.of(200));

            CommandRun run = CommandRun.of("get", "-v", url("/1"), url("/2"));

            assertThat(run.err())
                    .containsPattern("#1 to 127.0.0.1:\\d+, reused: [\\d.]+ ms old, after 1 request, idle for");
        }

        @Test
        void aRedirectOnTheSameServerKeepsTheConnection() {
            server.enqueue(new MockResponse.Builder()
                    .code(307)
                    .addHeader("Location", "/2")
                    .build());
            server.enqueue(MockResponse.of(200));

            assertThat(CommandRun.of("get", "-v", url("/1")).err()).contains(", kept: ", "after 1 request\n");
        }

        @Test
        void secretsAreLeftOut() {
            server.enqueue(new MockResponse.Builder()
                    .addHeader("Set-Cookie", "id=sesame")
                    .build());

            String url = url("/").replace("http://", "http://ali:sesame@");
            CommandRun run = CommandRun.of("get", "-v", "-H", "Authorization: sesame", "-H", "X-Api-Key: sesame", url);

            assertThat(run.exitCode()).isZero();
            assertThat(run.err())
                    .contains("> Authorization: [redacted]", "> X-Api-Key: [redacted]", "< Set-Cookie: [redacted]")
                    .doesNotContain("sesame");
        }

        @Test
        void aFailureIsToldWithItsStep() throws IOException {
            int port = closedPort();

            CommandRun run = CommandRun.of("get", "-v", "http://127.0.0.1:" + port + "/");

            assertThat(run.err()).containsPattern("connect     failed: .*Connection refused");
        }
    }

    @Nested
    final class FailuresToFetch {
        @Test
        void aRefusedConnectionIsToldInOneLine() throws IOException {
            String url = "http://127.0.0.1:" + closedPort() + "/";

            CommandRun run = CommandRun.of("get", url);

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).isEmpty();
            assertThat(run.errLines()).hasSize(1);
            assertThat(run.err()).startsWith("hawser: GET " + url + ": ").contains("Connection refused");
        }

        @Test
        void aHangUpIsToldInOneLineWithoutThePassword() {
            server.enqueue(new MockResponse.Builder()
                    .socketPolicy(SocketPolicy.DISCONNECT_AFTER_REQUEST)
                    .build());

            CommandRun run = CommandRun.of("get", url("/").replace("http://", "http://ali:sesame@"));

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.errLines()).hasSize(1);
            assertThat(run.err()).startsWith("hawser: GET " + url("/") + ": ").doesNotContain("sesame");
        }

        @Test
        void aRequestThatTakesTooLongIsGivenUp() {
            server.enqueue(new MockResponse.Builder()
                    .socketPolicy(SocketPolicy.NO_RESPONSE)
                    .build());

            CommandRun run = CommandRun.of("get", "--timeout", "0.05", url("/"));

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.errLines())
                    .containsExactly("hawser: GET " + url("/") + ": timeout: the call took more than 50 ms");
        }
    }

    /** A port that nobody listens on, as it was free a moment ago. */
    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
