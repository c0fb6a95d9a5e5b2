package dev.hawser.urlconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.NoResponseException;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.SocketPolicy;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class KeptConnectionsTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    private void answers(String... contents) {
        for (String content : contents) {
            scene.server.enqueue(MockResponse.of(200, content));
        }
    }

    @Test
    void oneAfterTheOtherGoByOneConnection() throws Exception {
        answers("a", "b", "c");

        assertThat(scene.get("/1") + scene.get("/2") + scene.get("/3")).isEqualTo("abc");

        assertThat(scene.server.connectionCount()).isEqualTo(1);
    }

    @Test
    void anAnswerWithoutContentNeedsNotBeRead() throws Exception {
        scene.server.enqueue(MockResponse.of(204));
        scene.server.enqueue(
                new MockResponse.Builder().addHeader("Content-Length", "7").build());
        answers("x");
        HttpURLConnection head = scene.open("/head");
        head.setRequestMethod("HEAD");

        assertThat(scene.open("/").getResponseCode()).isEqualTo(204);
        assertThat(head.getResponseCode()).isEqualTo(200);
        assertThat(scene.get("/x")).isEqualTo("x");

        assertThat(scene.server.connectionCount()).isEqualTo(1);
    }

    @Test
    void aRedirectIsFollowedOnTheConnectionThatItCameOn() throws Exception {
        scene.server.enqueue(new MockResponse.Builder()
                .code(302)
                .addHeader("Location", "/there")
                .body("moved")
                .build());
        answers("there");

        assertThat(scene.get("/here")).isEqualTo("there");

        assertThat(scene.server.connectionCount()).isEqualTo(1);
    }

    @Test
    void areKeptFiveToAServerAndForFiveSecondsUnlessTheJvmIsToldOtherwise() {
        assertThat(scene.pool().settings().maxIdlePerAddress()).isEqualTo(5);
        assertThat(scene.pool().settings().keepAliveWithoutHint()).isEqualTo(Duration.ofSeconds(5));
        assertThat(scene.pool().settings().keepAliveWithoutHintByProxy()).isEqualTo(Duration.ofSeconds(60));
        try (Scene told =
                new Scene("http.maxConnections=7", "http.keepAlive.time.server=9", "http.keepAlive.time.proxy=11")) {
            assertThat(told.pool().settings().maxIdlePerAddress()).isEqualTo(7);
            assertThat(told.pool().settings().keepAliveWithoutHint()).isEqualTo(Duration.ofSeconds(9));
            assertThat(told.pool().settings().keepAliveWithoutHintByProxy()).isEqualTo(Duration.ofSeconds(11));
        }
    }

    @Test
    void byAProxyHaveATimeOfTheirOwn() throws Exception {
        try (Scene told = new Scene("http.keepAlive.time.server=0")) {
            told.server.handler(request -> MockResponse.of(200, "x"));
            Proxy proxy = new Proxy(Proxy.Type.HTTP, new InetSocketAddress(told.server.hostName(), told.server.port()));
            Scene.content(told.open("http://example.invalid/", proxy));

            told.get("/");

            assertThat(told.server.awaitOpenConnections(1, SOON)).isTrue();
            Scene.content(told.open("http://example.invalid/", proxy));
            assertThat(told.server.connectionCount()).isEqualTo(2);
        }
    }

    @Test
    void areNotKeptIfTheJvmSaysSo() throws Exception {
        try (Scene told = new Scene("http.keepAlive=false")) {
            told.server.enqueue(MockResponse.of(200, "a"));
            told.server.enqueue(MockResponse.of(200, "b"));

            assertThat(told.get("/") + told.get("/")).isEqualTo("ab");

            assertThat(told.server.connectionCount()).isEqualTo(2);
            assertThat(told.server.takeRequest().header("Connection")).isEqualTo("close");
        }
    }

    @Nested
    class Connect {
        @Test
        void getsTheConnectionThatTheRequestGoesBy() throws Exception {
            answers("hello");
            HttpURLConnection connection = scene.open("/");

            connection.connect();
            assertThat(scene.server.awaitOpenConnections(1, SOON)).isTrue();
            assertThat(scene.server.requestCount()).isZero();

            assertThat(Scene.content(connection)).isEqualTo("hello");
            assertThat(scene.server.connectionCount()).isEqualTo(1);
        }

        @Test
        void takesAKeptConnection() throws Exception {
            answers("a", "b");
            scene.get("/");
            HttpURLConnection connection = scene.open("/");

            connection.connect();

            assertThat(scene.pool().idleConnectionCount()).isZero();
            assertThat(Scene.content(connection)).isEqualTo("b");
            assertThat(scene.server.connectionCount()).isEqualTo(1);
        }

        @Test
        void isUndoneByDisconnect() throws Exception {
            HttpURLConnection connection = scene.open("/");
            connection.connect();

            connection.disconnect();

            assertThat(scene.pool().connectionCount()).isZero();
        }
    }

    @Nested
    class Disconnect {
        @Test
        void closesTheConnectionOfAnAnswerThatWasRead() throws Exception {
            answers("a");
            HttpURLConnection connection = scene.open("/");
            Scene.content(connection);
            assertThat(scene.pool().idleConnectionCount()).isEqualTo(1);

            connection.disconnect();

            assertThat(scene.pool().connectionCount()).isZero();
            assertThat(scene.server.awaitOpenConnections(0, SOON)).isTrue();
        }

        @Test
        void givesUpAnAnswerThatWasNotRead() throws Exception {
            answers("a".repeat(1_000_000));
            HttpURLConnection connection = scene.open("/");
            assertThat(connection.getResponseCode()).isEqualTo(200);

            connection.disconnect();

            assertThat(scene.pool().connectionCount()).isZero();
            assertThatIOException().isThrownBy(() -> connection.getInputStream().read());
        }

        @Test
        void leavesTheOthersIdleConnectionsAlone() throws Exception {
            CountDownLatch two = new CountDownLatch(2);
            scene.server.handler(request -> {
                two.countDown();
                two.await();
                return MockResponse.of(200, "x");
            });
            FutureTask<String> other = new FutureTask<>(() -> scene.get("/other"));
            new Thread(other).start();
            HttpURLConnection connection = scene.open("/");
            Scene.content(connection);
            other.get();

            connection.disconnect();

            assertThat(scene.pool().idleConnectionCount()).isEqualTo(1);
        }

        @Test
        void endsARequestThatWaitsForItsAnswer() throws Exception {
            CountDownLatch asked = new CountDownLatch(1);
            CountDownLatch over = new CountDownLatch(1);
            scene.server.handler(request -> {
                asked.countDown();
                over.await();
                return MockResponse.of(200);
            });
            HttpURLConnection connection = scene.open("/");
            FutureTask<Throwable> waiting = new FutureTask<>(() -> {
                try {
                    return new AssertionError("an answer " + connection.getResponseCode());
                } catch (IOException e) {
                    return e;
                }
            });
            new Thread(waiting).start();
            asked.await();

            connection.disconnect();

            assertThat(waiting.get()).isInstanceOf(SocketException.class).hasMessage("Socket closed");
            over.countDown();
        }
    }

    @Nested
    class APostWhoseKeptConnectionEndsUnanswered {
        private HttpURLConnection post(Scene at) throws IOException {
            at.server.enqueue(MockResponse.of(200, "first"));
            at.server.enqueue(new MockResponse.Builder()
                    .socketPolicy(SocketPolicy.DISCONNECT_AFTER_REQUEST)
                    .build());
            at.server.enqueue(MockResponse.of(200, "again"));
            at.get("/");
            HttpURLConnection connection = at.open("/order");
            connection.setRequestMethod("POST");
            Scene.write(connection, "one, please");
            return connection;
        }

        @Test
        void isNotSentAgain() throws Exception {
            HttpURLConnection connection = post(scene);

            assertThatThrownBy(connection::getInputStream).isInstanceOf(NoResponseException.class);

            assertThat(scene.server.requestCount()).isEqualTo(2);
        }

        @Test
        void isSentAgainIfTheJvmSaysSo() throws Exception {
            try (Scene told = new Scene("sun.net.http.retryPost=true")) {
                assertThat(Scene.content(post(told))).isEqualTo("again");
                assertThat(told.server.requestCount()).isEqualTo(3);
            }
        }
    }
}
