package dev.hawser.internal.websocket;

import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.WebSocketRefusedException;
import dev.hawser.internal.text.FieldLists;
import dev.hawser.internal.text.Tokens;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request that asks for a WebSocket, and what its response must be (RFC 6455, sections 4.1 and 4.2.2). */
final class OpeningHandshake {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final Request request;
    private final String key;
    private final boolean ownOffer;

    /**
     * A handshake.
     *
     * @param asked the user's request; if it has a {@code Sec-WebSocket-Extensions} field, nothing else is offered
     * @param nonce 16 bytes at random
     * @param compression whether permessage-deflate is offered
     * @throws IllegalArgumentException if the request is not a GET
     */
    OpeningHandshake(Request asked, byte[] nonce, boolean compression) {
        if (!asked.method().equals("GET")) {
            throw new IllegalArgumentException("Request must be GET: " + asked.method());
        }
        this.key = Base64.getEncoder().encodeToString(nonce);
        this.ownOffer = compression && asked.header("Sec-WebSocket-Extensions") == null;
        Request.Builder builder = asked.newBuilder()
                .header("Upgrade", "websocket")
                .header("Connection", "Upgrade")
                .header("Sec-WebSocket-Key", key)
                .header("Sec-WebSocket-Version", "13");
        if (ownOffer) {
            builder.header("Sec-WebSocket-Extensions", DeflateTerms.OFFER);
        }
        this.request = builder.build();
    }

    /** The request to be sent. */
    Request request() {
        return request;
    }

    /**
     * Holds the response against what it must be.
     *
     * @return how messages are compressed; null if they are not
     * @throws WebSocketRefusedException if it is something else
     */
    @Nullable
    DeflateTerms accepted(Response response) throws WebSocketRefusedException {
        if (response.code() != 101) {
            throw new WebSocketRefusedException(
                    "Expected HTTP 101 response but was '" + response.code() + " " + response.message() + "'",
                    response);
        }
        if (response.headers("Connection").stream().noneMatch(value -> FieldLists.contains(value, "upgrade"))) {
            throw unexpected("Connection", "Upgrade", response);
        }
        String upgrade = response.header("Upgrade");
        if (upgrade == null || !Tokens.same(upgrade, "websocket")) {
            throw unexpected("Upgrade", "websocket", response);
        }
        String expected = acceptOf(key);
        if (!expected.equals(response.header("Sec-WebSocket-Accept"))) {
            throw unexpected("Sec-WebSocket-Accept", expected, response);
        }
        checkProtocol(response);
        if (response.socket() == null) {
            throw new WebSocketRefusedException(
                    "The response of 101 does not hand the connection over; has an interceptor replaced it, or the request's"
                            + " Upgrade and Connection fields?",
                    response);
        }
        try {
            return DeflateTerms.agreed(response.headers("Sec-WebSocket-Extensions"), ownOffer);
        } catch (IllegalArgumentException e) {
            throw new WebSocketRefusedException(
                    "Bad 'Sec-WebSocket-Extensions' of '"
                            + String.join(", ", response.headers("Sec-WebSocket-Extensions")) + "': " + e.getMessage(),
                    response);
        }
    }

    /** A subprotocol must be one of those that were asked for (section 4.1, point 6 of the response). */
    private void checkProtocol(Response response) throws WebSocketRefusedException {
        List<String> chosen = response.headers("Sec-WebSocket-Protocol");
        List<String> asked = request.headers("Sec-WebSocket-Protocol").stream()
                .flatMap(value -> FieldLists.elements(value).stream())
                .toList();
        if (chosen.size() > 1 || chosen.size() == 1 && !asked.contains(chosen.get(0))) {
            throw unexpected("Sec-WebSocket-Protocol", asked.isEmpty() ? "none" : String.join(" or ", asked), response);
        }
    }

    private static WebSocketRefusedException unexpected(String name, String expected, Response response) {
        List<String> values = response.headers(name);
        return new WebSocketRefusedException(
                "Expected '" + name + "' header value '" + expected + "' but was '"
                        + (values.isEmpty() ? "absent" : String.join(", ", values)) + "'",
                response);
    }

    /** What the server makes of a key (section 4.2.2, point 5). */
    static String acceptOf(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
