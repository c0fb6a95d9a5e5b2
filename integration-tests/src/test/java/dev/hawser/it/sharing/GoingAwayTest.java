package dev.hawser.it.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.TlsVersion;
import dev.hawser.it.SocketsLeft;
import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.HeldCertificate;
import dev.hawser.testserver.Http2ErrorCode;
import dev.hawser.testserver.Http2Frame;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.SocketPolicy.Moment;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers that end connections by themselves, before or while they have calls. */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
class GoingAwayTest {
    private final SharedServer scene = new SharedServer();
    private final HawserClient client = scene.client(new ConnectionPool.Builder());

    @AfterEach
    void close() {
        scene.close();
    }

    /** The first so many connections end before anything was done of their first request. */
    private void goAwayFrom(int connections) {
        scene.server.handler(request -> request.connectionIndex() >= connections
                ? MockResponse.of(200, "x")
                : new MockResponse.Builder()
                        .http2(
                                Moment.REQUEST_END,
                                (wire, id) -> wire.send(Http2Frame.goAway(0, Http2ErrorCode.NO_ERROR, "restart")))
                        .build());
        scene.server.start();
    }

    @Test
    void whatTheyDidNotSeeToIsSentAgainWhateverItsMethodAndMoreThanOnce() throws IOException {
        goAwayFrom(3);
        Request post = scene.get("/")
                .newBuilder()
                .post(RequestBody.create("content", null))
                .build();

        assertThat(SharedServer.content(client.newCall(post).execute())).isEqualTo("x");

        assertThat(scene.server.connectionCount()).isEqualTo(4);
    }

    @Test
    void aCallDoesNotGoRoundForEver() {
        goAwayFrom(Integer.MAX_VALUE);

        assertThatThrownBy(() -> scene.exchange(client))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("restart");

        assertThat(scene.server.connectionCount()).isEqualTo(6);
    }

    @Test
    void whatTheySeeToIsFinished() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        scene.server.handler(request -> {
            if (request.path().equals("/slow")) {
                end.await();
            }
            return MockResponse.of(200, "x");
        });
        scene.server.start();
        CompletableFuture<String> slow =
                client.newCall(scene.get("/slow")).executeAsync().thenApply(SharedServer::content);
        scene.exchange(client);
        scene.server.http2(0).send(Http2Frame.goAway(3, Http2ErrorCode.NO_ERROR, ""));

        scene.exchange(client);
        end.countDown();

        assertThat(slow.get()).isEqualTo("x");
        assertThat(scene.server.connectionCount()).isEqualTo(2);
    }

    @Test
    void oneThatWantsACertificateSaysSoAndIsNotDialledAgainAndAgain() {
        HeldCertificate own = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .build();
        HandshakeCertificates trusting = new HandshakeCertificates.Builder()
                .addTrustedCertificate(own.certificate())
                .build();
        try (TestServer server = new TestServer();
                ConnectionPool pool = new ConnectionPool()) {
            server.useHttps(
                    new HandshakeCertificates.Builder().heldCertificate(own).build());
            server.requireClientAuth();
            server.protocols(List.of(Protocol.HTTP_2));
            server.tlsParameters(parameters -> parameters.setProtocols(new String[] {TlsVersion.TLS_1_3.javaName()}));
            server.start();
            HawserClient stranger = new HawserClient.Builder()
                    .connectionPool(pool)
                    .sslContext(trusting.sslContext(), trusting.trustManager())
                    .build();
            Request request = new Request.Builder().url(server.url("/")).build();

            assertThatThrownBy(() -> stranger.newCall(request).execute()).isInstanceOf(SSLHandshakeException.class);

            assertThat(server.connectionCount()).isLessThanOrEqualTo(2);
        }
    }
}
