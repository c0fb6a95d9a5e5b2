package dev.hawser.testserver;

import dev.hawser.Handshake;
import dev.hawser.Headers;
import dev.hawser.HttpUrl;
import dev.hawser.Protocol;
import dev.hawser.TlsVersion;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request as it came to the server. Immutable, and safe for use by many threads. */
public final class RecordedRequest {
    private final RequestHead head;
    private final ReceivedBody body;
    private final Origin origin;
    private final int sequenceNumber;
    private final int streamId;

    RecordedRequest(RequestHead head, ReceivedBody body, Origin origin, int sequenceNumber, int streamId) {
        this.head = head;
        this.body = body;
        this.origin = origin;
        this.sequenceNumber = sequenceNumber;
        this.streamId = streamId;
    }

    /** The request line, as in {@code GET / HTTP/1.1}. */
    public String requestLine() {
        return head.method() + " " + head.target() + " " + head.version();
    }

    /** The method, as in {@code GET}. */
    public String method() {
        return head.method();
    }

    /** The request target, as in {@code /search?q=rope}; a whole URL or an authority where the server acts as proxy. */
    public String path() {
        return head.target();
    }

    /** The version, as in {@code HTTP/1.1} or {@code HTTP/2}. */
    public String version() {
        return head.version();
    }

    /** The protocol that the request came by. */
    public Protocol protocol() {
        return switch (version()) {
            case "HTTP/2" -> handshake() == null ? Protocol.H2_PRIOR_KNOWLEDGE : Protocol.HTTP_2;
            case "HTTP/1.0" -> Protocol.HTTP_1_0;
            default -> Protocol.HTTP_1_1;
        };
    }

    /** The host and port that the client asked: the {@code Host} header, or HTTP/2's {@code :authority}. Null if there is none. */
    public @Nullable String authority() {
        return head.authority();
    }

    /** The stream that the request came on, in HTTP/2; 0 in HTTP/1.1. */
    public int streamId() {
        return streamId;
    }

    /**
     * The URL that the client asked for, made of the request target and the {@link #authority}, or null if they
     * make none (as in CONNECT).
     */
    public @Nullable HttpUrl requestUrl() {
        if (!path().startsWith("/")) {
            return HttpUrl.parse(path());
        }
        String host = authority();
        return host == null ? null : HttpUrl.parse((handshake() == null ? "http" : "https") + "://" + host + path());
    }

    /** The headers, without HTTP/2's pseudo-header fields. */
    public Headers headers() {
        return head.headers();
    }

    /** The last header of that name, or null. */
    public @Nullable String header(String name) {
        return head.headers().get(name);
    }

    /** The trailers of a chunked body, or of one in HTTP/2, or none. */
    public Headers trailers() {
        return body.trailers();
    }

    /** A copy of the body, without chunk framing, as far as it came and {@link TestServer#bodyLimit} let it be kept. */
    public byte[] body() {
        return body.bytes().clone();
    }

    /** The body as text in UTF-8. */
    public String bodyString() {
        return new String(body.bytes(), StandardCharsets.UTF_8);
    }

    /** How many bytes the body had, without chunk framing, kept or not. */
    public long bodySize() {
        return body.size();
    }

    /** The sizes of the body's chunks, without the last one of size 0; empty if it came in none, as in HTTP/2. */
    public List<Integer> chunkSizes() {
        return body.chunkSizes();
    }

    /** The number of the connection that the request came on, in the order of their arrival, from 0. */
    public int connectionIndex() {
        return origin.connectionIndex();
    }

    /** The number of the request on its connection, from 0: above 0, the connection was used again. */
    public int sequenceNumber() {
        return sequenceNumber;
    }

    /** The client's end of the connection. */
    public InetSocketAddress remoteAddress() {
        return origin.remoteAddress();
    }

    /** The TLS handshake of the connection, or null if it came in the clear. */
    public @Nullable Handshake handshake() {
        return origin.handshake();
    }

    /** The TLS version of the connection, or null if it came in the clear. */
    public @Nullable TlsVersion tlsVersion() {
        Handshake handshake = handshake();
        return handshake == null ? null : handshake.tlsVersion();
    }

    /** The request line and where it came. */
    @Override
    public String toString() {
        return requestLine() + " (connection " + connectionIndex() + ", request " + sequenceNumber + ")";
    }

    /** The connection that a request came on. */
    record Origin(
            int connectionIndex,
            InetSocketAddress remoteAddress,
            @Nullable Handshake handshake) {}
}
