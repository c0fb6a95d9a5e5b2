package dev.hawser.testserver;

import dev.hawser.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the test server: what it sends, how fast, and what befalls the connection.
 *
 * <p>By default a response is {@code 200 OK} with an empty body. The field that tells where the body ends is
 * added when the response is sent, unless the headers have a {@code Content-Length} or a {@code
 * Transfer-Encoding} already: whoever sets one of them means it, right or wrong. The body is left out where
 * HTTP has none (an answer to HEAD, 204, 304).
 *
 * <p>Immutable, and safe for use by many threads; its {@link Builder} is not.
 */
public final class MockResponse {
    private final String status;
    private final Headers headers;
    private final byte[] body;
    private final BodyFraming framing;
    private final Headers trailers;
    private final byte @Nullable [] rawHead;
    private final List<Informational> informationals;
    private final byte[] strayBytes;
    private final @Nullable Duration strayDelay;
    private final Duration headersDelay;
    private final Duration bodyDelay;
    private final int throttleBytes;
    private final Duration throttlePeriod;
    private final int dripBytes;
    private final Duration dripPeriod;
    private final boolean answersExpectation;
    private final boolean beforeBody;
    private final SocketPolicy socketPolicy;
    private final Duration effectDelay;
    private final Map<SocketPolicy.Moment, Http2Script> scripts;
    private final @Nullable UpgradeHandler upgrade;

    private MockResponse(Builder builder) {
        status = builder.status;
        headers = builder.headers.build();
        body = builder.body;
        framing = builder.framing;
        trailers = builder.trailers;
        rawHead = builder.rawHead;
        informationals = List.copyOf(builder.informationals);
        strayBytes = builder.strayBytes;
        strayDelay = builder.strayDelay;
        headersDelay = builder.headersDelay;
        bodyDelay = builder.bodyDelay;
        throttleBytes = builder.throttleBytes;
        throttlePeriod = builder.throttlePeriod;
        dripBytes = builder.dripBytes;
        dripPeriod = builder.dripPeriod;
        answersExpectation = builder.answersExpectation;
        beforeBody = builder.beforeBody;
        socketPolicy = builder.socketPolicy;
        effectDelay = builder.effectDelay;
        scripts = Map.copyOf(builder.scripts);
        upgrade = builder.upgrade;
    }

    /** A response of that status with an empty body. */
    public static MockResponse of(int code) {
        return new Builder().code(code).build();
    }

    /** A response of that status and body, in UTF-8. */
    public static MockResponse of(int code, String body) {
        return new Builder().code(code).body(body).build();
    }

    /** The status line, as in {@code HTTP/1.1 200 OK}. */
    public String status() {
        return status;
    }

    /** The headers given, without those that are added when the response is sent. */
    public Headers headers() {
        return headers;
    }

    /** A copy of the body. */
    public byte[] body() {
        return body.clone();
    }

    /** What befalls the connection. */
    public SocketPolicy socketPolicy() {
        return socketPolicy;
    }

    /** A builder that makes an equal response. */
    public Builder newBuilder() {
        return new Builder(this);
    }

    /** The status line and the policy. */
    @Override
    public String toString() {
        return status + (socketPolicy.equals(SocketPolicy.KEEP_OPEN) ? "" : " " + socketPolicy);
    }

    BodyFraming framing() {
        return framing;
    }

    /** The body as it travels. */
    byte[] wireBody() {
        return framing.wire(body, trailers);
    }

    /** Adds the field that tells where the body ends, if there is one. */
    void describeBody(Headers.Builder headers) {
        framing.describe(body.length, headers);
    }

    /** The body itself; not to be written to. */
    byte[] bodyBytes() {
        return body;
    }

    Headers trailers() {
        return trailers;
    }

    /** What is done in HTTP/2 at that moment, or null. */
    @Nullable
    Http2Script script(SocketPolicy.Moment moment) {
        return scripts.get(moment);
    }

    /** What speaks on the connection after the response, or null. */
    @Nullable
    UpgradeHandler upgrade() {
        return upgrade;
    }

    /** Whether something may come between the head and the end of the body. */
    boolean hasScriptWithin() {
        return isCutOffWithin()
                || scripts.containsKey(SocketPolicy.Moment.RESPONSE_HEAD)
                || scripts.containsKey(SocketPolicy.Moment.RESPONSE_BODY);
    }

    /** Whether the policy ends it in the middle of the body. */
    boolean isCutOffWithin() {
        return socketPolicy.effect() != SocketPolicy.Effect.NOTHING
                && socketPolicy.moment() == SocketPolicy.Moment.RESPONSE_BODY;
    }

    /** How many bytes of the body may travel in one piece, after so many in the present period. */
    int mostAtOnce(int inThisPeriod) {
        int most = framing instanceof BodyFraming.Chunked chunked ? chunked.chunkSize() : Integer.MAX_VALUE;
        if (throttleBytes > 0) {
            most = Math.min(most, throttleBytes - inThisPeriod);
        }
        return dripBytes > 0 ? Math.min(most, dripBytes) : most;
    }

    byte @Nullable [] rawHead() {
        return rawHead;
    }

    List<Informational> informationals() {
        return informationals;
    }

    byte[] strayBytes() {
        return strayBytes;
    }

    /** How long after the response the stray bytes are sent, in a piece of their own; null: in one piece with it. */
    @Nullable
    Duration strayDelay() {
        return strayDelay;
    }

    Duration headersDelay() {
        return headersDelay;
    }

    Duration bodyDelay() {
        return bodyDelay;
    }

    /** How many bytes of the body travel in one period; 0: all at once. */
    int throttleBytes() {
        return throttleBytes;
    }

    Duration throttlePeriod() {
        return throttlePeriod;
    }

    /** How many bytes of the response, its head included, travel in one period; 0: all at once. */
    int dripBytes() {
        return dripBytes;
    }

    Duration dripPeriod() {
        return dripPeriod;
    }

    /** How long after its moment the policy's effect comes. */
    Duration effectDelay() {
        return effectDelay;
    }

    /** Whether a request that expects 100 gets it before its body is read. */
    boolean answersExpectation() {
        return answersExpectation && !beforeBody;
    }

    /** Whether it is sent before the request's body is read. */
    boolean beforeBody() {
        return beforeBody;
    }

    /** Whether it must be known before the request's body is read. */
    boolean concernsRequestBody() {
        return beforeBody || !answersExpectation || socketPolicy.moment() == SocketPolicy.Moment.REQUEST_BODY;
    }

    /** A response before the response (1xx). */
    record Informational(int code, Headers headers) {}

    /** A maker of responses. Durations are ≥ 0. */
    public static final class Builder {
        private String status = "HTTP/1.1 200 OK";
        private Headers.Builder headers = new Headers.Builder();
        private byte[] body = {};
        private BodyFraming framing = new BodyFraming.Sized();
        private Headers trailers = Headers.of();
        private byte @Nullable [] rawHead;
        private final List<Informational> informationals = new ArrayList<>();
        private byte[] strayBytes = {};
        private @Nullable Duration strayDelay;
        private Duration headersDelay = Duration.ZERO;
        private Duration bodyDelay = Duration.ZERO;
        private int throttleBytes;
        private Duration throttlePeriod = Duration.ZERO;
        private int dripBytes;
        private Duration dripPeriod = Duration.ZERO;
        private boolean answersExpectation = true;
        private boolean beforeBody;
        private SocketPolicy socketPolicy = SocketPolicy.KEEP_OPEN;
        private Duration effectDelay = Duration.ZERO;
        private final Map<SocketPolicy.Moment, Http2Script> scripts = new EnumMap<>(SocketPolicy.Moment.class);
        private @Nullable UpgradeHandler upgrade;

        /** A builder of {@code 200 OK} with an empty body. */
        public Builder() {}

        private Builder(MockResponse response) {
            status = response.status;
            headers = response.headers.newBuilder();
            body = response.body;
            framing = response.framing;
            trailers = response.trailers;
            rawHead = response.rawHead;
            informationals.addAll(response.informationals);
            strayBytes = response.strayBytes;
            strayDelay = response.strayDelay;
            headersDelay = response.headersDelay;
            bodyDelay = response.bodyDelay;
            throttleBytes = response.throttleBytes;
            throttlePeriod = response.throttlePeriod;
            dripBytes = response.dripBytes;
            dripPeriod = response.dripPeriod;
            answersExpectation = response.answersExpectation;
            beforeBody = response.beforeBody;
            socketPolicy = response.socketPolicy;
            effectDelay = response.effectDelay;
            scripts.putAll(response.scripts);
            upgrade = response.upgrade;
        }

        /** Sets the status, with the phrase that goes with it. */
        public Builder code(int code) {
            return status("HTTP/1.1 " + code + " " + ResponseWriter.reason(code));
        }

        /** Sets the status line, which is sent as it is, as in {@code HTTP/1.0 200 Fine}. */
        public Builder status(String status) {
            this.status = status;
            return this;
        }

        /** Adds a header. */
        public Builder addHeader(String name, String value) {
            headers.add(name, value);
            return this;
        }

        /** Adds a header in place of all that have its name. */
        public Builder setHeader(String name, String value) {
            headers.set(name, value);
            return this;
        }

        /** Removes all headers of that name. */
        public Builder removeHeader(String name) {
            headers.removeAll(name);
            return this;
        }

        /** Sets the headers in place of all others. */
        public Builder headers(Headers headers) {
            this.headers = headers.newBuilder();
            return this;
        }

        /** Sets the body, in UTF-8, with a {@code Content-Length}. */
        public Builder body(String body) {
            return body(utf8(body));
        }

        /** Sets the body, with a {@code Content-Length}. */
        public Builder body(byte[] body) {
            return body(body, new BodyFraming.Sized());
        }

        /** Sets the body, in UTF-8, to be sent in chunks of so many bytes, the last one shorter. */
        public Builder chunkedBody(String body, int chunkSize) {
            return chunkedBody(utf8(body), chunkSize);
        }

        /** Sets the body, to be sent in chunks of so many bytes, the last one shorter. */
        public Builder chunkedBody(byte[] body, int chunkSize) {
            if (chunkSize < 1) {
                throw new IllegalArgumentException("chunkSize < 1: " + chunkSize);
            }
            return body(body, new BodyFraming.Chunked(chunkSize));
        }

        /** Sets the trailers, which are sent after a chunked body, and after any in HTTP/2. */
        public Builder trailers(Headers trailers) {
            this.trailers = trailers;
            return this;
        }

        /** Sets the body, in UTF-8, without a word on its length: it ends where the connection does. */
        public Builder bodyUntilClose(String body) {
            return bodyUntilClose(utf8(body));
        }

        /** Sets the body, without a word on its length: it ends where the connection does. */
        public Builder bodyUntilClose(byte[] body) {
            return body(body, new BodyFraming.UntilClose());
        }

        /** Sends exactly these bytes in place of status line, headers and the empty line; the body follows as given. */
        public Builder rawHead(byte[] head) {
            rawHead = head.clone();
            return this;
        }

        /** As {@link #rawHead(byte[])}, of a text in UTF-8. */
        public Builder rawHead(String head) {
            return rawHead(utf8(head));
        }

        /**
         * Sends exactly these bytes as the response, and nothing else. The connection stays open for the next
         * request, whatever they say, unless the policy ends it.
         */
        public Builder raw(byte[] response) {
            return body(new byte[0]).rawHead(response);
        }

        /** As {@link #raw(byte[])}, of a text in UTF-8. */
        public Builder raw(String response) {
            return raw(utf8(response));
        }

        /** Sends a response of status 1xx, with these headers, before this one; those added before go first. */
        public Builder addInformational(int code, Headers headers) {
            if (code < 100 || code > 199) {
                throw new IllegalArgumentException("Not an informational status: " + code);
            }
            informationals.add(new Informational(code, headers));
            return this;
        }

        /** Sends these bytes, which belong to no response, in one piece with the end of this one. */
        public Builder strayBytes(byte[] bytes) {
            strayBytes = bytes.clone();
            strayDelay = null;
            return this;
        }

        /**
         * Sends these bytes, which belong to no response, so long after the end of this one, in a piece of their
         * own; a delay of zero is at once. They are left out if the next request came before: then they would
         * not be stray, but an answer to it.
         */
        public Builder strayBytes(byte[] bytes, Duration delay) {
            strayBytes = bytes.clone();
            strayDelay = checkDelay(delay);
            return this;
        }

        /** Waits so long before the head is sent; informational responses go before the wait. */
        public Builder headersDelay(Duration delay) {
            headersDelay = checkDelay(delay);
            return this;
        }

        /** Waits so long between the head and the body. */
        public Builder bodyDelay(Duration delay) {
            bodyDelay = checkDelay(delay);
            return this;
        }

        /** Sends so many bytes of the body, as they travel, then waits for the period, and so on. */
        public Builder throttleBody(int bytesPerPeriod, Duration period) {
            if (bytesPerPeriod < 1) {
                throw new IllegalArgumentException("bytesPerPeriod < 1: " + bytesPerPeriod);
            }
            throttleBytes = bytesPerPeriod;
            throttlePeriod = checkDelay(period);
            return this;
        }

        /** Waits for the period, then sends so many bytes of the response, its head included, and so on. HTTP/2 sends the head whole. */
        public Builder drip(int bytesPerPeriod, Duration period) {
            if (bytesPerPeriod < 1) {
                throw new IllegalArgumentException("bytesPerPeriod < 1: " + bytesPerPeriod);
            }
            dripBytes = bytesPerPeriod;
            dripPeriod = checkDelay(period);
            return this;
        }

        /** Frames the body badly, in this one way, in place of what the body and the headers say about it. */
        public Builder badFraming(BadFraming framing) {
            return framing.spoil(this, status, headers.build(), body);
        }

        /**
         * Sends no {@code 100 Continue} to a request that expects it; the body is awaited all the same. By
         * default 100 is sent as soon as the head is read. The queue can heed this only if the response is
         * enqueued before the request comes.
         */
        public Builder noContinue() {
            answersExpectation = false;
            return this;
        }

        /**
         * Sends the response as soon as the request's head is read; the body is read after that, and no {@code
         * 100 Continue} is sent. A client that then sends no body must end the connection, and is not blamed.
         * The queue can heed this only if the response is enqueued before the request comes.
         */
        public Builder answerBeforeBody() {
            beforeBody = true;
            return this;
        }

        /** Sets what befalls the connection; {@link SocketPolicy#KEEP_OPEN} by default. */
        public Builder socketPolicy(SocketPolicy policy) {
            socketPolicy = policy;
            return this;
        }

        /**
         * Waits so long after the policy's moment before its effect comes. The server meanwhile reads nothing:
         * a request that comes in that time after a response finds whatever the effect is.
         */
        public Builder effectDelay(Duration delay) {
            effectDelay = checkDelay(delay);
            return this;
        }

        /**
         * Answers {@code 101 Switching Protocols}, and hands the connection over to another protocol (RFC 9110, section 7.8). {@link
         * #strayBytes(byte[])} are sent with the response, as the first bytes of that protocol. HTTP/2 has no such thing.
         */
        public Builder upgrade(String protocol, UpgradeHandler handler) {
            upgrade = handler;
            return code(101).setHeader("Connection", "Upgrade").setHeader("Upgrade", protocol);
        }

        /**
         * Accepts a WebSocket, and plays a script on it. {@code Sec-WebSocket-Accept} is added when the response is sent, unless the
         * headers have one. A client that offers extensions is told of none, but for what the headers say.
         */
        public Builder webSocket(WebSocketScript script) {
            return upgrade("websocket", (in, out) -> script.play(new WebSocketWire(in, out)));
        }

        /**
         * Plays a script at that moment if the request came by HTTP/2, and goes on with the response unless the script has
         * ended it. The moments are {@link SocketPolicy.Moment#REQUEST_END}, before the response; {@link
         * SocketPolicy.Moment#RESPONSE_HEAD}, after its HEADERS frame; {@link SocketPolicy.Moment#RESPONSE_BODY}, after half
         * of its body; and {@link SocketPolicy.Moment#RESPONSE_END}. A script set before for the moment is replaced.
         *
         * @throws IllegalArgumentException if it is another moment
         */
        public Builder http2(SocketPolicy.Moment moment, Http2Script script) {
            switch (moment) {
                case REQUEST_END, RESPONSE_HEAD, RESPONSE_BODY, RESPONSE_END -> scripts.put(moment, script);
                default -> throw new IllegalArgumentException("No script is played at " + moment);
            }
            return this;
        }

        /** Ends the stream at that moment of a response over HTTP/2 by RST_STREAM; a short form of {@link #http2}. */
        public Builder resetStream(SocketPolicy.Moment moment, Http2ErrorCode code) {
            return http2(moment, (wire, streamId) -> wire.send(Http2Frame.rstStream(streamId, code)));
        }

        /** The response. */
        public MockResponse build() {
            return new MockResponse(this);
        }

        private Builder body(byte[] body, BodyFraming framing) {
            this.body = body.clone();
            this.framing = framing;
            return this;
        }

        private static Duration checkDelay(Duration delay) {
            if (delay.isNegative()) {
                throw new IllegalArgumentException("Negative delay: " + delay);
            }
            return delay;
        }

        private static byte[] utf8(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
