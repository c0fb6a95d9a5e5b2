package dev.hawser.it.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.Retirement;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.it.cutoff.Retirements;
import dev.hawser.testserver.Http2ErrorCode;
import dev.hawser.testserver.Http2Frame;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Idle connections whose servers end them leave the pool by themselves; what else a server says is heard and answered. */
@Timeout(60)
@EveryProtocol(
        value = {Link.H2, Link.H2_LAYERED, Link.H2C},
        because = "of HTTP/1.1 an idle connection may say nothing: that is another test's matter")
class IdleConnectionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestServer server = new TestServer();
    private final Retirements retirements = new Retirements();
    private final ConnectionPool pool = retirements.pool();
    private final Link link;
    private final HawserClient client;

    IdleConnectionsTest(Link link) {
        this.link = link;
        this.client = link.client().connectionPool(pool).build();
    }

    @BeforeEach
    void start() throws IOException {
        server.handler(request -> MockResponse.of(200, "x"));
        link.start(server);
        call();
    }

    @AfterEach
    void stop() {
        client.close();
        pool.close();
        server.close();
        assertThat(server.protocolErrors()).isEmpty();
    }

    private void call() throws IOException {
        Request request = new Request.Builder().url(server.url("/")).build();
        try (Response response = client.newCall(request).execute()) {
            assertThat(response.body().string()).isEqualTo("x");
        }
    }

    private void assertLeftBecauseOf(Retirement reason) {
        retirements.awaitExactly(reason);
        assertThat(pool.connectionCount()).isZero();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void thatTheServerHasClosedLeaveByThemselves() throws Exception {
        server.http2(0).close();

        assertLeftBecauseOf(Retirement.PEER_CLOSED);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void thatTheServerHasResetLeaveByThemselves() throws Exception {
        server.http2(0).reset();

        assertLeftBecauseOf(Retirement.PEER_CLOSED);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void thatTheServerBidsGoodbyeLeaveByThemselves() throws Exception {
        server.http2(0).send(Http2Frame.goAway(1, Http2ErrorCode.NO_ERROR, ""));

        assertLeftBecauseOf(Retirement.GOAWAY);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void onWhichTheServerAsksWhetherWeAreThereAnswerAndStay() throws Exception {
        server.http2(0).send(Http2Frame.ping(7, false));

        assertThat(server.http2(0).await(frame -> frame.type() == Http2Frame.PING, PATIENCE))
                .isNotNull();
        call();
        assertThat(retirements.reasons()).isEmpty();
        assertThat(server.connectionCount()).isEqualTo(1);
    }
}
