package dev.hawser.it.websocket;

import static dev.hawser.testserver.WebSocketFrame.close;
import static dev.hawser.testserver.WebSocketFrame.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.BlockingWebSocket;
import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.WebSocketMessage;
import dev.hawser.WebSocketRefusedException;
import dev.hawser.WebSocketSettings;
import dev.hawser.it.SocketsLeft;
import dev.hawser.it.cutoff.Eventually;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import dev.hawser.testserver.WebSocketFrame;
import dev.hawser.testserver.WebSocketScript;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** WebSockets of threads that wait; they are opened by HTTP/1.1 (RFC 6455, section 4.1). */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
class BlockingWebSocketTest {
    private final TestServer server = new TestServer();
    private final ConnectionPool pool = new ConnectionPool();
    private final HawserClient client =
            new HawserClient.Builder().connectionPool(pool).build();

    BlockingWebSocketTest() {
        server.start();
    }

    @AfterEach
    void endAll() {
        pool.close();
        server.close();
    }

    private BlockingWebSocket open(WebSocketScript script) throws IOException {
        return open(client, script);
    }

    private BlockingWebSocket open(HawserClient by, WebSocketScript script) throws IOException {
        server.enqueue(new MockResponse.Builder().webSocket(script).build());
        return by.openWebSocket(new Request.Builder().url(server.url("/")).build());
    }

    private static WebSocketScript echo() {
        return wire -> {
            WebSocketFrame frame = wire.expect();
            while (frame.opcode() != WebSocketFrame.CLOSE) {
                wire.send(frame);
                frame = wire.expect();
            }
            wire.send(frame);
        };
    }

    @Test
    void messagesAreSentAndReceived() throws Exception {
        try (BlockingWebSocket socket = open(echo())) {
            assertThat(socket.response().code()).isEqualTo(101);
            assertThat(socket.response().socket()).isNull();
            socket.response().close(); // which is not the WebSocket's end
            socket.send("hello");
            socket.send(new byte[] {1, 2});
            assertThat(socket.receive()).isEqualTo(WebSocketMessage.of("hello"));
            WebSocketMessage second = socket.receive();
            assertThat(second).isEqualTo(WebSocketMessage.of(new byte[] {1, 2}));
            assertThat(second.isText()).isFalse();
            assertThatThrownBy(second::text).isInstanceOf(IllegalStateException.class);
        }
        assertThat(pool.connectionCount()).isZero();
    }

    @Test
    void theServersCloseIsTheEnd() throws Exception {
        try (BlockingWebSocket socket = open(wire -> {
            wire.send(text("last"));
            wire.send(close(1001, "leaving"));
            wire.expect();
        })) {
            assertThat(socket.receive()).isEqualTo(WebSocketMessage.of("last"));
            assertThat(socket.receive()).isNull();
            assertThat(socket.receive()).isNull();
            assertThat(socket.closeCode()).isEqualTo(1001);
            assertThat(socket.closeReason()).isEqualTo("leaving");
            assertThatThrownBy(() -> socket.send("late")).hasMessage("the WebSocket is closed");
        }
    }

    @Test
    void manyMessagesAheadLetTheServerWait() throws Exception {
        try (BlockingWebSocket socket = open(wire -> {
            for (int i = 0; i < 1_000; i++) {
                wire.send(text("message " + i));
            }
            wire.answerClose();
        })) {
            for (int i = 0; i < 1_000; i++) {
                assertThat(socket.receive()).isEqualTo(WebSocketMessage.of("message " + i));
            }
        }
    }

    @Test
    void closeDropsWhatWasNotReceived() throws Exception {
        BlockingWebSocket socket = open(wire -> {
            for (int i = 0; i < 200; i++) {
                wire.send(text("message " + i));
            }
            wire.answerClose();
        });
        assertThat(socket.receive()).isEqualTo(WebSocketMessage.of("message 0"));

        socket.close(1000, "enough");
        socket.close();

        assertThat(pool.connectionCount()).isZero();
    }

    @Test
    void theEndOfTheClientEndsItThoughNobodyReceives() throws Exception {
        HawserClient own = client.newBuilder()
                .webSocketSettings(WebSocketSettings.DEFAULT.withCloseTimeout(Duration.ofMillis(50)))
                .build();
        BlockingWebSocket socket = open(own, wire -> {
            for (int i = 0; i < 200; i++) {
                wire.send(text("message " + i));
            }
            while (wire.receive() != null) {
                // no answer
            }
        });
        assertThat(socket.receive()).isEqualTo(WebSocketMessage.of("message 0"));

        own.close();

        Eventually.await("the end of its connection", () -> pool.connectionCount() == 0);
        assertThat(socket.receive()).as("what had come").isEqualTo(WebSocketMessage.of("message 1"));
        assertThatThrownBy(() -> {
                    while (socket.receive() != null) {
                        // those that had come
                    }
                })
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessageContaining("closeTimeout");
    }

    /** Opens one, receives a message, and forgets it. */
    private void drop(HawserClient by, WebSocketScript script) throws IOException {
        BlockingWebSocket socket = open(by, script);
        assertThat(socket.receive()).isEqualTo(WebSocketMessage.of("message 0"));
    }

    private void awaitEndOfDropped() {
        Eventually.await("the end of its connection", () -> {
            System.gc();
            return pool.connectionCount() == 0;
        });
    }

    @Nested
    class OneThatIsDropped {
        private final Logger logger = Logger.getLogger("dev.hawser.BlockingWebSocket");
        private final List<String> logged = new CopyOnWriteArrayList<>();

        @BeforeEach
        void listen() {
            logger.setFilter(record -> {
                logged.add(record.getMessage());
                return false;
            });
        }

        @AfterEach
        void listenNoMore() {
            logger.setFilter(null);
        }

        @Test
        void isClosedWithAWarning() throws Exception {
            CompletableFuture<WebSocketFrame> last = new CompletableFuture<>();
            drop(client, wire -> {
                wire.send(text("message 0"));
                WebSocketFrame frame = wire.expect();
                last.complete(frame);
                wire.send(frame);
            });

            awaitEndOfDropped();
            assertThat(last.get()).isEqualTo(close(1001, ""));
            assertThat(logged)
                    .containsExactly("A WebSocket to " + server.url("/").redact()
                            + " was dropped, and is closed. Did you forget to close a BlockingWebSocket?");
        }

        @Test
        void isCutOffIfTheServerDoesNotAnswerThoughMoreHadComeThanItTakes() throws Exception {
            HawserClient own = client.newBuilder()
                    .webSocketSettings(WebSocketSettings.DEFAULT.withCloseTimeout(Duration.ofMillis(50)))
                    .build();
            drop(own, wire -> {
                for (int i = 0; i < 200; i++) {
                    wire.send(text("message " + i));
                }
                while (wire.receive() != null) {
                    // no answer
                }
            });

            awaitEndOfDropped();
        }

        /** Has {@code receive} compiled: the compiler takes an object for dead that a running method of its own does not need any more. */
        private void receiveMany() throws IOException {
            try (BlockingWebSocket socket = open(wire -> {
                for (int i = 0; i < 5_000; i++) {
                    wire.send(text("x"));
                }
                wire.answerClose();
            })) {
                for (int i = 0; i < 5_000; i++) {
                    assertThat(socket.receive()).isNotNull();
                }
            }
        }

        @Test
        void isNotOneWhoseMessageIsWaitedFor() throws Exception {
            receiveMany();
            CountDownLatch opened = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            CompletableFuture<WebSocketMessage> received = CompletableFuture.supplyAsync(() -> {
                try {
                    return open(wire -> {
                                opened.countDown();
                                release.await();
                                wire.send(text("late"));
                                wire.answerClose();
                            })
                            .receive();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            opened.await();
            drop(client, wire -> {
                wire.send(text("message 0"));
                wire.answerClose();
            });
            Eventually.await("the end of the other", () -> {
                System.gc();
                return pool.connectionCount() == 1;
            });
            release.countDown();

            assertThat(received.get()).isEqualTo(WebSocketMessage.of("late"));
            awaitEndOfDropped();
        }
    }

    @Test
    void aTimeoutAndAnInterruptLeaveItAsItWas() throws Exception {
        try (BlockingWebSocket socket = open(echo())) {
            assertThatThrownBy(() -> socket.receive(Duration.ofMillis(20)))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("no message came within 20 ms");
            Thread.currentThread().interrupt();
            assertThatThrownBy(socket::receive).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();

            socket.send("still there");
            assertThat(socket.receive(Duration.ofSeconds(20))).isEqualTo(WebSocketMessage.of("still there"));
        }
    }

    @Test
    void cancelFreesWhoReceives() throws Exception {
        BlockingWebSocket socket = open(wire -> wire.receive());
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        Thread receiver = new Thread(() -> {
            begun.countDown();
            try {
                socket.receive();
                outcome.complete(new AssertionError());
            } catch (Throwable e) {
                outcome.complete(e);
            }
        });
        receiver.start();
        begun.await();

        socket.cancel();

        assertThat(outcome.get()).isInstanceOf(IOException.class).hasMessage("Canceled");
        assertThatThrownBy(() -> socket.send("late")).hasMessage("Canceled");
    }

    @Test
    void aFailureIsThrownToBoth() throws Exception {
        BlockingWebSocket socket = open(wire -> wire.send(text("x")));

        assertThat(socket.receive()).isEqualTo(WebSocketMessage.of("x"));
        assertThatThrownBy(socket::receive).hasMessage("the server ended the connection without a Close frame");
        assertThatThrownBy(() -> socket.send("late"))
                .hasMessage("the server ended the connection without a Close frame");
        socket.close();
    }

    @Test
    void aRefusalIsThrown() {
        server.enqueue(MockResponse.of(403, "no"));

        assertThatThrownBy(() -> client.openWebSocket(
                        new Request.Builder().url(server.url("/")).build()))
                .isInstanceOfSatisfying(
                        WebSocketRefusedException.class,
                        e -> assertThat(e.response().code()).isEqualTo(403))
                .hasMessage("Expected HTTP 101 response but was '403 Forbidden'");
        assertThat(pool.idleConnectionCount()).isEqualTo(1);
    }

    @Test
    void sendWaitsForRoomAndRefusesWhatNeverHasAny() throws Exception {
        HawserClient tight = client.newBuilder()
                .webSocketSettings(WebSocketSettings.DEFAULT.withMaxQueueBytes(100))
                .build();
        try (BlockingWebSocket socket = open(tight, echo())) {
            for (int i = 0; i < 50; i++) {
                socket.send(new byte[60]);
                assertThat(socket.receive()).isEqualTo(WebSocketMessage.of(new byte[60]));
            }
            assertThatThrownBy(() -> socket.send(new byte[101]))
                    .hasMessage("a message of 101 bytes is longer than maxQueueBytes");
        }
    }
}
