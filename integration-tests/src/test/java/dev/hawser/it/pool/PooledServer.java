package dev.hawser.it.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A server that answers every request, and clients whose pools are closed in the end. */
final class PooledServer implements AutoCloseable {
    final TestServer server = new TestServer();
    private final List<ConnectionPool> pools = new ArrayList<>();

    PooledServer() {
        server.handler(request -> MockResponse.of(200, "x"));
        server.start();
    }

    HawserClient client(ConnectionPool.Builder settings) {
        ConnectionPool pool = settings.build();
        pools.add(pool);
        return new HawserClient.Builder().connectionPool(pool).build();
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
