package dev.hawser.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Connection;
import dev.hawser.ConnectionPool;
import dev.hawser.ConnectionPoolListener;
import dev.hawser.HawserClient;
import dev.hawser.MediaType;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.Retirement;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows, compiled and run. */
final class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Path THIS = Path.of("src/test/java/dev/hawser/cli/ReadmeTest.java");
    private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    private final TestServer server = new TestServer();

    @BeforeEach
    void start() {
        server.start();
        server.enqueue(MockResponse.of(200, "hello"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theFirstRequestIsAnswered() throws Exception {
        String url = server.url("/").toString();

        HawserClient client = new HawserClient();
        Request request = new Request.Builder().url(url).build();
        try (Response response = client.newCall(request).execute()) {
            System.out.println(response.code() + " " + response.body().string());
        }

        assertThat(server.takeRequest().method()).isEqualTo("GET");
        client.close();
    }

    @Test
    void thePostArrives() throws Exception {
        String url = server.url("/").toString();
        HawserClient client = new HawserClient();

        RequestBody json = RequestBody.create("{\"knot\": \"bowline\"}", MediaType.get("application/json"));
        Request request = new Request.Builder().url(url).post(json).build();

        client.newCall(request).execute().close();
        RecordedRequest received = server.takeRequest();
        assertThat(received.method()).isEqualTo("POST");
        assertThat(received.bodyString()).isEqualTo("{\"knot\": \"bowline\"}");
        assertThat(received.header("Content-Type")).startsWith("application/json");
        client.close();
    }

    @Test
    void theFutureHasTheStatus() throws Exception {
        HawserClient client = new HawserClient();
        Request request = new Request.Builder().url(server.url("/")).build();

        CompletableFuture<Integer> status = client.newCall(request)
                .executeAsync()
                .thenApply(response -> {
                    try (response) {
                        return response.code();
                    }
                });

        assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(200);
        client.close();
    }

    @Test
    void thePoolServesTheClient() throws Exception {
        ConnectionPool pool = new ConnectionPool.Builder()
                .maxIdleConnections(20)
                .maxIdlePerAddress(5)
                .keepAliveDuration(Duration.ofMinutes(1))
                .maxLifetime(Duration.ofMinutes(10))
                .listener(new ConnectionPoolListener() {
                    @Override
                    public void connectionRetired(Connection connection, Retirement reason) {
                        System.out.println(connection + " left the pool: " + reason);
                    }
                })
                .build();
        HawserClient client = new HawserClient.Builder()
                .connectionPool(pool)
                .connectTimeout(Duration.ofSeconds(2))
                .callTimeout(Duration.ofSeconds(30))
                .build();

        Request request = new Request.Builder().url(server.url("/")).build();
        try (Response response = client.newCall(request).execute()) {
            assertThat(response.body().string()).isEqualTo("hello");
        }
        assertThat(pool.idleConnectionCount()).isOne();
        client.close();
        pool.close();
    }

    @Test
    void eachSnippetIsTheOneThatIsCompiledHere() throws IOException {
        String compiled = withoutSpace(Files.readString(THIS));

        List<String> snippets = SNIPPET.matcher(Files.readString(README))
                .results()
                .map(each -> each.group(1))
                .toList();

        assertThat(snippets).hasSize(4).allMatch(snippet -> compiled.contains(withoutSpace(snippet)));
    }

    @Test
    void theDemosLastLineIsTheOneShown() throws IOException {
        String last = CommandRun.of(
                        "demo", "--html", folder.resolve("picture.html").toString())
                .out()
                .lines()
                .reduce((a, b) -> b)
                .orElseThrow();

        assertThat(Files.readString(README)).contains("\n" + last + "\n");
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }
}
