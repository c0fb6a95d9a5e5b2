package dev.hawser.it.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Call;
import dev.hawser.Connection;
import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.it.TestOver;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.SocketPolicy;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call that has its connection before it is executed, and one connection that is evicted. */
@Timeout(60)
@EveryProtocol
class ConnectTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final TestServer server = new TestServer();
    private final Link link;
    private final AtomicReference<Connection> used = new AtomicReference<>();
    private final ConnectionPool pool = new ConnectionPool.Builder()
            .maxRequestsPerConnection(2)
            .validateAfterInactivity(Duration.ZERO)
            .build();
    private final HawserClient client;

    ConnectTest(Link link) {
        this.link = link;
        this.client = link.client()
                .connectionPool(pool)
                .addNetworkInterceptor(chain -> {
                    used.set(chain.connection());
                    return chain.proceed(chain.request());
                })
                .build();
    }

    @BeforeEach
    void start() {
        link.start(server);
    }

    @AfterEach
    void stop() {
        client.close();
        pool.close();
        server.close();
    }

    private Call call() {
        return client.newCall(new Request.Builder().url(server.url("/")).build());
    }

    private static String execute(Call call) throws IOException {
        try (Response response = call.execute()) {
            return response.body().string();
        }
    }

    @Test
    void sendsNothingAndExecuteGoesByTheSameConnection() throws Exception {
        server.enqueue(MockResponse.of(200, "hello"));
        Call call = call();

        Connection connection = call.connect();

        assertThat(server.requestCount()).isZero();
        assertThat(execute(call)).isEqualTo("hello");
        assertThat(used).hasValue(connection);
        assertThat(server.connectionCount()).isEqualTo(1);
    }

    @Test
    void isNoRequestToTheLimitOfAConnection() throws Exception {
        server.enqueue(MockResponse.of(200, "one"));
        server.enqueue(MockResponse.of(200, "two"));
        for (String content : new String[] {"one", "two"}) {
            Call call = call();
            call.connect();
            assertThat(execute(call)).isEqualTo(content);
        }

        assertThat(server.connectionCount()).isEqualTo(1);
    }

    @Test
    void isDoneOnceAndBefore() throws Exception {
        server.enqueue(MockResponse.of(200));
        Call call = call();
        call.connect();
        execute(call);

        assertThat(call.isExecuted()).isTrue();
        assertThatIllegalStateException().isThrownBy(call::execute).withMessage("Already Executed");
        assertThatIllegalStateException().isThrownBy(call::connect).withMessage("Already Executed");
    }

    @Test
    void isUndoneByCancel() throws Exception {
        Call call = call();
        call.connect();

        call.cancel();

        assertThat(pool.snapshot().total().active()).isZero();
        assertThatThrownBy(call::execute).isInstanceOf(IOException.class).hasMessage("Canceled");
    }

    @Test
    void failsWhereNobodyIs() {
        server.close();
        Call call = call();

        assertThatThrownBy(call::connect).isInstanceOf(IOException.class);
        assertThatIllegalStateException().isThrownBy(call::execute);
    }

    @TestOver(
            value = Link.H1,
            because = "over TLS the handshake fails, and over HTTP/2 the server's end is seen at once")
    void isDoneAgainIfTheServerHasEndedTheConnectionMeanwhile() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .socketPolicy(SocketPolicy.DISCONNECT_AT_START)
                .build());
        server.enqueue(MockResponse.of(200, "hello"));
        Call call = call();
        Connection connection = call.connect();
        while (server.connectionCount() == 0) {
            Thread.onSpinWait();
        }
        assertThat(server.awaitOpenConnections(0, SOON)).isTrue();

        assertThat(execute(call)).isEqualTo("hello");

        assertThat(used.get()).isNotSameAs(connection);
    }

    @Test
    void anEvictedConnectionThatIsIdleIsClosed() throws Exception {
        server.enqueue(MockResponse.of(200));
        execute(call());
        assertThat(pool.idleConnectionCount()).isEqualTo(1);

        pool.evict(used.get());

        assertThat(pool.connectionCount()).isZero();
        assertThat(server.awaitOpenConnections(0, SOON)).isTrue();
    }

    @Test
    void anEvictedConnectionThatIsInUseIsClosedAfterwards() throws Exception {
        server.enqueue(MockResponse.of(200, "hello"));
        Response response = call().execute();

        pool.evict(used.get());

        assertThat(pool.connectionCount()).isEqualTo(1);
        assertThat(response.body().string()).isEqualTo("hello");
        assertThat(pool.connectionCount()).isZero();
    }
}
