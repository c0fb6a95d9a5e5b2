package dev.hawser.it.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.testserver.Http2Frame;
import dev.hawser.testserver.Http2Options;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** A server of HTTP/2 in the clear that answers every request, and clients whose pools are closed in the end. */
final class SharedServer implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(20);

    final TestServer server = new TestServer();
    private final List<HawserClient> clients = new ArrayList<>();

    SharedServer() {
        server.handler(request -> MockResponse.of(200, "x"));
        server.protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
    }

    /** Starts the server, which allows so many streams at once on a connection. */
    SharedServer start(int streams) {
        server.http2Options(new Http2Options.Builder()
                .settings(Http2Frame.MAX_CONCURRENT_STREAMS, streams)
                .build());
        server.start();
        return this;
    }

    HawserClient client(ConnectionPool.Builder pool) {
        return client(pool, new HawserClient.Builder());
    }

    HawserClient client(ConnectionPool.Builder pool, HawserClient.Builder settings) {
        HawserClient client = settings.connectionPool(pool.build())
                .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
                .build();
        client.dispatcher().setMaxRequestsPerHost(1_000);
        client.dispatcher().setMaxRequests(1_000);
        clients.add(client);
        return client;
    }

    Request get(String path) {
        return new Request.Builder().url(server.url(path)).build();
    }

    void exchange(HawserClient client) throws IOException {
        try (Response response = client.newCall(get("/")).execute()) {
            assertThat(response.body().string()).isEqualTo("x");
        }
    }

    /** Begins so many calls; their outcomes are the contents of their responses. */
    List<CompletableFuture<String>> callAtOnce(HawserClient client, int calls) {
        List<CompletableFuture<String>> contents = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            contents.add(client.newCall(get("/" + i)).executeAsync().thenApply(SharedServer::content));
        }
        return contents;
    }

    static String content(Response response) {
        try (response) {
            return response.body().string();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the client has sent such a frame on a connection. */
    Http2Frame await(int connection, Predicate<Http2Frame> wanted) throws InterruptedException {
        return Objects.requireNonNull(server.http2(connection).await(wanted, LONG), "no such frame");
    }

    @Override
    public void close() {
        clients.forEach(client -> client.connectionPool().close());
        server.close();
        assertThat(server.protocolErrors()).isEmpty();
    }
}
