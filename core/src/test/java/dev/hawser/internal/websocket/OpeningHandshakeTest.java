package dev.hawser.internal.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Headers;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.UpgradedSocket;
import dev.hawser.WebSocketRefusedException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The opening handshake (RFC 6455, section 4), with the key of the standard's example. */
class OpeningHandshakeTest {
    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private final Request request = new Request.Builder()
            .url("wss://server.example.com/chat")
            .header("Sec-WebSocket-Protocol", "chat, superchat")
            .build();
    private final OpeningHandshake handshake =
            new OpeningHandshake(request, "the sample nonce".getBytes(US_ASCII), true);

    /** A socket on which nothing happens. */
    private static final class NoSocket implements UpgradedSocket {
        @Override
        public InputStream inputStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public OutputStream outputStream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public void timeouts(Duration read, Duration write) {}

        @Override
        public void cancel() {}

        @Override
        public void close() {}
    }

    private Response.Builder response() {
        return new Response.Builder()
                .request(handshake.request())
                .protocol(Protocol.HTTP_1_1)
                .code(101)
                .message("Switching Protocols")
                .header("Upgrade", "WebSocket")
                .header("Connection", "keep-alive, upgrade")
                .header("Sec-WebSocket-Accept", ACCEPT)
                .socket(new NoSocket());
    }

    private void refused(Response.Builder response, String message) {
        Response built = response.build();
        assertThatThrownBy(() -> handshake.accepted(built))
                .isInstanceOfSatisfying(
                        WebSocketRefusedException.class,
                        e -> assertThat(e.response()).isSameAs(built))
                .hasMessage(message);
    }

    @Test
    void theRequestAsksForAWebSocket() {
        Headers headers = handshake.request().headers();

        assertThat(handshake.request().url().toString()).isEqualTo("https://server.example.com/chat");
        assertThat(headers.get("Upgrade")).isEqualTo("websocket");
        assertThat(headers.get("Connection")).isEqualTo("Upgrade");
        assertThat(headers.get("Sec-WebSocket-Key")).isEqualTo("dGhlIHNhbXBsZSBub25jZQ==");
        assertThat(headers.get("Sec-WebSocket-Version")).isEqualTo("13");
        assertThat(headers.get("Sec-WebSocket-Extensions")).isEqualTo("permessage-deflate; client_max_window_bits");
    }

    @Test
    void withoutCompressionNothingIsOffered() {
        assertThat(new OpeningHandshake(request, new byte[16], false).request().header("Sec-WebSocket-Extensions"))
                .isNull();
    }

    @Test
    void onlyAGetAsks() {
        Request post = request.newBuilder().post(RequestBody.create("x", null)).build();

        assertThatThrownBy(() -> new OpeningHandshake(post, new byte[16], true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Request must be GET: POST");
    }

    @Test
    void theRightAnswerIsAccepted() throws Exception {
        assertThat(handshake.accepted(response().build())).isNull();
        assertThat(handshake.accepted(response()
                        .header("Sec-WebSocket-Extensions", "permessage-deflate; server_no_context_takeover")
                        .header("Sec-WebSocket-Protocol", "superchat")
                        .build()))
                .isEqualTo(new DeflateTerms(false, 15, true));
    }

    @Test
    void otherAnswersAreRefusedByName() {
        refused(response().code(200).message("OK"), "Expected HTTP 101 response but was '200 OK'");
        refused(
                response().header("Connection", "close"),
                "Expected 'Connection' header value 'Upgrade' but was 'close'");
        refused(response().removeHeader("Upgrade"), "Expected 'Upgrade' header value 'websocket' but was 'absent'");
        refused(
                response().header("Sec-WebSocket-Accept", "magic"),
                "Expected 'Sec-WebSocket-Accept' header value '" + ACCEPT + "' but was 'magic'");
        refused(
                response().header("Sec-WebSocket-Protocol", "other"),
                "Expected 'Sec-WebSocket-Protocol' header value 'chat or superchat' but was 'other'");
        refused(
                response().header("Sec-WebSocket-Extensions", "foo"),
                "Bad 'Sec-WebSocket-Extensions' of 'foo': the extension foo was not offered");
        refused(
                response().trailers(() -> Headers.of()),
                "The response of 101 does not hand the connection over; has an interceptor replaced it, or the request's"
                        + " Upgrade and Connection fields?");
    }
}
