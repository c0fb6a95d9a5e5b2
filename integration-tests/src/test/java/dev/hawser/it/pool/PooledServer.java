package dev.hawser.it.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.it.Link;
import dev.hawser.testserver.Http2Frame;
import dev.hawser.testserver.Http2Options;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A server that answers every request, of HTTP/2 one at a time on each connection; and clients whose pools are closed in the end. */
final class PooledServer implements AutoCloseable {
    final TestServer server = new TestServer();
    private final List<ConnectionPool> pools = new ArrayList<>();

    private final Link link;

    PooledServer(Link link) {
        this.link = link;
        server.handler(request -> MockResponse.of(200, "x"));
        server.http2Options(new Http2Options.Builder()
                .settings(Http2Frame.MAX_CONCURRENT_STREAMS, 1)
                .build());
        link.start(server);
    }

    HawserClient client(ConnectionPool.Builder settings) {
        ConnectionPool pool = settings.build();
        pools.add(pool);
        return link.client().connectionPool(pool).build();
    }

    Request get(String path) {
        return new Request.Builder().url(server.url(path)).build();
    }

    /** A response that holds its connection until it is closed. */
    Response hold(HawserClient client) throws IOException {
        return client.newCall(get("/held")).execute();
    }

    void exchange(HawserClient client) throws IOException {
        try (Response response = client.newCall(get("/")).execute()) {
            assertThat(response.body().string()).isEqualTo("x");
        }
    }

    @Override
    public void close() {
        pools.forEach(ConnectionPool::close);
        server.close();
        assertThat(server.protocolErrors()).isEmpty();
    }
}
