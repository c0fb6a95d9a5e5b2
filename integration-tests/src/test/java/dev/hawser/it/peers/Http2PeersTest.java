package dev.hawser.it.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Call;
import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.it.SocketsLeft;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTP/2 with servers that others have written, over TLS and in the clear: always on one connection. Each server is started once. */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ParameterizedClass(name = "{0}")
@EnumSource(Http2Way.class)
class Http2PeersTest {
    private final Identities identities = new Identities();
    private final ConnectionPool pool = new ConnectionPool();

    @Parameter
    private Http2Way way;

    private Http2Way.Served peer;
    private HawserClient client;

    @BeforeParameterizedClassInvocation
    void start() {
        peer = way.start(identities);
        client = identities
                .client()
                .connectionPool(pool)
                .protocols(way.protocols())
                .build();
    }

    private Request get(String path) {
        return new Request.Builder().url(way.url(peer, path)).build();
    }

    @AfterEach
    void close() {
        pool.evictAll();
    }

    @AfterParameterizedClassInvocation
    void stop() {
        peer.close();
    }

    @Test
    void contentComesWholeAgainAndAgain() throws IOException {
        for (int i = 0; i < 50; i++) {
            try (Response response = client.newCall(get("/hello.txt")).execute()) {
                assertThat(response.protocol()).isEqualTo(way.protocol);
                assertThat(response.body().string()).isEqualTo(WebServer.HELLO);
            }
        }
        try (Response response = client.newCall(get("/large.bin")).execute()) {
            assertThat(response.body().bytes()).isEqualTo(WebServer.LARGE);
        }
        assertThat(pool.connectionCount()).isEqualTo(1);
        assertThat(pool.idleConnectionCount()).isEqualTo(1);
    }

    @Test
    void twentyFirstCallsAtOnceMakeOneConnection() throws Exception {
        client.dispatcher().setMaxRequestsPerHost(20);
        List<CompletableFuture<Response>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(client.newCall(get("/hello.txt")).executeAsync());
        }
        for (CompletableFuture<Response> call : calls) {
            try (Response response = call.get()) {
                assertThat(response.body().string()).isEqualTo(WebServer.HELLO);
            }
        }
        assertThat(pool.connectionCount()).isEqualTo(1);
    }

    @Test
    void aCallThatIsCancelledLeavesTheConnectionWhole() throws Exception {
        // Read all the time: haproxy has one buffer for what comes from behind, which an unread response fills.
        CompletableFuture<byte[]> other = CompletableFuture.supplyAsync(() -> allOf(client, get("/large.bin")));
        Call cancelled = client.newCall(get("/large.bin"));
        try (Response large = cancelled.execute()) {
            InputStream body = large.body().byteStream();
            assertThat(body.read()).isNotNegative();

            cancelled.cancel();

            assertThat(other.get()).isEqualTo(WebServer.LARGE);
        }
        try (Response response = client.newCall(get("/large.bin")).execute()) {
            assertThat(response.body().byteStream().read()).isNotNegative();
        }
        assertThat(pool.connectionCount()).isEqualTo(1);
        assertThat(pool.idleConnectionCount()).isEqualTo(1);
    }

    private static byte[] allOf(HawserClient client, Request request) {
        try (Response response = client.newCall(request).execute()) {
            return response.body().bytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
