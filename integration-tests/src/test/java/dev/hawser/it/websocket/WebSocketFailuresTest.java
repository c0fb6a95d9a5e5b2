package dev.hawser.it.websocket;

import static dev.hawser.testserver.WebSocketFrame.close;
import static dev.hawser.testserver.WebSocketFrame.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.WebSocket;
import dev.hawser.WebSocketRefusedException;
import dev.hawser.WebSocketSettings;
import dev.hawser.it.SocketsLeft;
import dev.hawser.it.cutoff.Eventually;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import dev.hawser.testserver.WebSocketFrame;
import dev.hawser.testserver.WebSocketScript;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** WebSockets that do not come to be, or end as they should not; they are opened by HTTP/1.1 (RFC 6455, section 4.1). */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
class WebSocketFailuresTest {
    private final TestServer server = new TestServer();
    private final ConnectionPool pool = new ConnectionPool();
    private final HawserClient client =
            new HawserClient.Builder().connectionPool(pool).build();
    private final Told told = new Told();
    private final CompletableFuture<WebSocketFrame> received = new CompletableFuture<>();

    WebSocketFailuresTest() {
        server.start();
    }

    @AfterEach
    void endAll() {
        Eventually.await("no connection in use", () -> pool.connectionCount() == pool.idleConnectionCount());
        pool.close();
        server.close();
        told.expectNoMore();
    }

    private Request request() {
        return new Request.Builder().url(server.url("/")).build();
    }

    private WebSocket open(HawserClient by, WebSocketScript script) {
        server.enqueue(new MockResponse.Builder().webSocket(script).build());
        return by.newWebSocket(request(), told);
    }

    /** Has a server do something that it must not, and be told so by a code. */
    private void breaks(WebSocketScript violation, int code, String message) throws Exception {
        open(client, wire -> {
            violation.play(wire);
            received.complete(wire.expect());
        });

        told.expect("open 101", "failure " + message);
        assertThat(told.failure()).isInstanceOf(ProtocolException.class);
        assertThat(received.get().closeCode()).isEqualTo(code);
    }

    @Test
    void aServerThatDoesNotUpgradeIsTold() throws Exception {
        server.enqueue(MockResponse.of(404, "nothing here"));
        CompletableFuture<String> body = new CompletableFuture<>();
        Told reading = new Told() {
            @Override
            public void onFailure(WebSocket webSocket, Throwable failure, @Nullable Response response) {
                try {
                    body.complete(response == null ? "" : response.body().string());
                } catch (IOException e) {
                    body.completeExceptionally(e);
                }
                super.onFailure(webSocket, failure, response);
            }
        };

        client.newWebSocket(request(), reading);

        reading.expect("failure Expected HTTP 101 response but was '404 Not Found'");
        assertThat(reading.failure()).isInstanceOf(WebSocketRefusedException.class);
        assertThat(body.get()).isEqualTo("nothing here");
        Eventually.await("the connection is free", () -> pool.idleConnectionCount() == 1);
    }

    @Test
    void aWrongAcceptIsTold() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .webSocket(wire -> {})
                .setHeader("Sec-WebSocket-Accept", "magic")
                .build());

        client.newWebSocket(request(), told);

        assertThat(told.next())
                .matches("failure Expected 'Sec-WebSocket-Accept' header value '\\S{28}' but was 'magic'");
        assertThat(told.refusal()).isNotNull();
    }

    @Test
    void aServerThatIsNotThereIsTold() throws Exception {
        server.shutdown();

        client.newWebSocket(request(), told);

        assertThat(told.next()).startsWith("failure ");
        assertThat(told.failure()).isInstanceOf(ConnectException.class);
    }

    @Test
    void cancelBeforeItIsOpen() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        server.handler(request -> {
            asked.countDown();
            new CountDownLatch(1).await();
            throw new AssertionError();
        });
        WebSocket socket = client.newWebSocket(request(), told);
        asked.await();

        socket.cancel();

        told.expect("failure Canceled");
    }

    @Test
    void cancelOfAnOpenOne() throws Exception {
        WebSocket socket = open(client, wire -> received.complete(wire.receive()));
        told.expect("open 101");

        socket.cancel();

        told.expect("failure Canceled");
        assertThat(received.get()).isNull();
        assertThat(socket.send("late")).isFalse();
        assertThat(socket.close(1000, null)).isFalse();
        socket.cancel();
    }

    @Test
    void anEndWithoutCloseIsAFailure() throws Exception {
        open(client, wire -> wire.send(text("x")));

        told.expect("open 101", "text x", "failure the server ended the connection without a Close frame");
        assertThat(told.failure()).isInstanceOf(EOFException.class);
    }

    @Test
    void aMaskedFrame() throws Exception {
        breaks(
                wire -> wire.sendBytes(new byte[] {(byte) 0x81, (byte) 0x81, 1, 2, 3, 4, 5}),
                1002,
                "a TEXT frame that is masked: servers do not mask");
    }

    @Test
    void aTextThatIsNoText() throws Exception {
        breaks(
                wire -> wire.send(WebSocketFrame.of(true, 0, WebSocketFrame.TEXT, new byte[] {(byte) 0xff})),
                1007,
                "a text that is not UTF-8");
    }

    @Test
    void aMessageBeyondTheLimit() throws Exception {
        int most = WebSocketSettings.DEFAULT.maxMessageBytes();
        breaks(
                wire -> wire.sendBytes(new byte[] {(byte) 0x82, 127, 0, 0, 0, 0, 1, 0, 0, 1}),
                1009,
                "a message of at least " + (most + 1) + " bytes; maxMessageBytes is " + most);
    }

    @Test
    void aServerThatDoesNotAnswerCloseInTime() throws Exception {
        HawserClient hasty = client.newBuilder()
                .webSocketSettings(WebSocketSettings.DEFAULT.withCloseTimeout(Duration.ofMillis(50)))
                .build();
        WebSocket socket = open(hasty, wire -> {
            while (wire.receive() != null) {
                // no answer
            }
        });
        told.expect("open 101");

        socket.close(1000, null);

        told.expect("failure the closing was not over within 50 ms (closeTimeout): no Close frame has come");
        assertThat(told.failure()).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aServerThatAnswersNoPing() throws Exception {
        HawserClient asking =
                client.newBuilder().pingInterval(Duration.ofMillis(50)).build();
        open(asking, wire -> {
            WebSocketFrame ping = wire.expect();
            wire.send(WebSocketFrame.pong(ping.payload()));
            while (wire.receive() != null) {
                // no answer
            }
        });

        told.expect("open 101");
        assertThat(told.next())
                .matches(
                        "failure sent ping \\d+ but received nothing within 50 ms, after \\d+ pings that were answered");
        assertThat(told.failure()).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aQueueBeyondTheLimitClosesItBehindWhatItHas() throws Exception {
        HawserClient tight = client.newBuilder()
                .webSocketSettings(WebSocketSettings.DEFAULT.withMaxQueueBytes(1_000))
                .build();
        CountDownLatch opened = new CountDownLatch(1);
        server.handler(request -> {
            opened.await();
            return new MockResponse.Builder()
                    .webSocket(wire -> {
                        assertThat(wire.expect().payload()).hasSize(600);
                        WebSocketFrame last = wire.expect();
                        received.complete(last);
                        wire.send(close(last.closeCode(), ""));
                    })
                    .build();
        });
        WebSocket socket = tight.newWebSocket(request(), told);

        assertThat(socket.send(new byte[600])).isTrue();
        assertThat(socket.queueSize()).isEqualTo(600);
        assertThat(socket.send(new byte[401])).isFalse();
        assertThat(socket.send(new byte[1])).isFalse();
        opened.countDown();

        assertThat(received.get().closeCode()).isEqualTo(1001);
        told.expect("open 101", "closing 1001 ", "closed 1001 ");
    }

    @Test
    void aListenerThatThrowsHasFailed() throws Exception {
        Told throwing = new Told() {
            @Override
            public void onMessage(WebSocket webSocket, String text) {
                throw new IllegalStateException("not this one: " + text);
            }
        };
        server.enqueue(new MockResponse.Builder()
                .webSocket(wire -> {
                    wire.send(text("x"));
                    received.complete(wire.receive());
                })
                .build());

        client.newWebSocket(request(), throwing);

        throwing.expect("open 101", "failure not this one: x");
        assertThat(throwing.failure()).isInstanceOf(IllegalStateException.class);
        assertThat(received.get()).isNull();
    }

    @Test
    void writesThatGetNoRoomFail() throws Exception {
        HawserClient hasty =
                client.newBuilder().writeTimeout(Duration.ofMillis(100)).build();
        CountDownLatch over = new CountDownLatch(1);
        WebSocket socket = open(hasty, wire -> over.await());
        told.expect("open 101");

        byte[] much = new byte[15 << 20];
        assertThat(socket.send(much)).isTrue();

        assertThat(told.next()).startsWith("failure timeout after 100 ms writing to");
        assertThat(told.failure()).isInstanceOf(SocketTimeoutException.class);
        over.countDown();
    }
}
