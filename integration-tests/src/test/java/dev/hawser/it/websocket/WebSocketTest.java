package dev.hawser.it.websocket;

import static dev.hawser.testserver.WebSocketFrame.close;
import static dev.hawser.testserver.WebSocketFrame.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Headers;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.Retirement;
import dev.hawser.WebSocket;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.it.SocketsLeft;
import dev.hawser.it.cutoff.Eventually;
import dev.hawser.it.cutoff.Retirements;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.TestServer;
import dev.hawser.testserver.WebSocketFrame;
import dev.hawser.testserver.WebSocketScript;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** WebSockets that live and end as they should. */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
@EveryProtocol(
        value = {Link.H1, Link.H1_TLS, Link.H1_TUNNEL, Link.H2},
        because = "the server must speak HTTP/1.1")
class WebSocketTest {
    private final Retirements retirements = new Retirements();
    private final ConnectionPool pool = retirements.pool();
    private final TestServer server = new TestServer();
    private final HawserClient client;
    private final Told told = new Told();
    private final BlockingQueue<WebSocketFrame> received = new LinkedBlockingQueue<>();

    WebSocketTest(Link link) {
        this.client = link.client().connectionPool(pool).build();
        link.start(server);
    }

    @AfterEach
    void endAll() {
        pool.close();
        server.close();
        assertThat(server.protocolErrors()).isEmpty();
        told.expectNoMore();
    }

    private WebSocket open(WebSocketScript script) {
        server.enqueue(new MockResponse.Builder().webSocket(script).build());
        return client.newWebSocket(request(), told);
    }

    private Request request() {
        return new Request.Builder()
                .url(server.url("/socket").toString().replaceFirst("^http", "ws"))
                .build();
    }

    private List<WebSocketFrame> awaitReceived(int count) {
        Eventually.await("as many frames", () -> received.size() >= count);
        return List.copyOf(received);
    }

    @Test
    void messagesGoBothWaysAndTheClientCloses() throws Exception {
        WebSocket socket = open(wire -> {
            wire.send(text(wire.expect().text() + ", and good day"));
            received.add(wire.expect());
            wire.send(WebSocketFrame.binary(new byte[7]));
            received.add(wire.expect());
            wire.send(close(1000, "bye"));
        });

        assertThat(socket.send("hello")).isTrue();
        told.expect("open 101", "text hello, and good day");
        assertThat(socket.send(new byte[3])).isTrue();
        told.expect("bytes 7");
        assertThat(socket.close(1000, "done")).isTrue();
        told.expect("closing 1000 bye", "closed 1000 bye");

        assertThat(awaitReceived(2))
                .extracting(WebSocketFrame::toString)
                .containsExactly("BINARY of 3 bytes", "CLOSE 1000 done");
        assertThat(socket.close(1000, null)).isFalse();
        assertThat(socket.send("late")).isFalse();
        assertThat(socket.queueSize()).isZero();
        retirements.awaitExactly(Retirement.UPGRADED);
    }

    @Test
    void theHandshakeSaysWhatItMust() throws Exception {
        WebSocket socket = open(wire -> wire.answerClose());
        told.expect("open 101");

        RecordedRequest request = server.takeRequest();
        Headers headers = request.headers();
        assertThat(request.path()).isEqualTo("/socket");
        assertThat(headers.get("Connection")).isEqualTo("Upgrade");
        assertThat(headers.get("Upgrade")).isEqualTo("websocket");
        assertThat(headers.get("Sec-WebSocket-Version")).isEqualTo("13");
        assertThat(headers.get("Sec-WebSocket-Extensions")).isEqualTo("permessage-deflate; client_max_window_bits");
        assertThat(socket.request().header("Upgrade")).isNull();
        socket.close(1000, null);
        told.expect("closing 1000 ", "closed 1000 ");
    }

    @Test
    void theServerClosesAndIsAnsweredWithItsCode() throws Exception {
        WebSocket socket = open(wire -> {
            wire.send(text("last"));
            wire.send(close(3001, "enough"));
            received.add(wire.expect());
        });

        told.expect("open 101", "text last", "closing 3001 enough", "closed 3001 enough");
        assertThat(awaitReceived(1)).extracting(WebSocketFrame::closeCode).containsExactly(3001);
        assertThat(socket.send("late")).isFalse();
    }

    @Test
    void theEndOfTheClientClosesItBehindWhatIsQueued() throws Exception {
        WebSocket socket = open(wire -> {
            received.add(wire.expect());
            received.add(wire.expect());
            wire.send(close(1001, ""));
        });
        told.expect("open 101");
        socket.send("last");

        client.close();

        told.expect("closing 1001 ", "closed 1001 ");
        assertThat(awaitReceived(2))
                .extracting(WebSocketFrame::opcode)
                .containsExactly(WebSocketFrame.TEXT, WebSocketFrame.CLOSE);
        assertThat(received).last().extracting(WebSocketFrame::closeCode).isEqualTo(1001);
    }

    @Test
    void theListenerMayAnswerTheServersCloseItself() throws Exception {
        Told answering = new Told() {
            @Override
            public void onClosing(WebSocket webSocket, int code, String reason) {
                super.onClosing(webSocket, code, reason);
                assertThat(webSocket.send("one more")).isTrue();
                assertThat(webSocket.close(1001, "leaving")).isTrue();
            }
        };
        server.enqueue(new MockResponse.Builder()
                .webSocket(wire -> {
                    wire.send(close(1000, ""));
                    received.add(wire.expect());
                    received.add(wire.expect());
                })
                .build());

        client.newWebSocket(request(), answering);

        answering.expect("open 101", "closing 1000 ", "closed 1000 ");
        assertThat(awaitReceived(2))
                .extracting(WebSocketFrame::toString)
                .containsExactly("TEXT one more", "CLOSE 1001 leaving");
    }

    @Test
    void aCloseWithoutACodeIsAnsweredWithoutOne() throws Exception {
        open(wire -> {
            wire.send(WebSocketFrame.of(true, 0, WebSocketFrame.CLOSE, new byte[0]));
            received.add(wire.expect());
        });

        told.expect("open 101", "closing 1005 ", "closed 1005 ");
        assertThat(awaitReceived(1).get(0).payload()).isEmpty();
    }

    @Test
    void pingsAreAnsweredByTheirPayload() throws Exception {
        WebSocket socket = open(wire -> {
            wire.send(WebSocketFrame.ping("are you there"));
            received.add(wire.expect());
            wire.answerClose();
        });

        told.expect("open 101");
        assertThat(awaitReceived(1)).extracting(WebSocketFrame::toString).containsExactly("PONG are you there");
        socket.close(1000, null);
        told.expect("closing 1000 ", "closed 1000 ");
    }

    @Test
    void longMessagesAndPiecesOfThemAreOneMessage() throws Exception {
        String half = "ä".repeat(50_000);
        WebSocket socket = open(wire -> {
            WebSocketFrame frame = wire.expect();
            byte[] payload = frame.payload();
            int cut = payload.length / 2 + 1; // within a character
            wire.send(WebSocketFrame.of(false, 0, WebSocketFrame.TEXT, java.util.Arrays.copyOf(payload, cut)));
            wire.send(WebSocketFrame.ping(""));
            wire.send(WebSocketFrame.of(
                    true, 0, WebSocketFrame.CONTINUATION, java.util.Arrays.copyOfRange(payload, cut, payload.length)));
            wire.answerClose();
        });

        socket.send(half + half);
        told.expect("open 101", "text " + half + half);
        socket.close(1000, null);
        told.expect("closing 1000 ", "closed 1000 ");
    }

    @Test
    void whatIsSentBeforeItIsOpenWaits() throws Exception {
        WebSocket socket = open(wire -> {
            for (int i = 0; i < 100; i++) {
                received.add(wire.expect());
            }
            wire.answerClose();
        });

        for (int i = 0; i < 100; i++) {
            assertThat(socket.send("message " + i)).isTrue();
        }
        told.expect("open 101");
        assertThat(awaitReceived(100)).element(99).hasToString("TEXT message 99");
        socket.close(1000, null);
        told.expect("closing 1000 ", "closed 1000 ");
    }

    @Test
    void messagesAreCompressedIfTheServerAgrees() throws Exception {
        String text = "the same again and again ".repeat(100);
        CompletableFuture<WebSocketFrame> sent = new CompletableFuture<>();
        server.enqueue(new MockResponse.Builder()
                .webSocket(wire -> {
                    WebSocketFrame frame = wire.expect();
                    sent.complete(frame);
                    wire.send(frame); // compressed as it is
                    wire.answerClose();
                })
                .setHeader("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits=10")
                .build());

        WebSocket socket = client.newWebSocket(request(), told);
        socket.send(text);

        told.expect("open 101", "text " + text);
        assertThat(sent.get().reservedBits()).isEqualTo(4);
        assertThat(sent.get().payload()).hasSizeLessThan(text.length() / 4);
        socket.close(1000, null);
        told.expect("closing 1000 ", "closed 1000 ");
    }

    @Test
    void itsConnectionCountsAndIsNobodyElses() throws Exception {
        WebSocket socket = open(wire -> wire.answerClose());
        told.expect("open 101");
        server.enqueue(MockResponse.of(200, "x"));

        assertThat(pool.connectionCount()).isEqualTo(1);
        assertThat(pool.idleConnectionCount()).isZero();
        try (Response response = client.newCall(
                        new Request.Builder().url(server.url("/")).build())
                .execute()) {
            assertThat(response.body().string()).isEqualTo("x");
        }
        assertThat(pool.connectionCount()).isEqualTo(2);
        socket.close(1000, null);
        told.expect("closing 1000 ", "closed 1000 ");
        assertThat(pool.connectionCount()).isEqualTo(1);
    }

    @Test
    void badCodesAndReasonsAreRefused() throws Exception {
        WebSocket socket = open(wire -> wire.answerClose());
        told.expect("open 101");

        assertThatThrownBy(() -> socket.close(999, null)).hasMessage("Code must be in range [1000,5000): 999");
        assertThatThrownBy(() -> socket.close(1005, null)).hasMessage("Code 1005 is reserved and may not be used.");
        String tooLong = "ä".repeat(62);
        assertThat(tooLong.getBytes(StandardCharsets.UTF_8)).hasSize(124);
        assertThatThrownBy(() -> socket.close(1000, tooLong)).hasMessageContaining("124 bytes");
        assertThat(socket.close(1000, "x".repeat(123))).isTrue();
        told.expect("closing 1000 " + "x".repeat(123), "closed 1000 " + "x".repeat(123));
    }
}
