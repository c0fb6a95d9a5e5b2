package dev.hawser;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP response. Its {@link #body()} is a stream that is to be read once and closed; closing the response
 * closes it. The rest never changes, and may be read by many threads.
 */
public final class Response implements Closeable {
    private final Request request;
    private final Protocol protocol;
    private final int code;
    private final String message;
    private final @Nullable Handshake handshake;
    private final Headers headers;

    /** Null in a response that is only told about: its body is not for reading. */
    private @Nullable ResponseBody body;

    private final @Nullable Response networkResponse;
    private final @Nullable Response cacheResponse;
    private final @Nullable Response priorResponse;
    private final long sentRequestAtMillis;
    private final long receivedResponseAtMillis;
    private final @Nullable Supplier<Headers> trailers;

    private Response(Builder builder, Request request, Protocol protocol, String message, Headers headers) {
        this.request = request;
        this.protocol = protocol;
        this.code = builder.code;
        this.message = message;
        this.handshake = builder.handshake;
        this.headers = headers;
        this.body = builder.body;
        this.networkResponse = builder.networkResponse;
        this.cacheResponse = builder.cacheResponse;
        this.priorResponse = builder.priorResponse;
        this.sentRequestAtMillis = builder.sentRequestAtMillis;
        this.receivedResponseAtMillis = builder.receivedResponseAtMillis;
        this.trailers = builder.trailers;
    }

    /**
     * The request that brought this response: the user's own, or the one that followed from it, as after a
     * redirect.
     */
    public Request request() {
        return request;
    }

    /** The protocol that carried it. */
    public Protocol protocol() {
        return protocol;
    }

    /** The status code, as in 200. */
    public int code() {
        return code;
    }

    /** Whether the status code is one of success: 200 to 299. */
    public boolean isSuccessful() {
        return code >= 200 && code < 300;
    }

    /** Whether the status code is one of a redirect that can be followed: 300 to 303, 307, 308. */
    public boolean isRedirect() {
        return switch (code) {
            case 300, 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    /** The reason phrase of the status line; it may be empty. */
    public String message() {
        return message;
    }

    /** The TLS handshake of the connection, or null if it is in the clear. */
    public @Nullable Handshake handshake() {
        return handshake;
    }

    /** The header fields. */
    public Headers headers() {
        return headers;
    }

    /** The last value of the header field named so, or null. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** The last value of the header field named so, or {@code fallback}. */
    public String header(String name, String fallback) {
        String value = headers.get(name);
        return value == null ? fallback : value;
    }

    /** All values of the header field named so, in order. */
    public List<String> headers(String name) {
        return headers.values(name);
    }

    /**
     * The ways to authenticate that a 401 or 407 offers, in order ({@code WWW-Authenticate} or {@code Proxy-Authenticate},
     * RFC 9110, section 11.6.1); empty for other codes. What cannot be read is left out.
     */
    public List<Challenge> challenges() {
        if (code != 401 && code != 407) {
            return List.of();
        }
        List<Challenge> challenges = new ArrayList<>();
        for (String value : headers(code == 401 ? "WWW-Authenticate" : "Proxy-Authenticate")) {
            ChallengeParser.parse(value, challenges);
        }
        return List.copyOf(challenges);
    }

    /** What caches may do with this response: the directives of {@code Cache-Control}, read anew with each call. */
    public CacheControl cacheControl() {
        return CacheControl.parse(headers);
    }

    /**
     * The trailer fields (RFC 9110, section 6.5), which come after the content; empty if there are none.
     *
     * @throws IllegalStateException if the body has not been read to its end
     */
    public Headers trailers() {
        return trailers == null ? Headers.EMPTY : trailers.get();
    }

    /**
     * The content, never null. That of a {@link #priorResponse()}, {@link #networkResponse()} or
     * {@link #cacheResponse()} has a type and a length, but throws {@link IllegalStateException} when read.
     */
    public ResponseBody body() {
        return body == null ? new UnreadableResponseBody(headers) : body;
    }

    /**
     * The connection, if the server has handed it over to another protocol (RFC 9110, section 7.8): the request had an {@code Upgrade} field
     * and {@code Connection: Upgrade}, and this is {@code 101 Switching Protocols}. Otherwise null.
     *
     * <p>It is open until it or this response is closed. Only HTTP/1.1 hands connections over, so such a request never takes one of
     * HTTP/2; through an HTTP proxy it goes by a tunnel, http URLs too.
     */
    public @Nullable UpgradedSocket socket() {
        return body != null && trailers instanceof HandedOver handedOver ? handedOver.socket() : null;
    }

    /**
     * A copy of the content's next bytes, which stay to be read. Blocks until there are so many, or the
     * content ends. Where {@link #body()} was called before, call it again after this.
     *
     * @param byteCount how many bytes at most; they are held in memory
     * @throws IllegalArgumentException if {@code byteCount} is negative
     */
    public ResponseBody peekBody(long byteCount) throws IOException {
        if (byteCount < 0) {
            throw new IllegalArgumentException("byteCount < 0: " + byteCount);
        }
        ResponseBody peeked = body();
        InputStream in = peeked.byteStream();
        if (!in.markSupported()) {
            in = new BufferedInputStream(in);
            body = new StreamResponseBody(peeked.contentType(), peeked.contentLength(), in);
        }
        int limit = (int) Math.min(byteCount, Integer.MAX_VALUE - 8);
        in.mark(limit);
        byte[] start = in.readNBytes(limit);
        in.reset();
        return ResponseBody.create(start, peeked.contentType());
    }

    /** A builder that holds what this response has, its body included. */
    public Builder newBuilder() {
        return new Builder(this);
    }

    /** The response as it came from the network, its body left out, or null if the network was not asked. */
    public @Nullable Response networkResponse() {
        return withoutBody(networkResponse);
    }

    /** The response as it came from the cache, its body left out, or null if it was neither used nor compared with the server's. */
    public @Nullable Response cacheResponse() {
        return withoutBody(cacheResponse);
    }

    /**
     * The response that made the client send a further request, such as a redirect, its body left out; null
     * if this is the answer to the first.
     */
    public @Nullable Response priorResponse() {
        return withoutBody(priorResponse);
    }

    /** When the request's head was sent, in milliseconds since 1970; 0 if it is not known. */
    public long sentRequestAtMillis() {
        return sentRequestAtMillis;
    }

    /** When the response's head was received, in milliseconds since 1970; 0 if it is not known. */
    public long receivedResponseAtMillis() {
        return receivedResponseAtMillis;
    }

    /** Closes the body, whatever is left of it, and the {@link #socket()}, if there is one; closing again has no effect. */
    @Override
    public void close() {
        if (body != null) {
            body.close();
            if (trailers instanceof HandedOver handedOver) {
                handedOver.socket().close();
            }
        }
    }

    /** Protocol, code, message and URL, without what is secret in it. */
    @Override
    public String toString() {
        return "Response{protocol=" + protocol + ", code=" + code + ", message=" + message + ", url="
                + request.url().withoutUserInfo() + "}";
    }

    private static @Nullable Response withoutBody(@Nullable Response response) {
        if (response == null || response.body == null) {
            return response;
        }
        Builder builder = response.newBuilder();
        builder.body = null;
        return builder.build();
    }

    /** What stands in place of the trailers of a response that hands its connection over; it has none. */
    private record HandedOver(UpgradedSocket socket) implements Supplier<Headers> {
        @Override
        public Headers get() {
            return Headers.EMPTY;
        }
    }

    /** A maker of {@link Response}s. Request, protocol, code and message are needed; the body is empty if not set. */
    public static final class Builder {
        private @Nullable Request request;
        private @Nullable Protocol protocol;
        private int code = -1;
        private @Nullable String message;
        private @Nullable Handshake handshake;

        /** The fields, as long as {@link #changed} is null. */
        private Headers headers = Headers.EMPTY;

        private Headers.@Nullable Builder changed;
        private @Nullable ResponseBody body;

        /** Whether the response has an empty body, as nothing was said of it. */
        private boolean bodyUnset;

        private @Nullable Response networkResponse;
        private @Nullable Response cacheResponse;
        private @Nullable Response priorResponse;
        private long sentRequestAtMillis;
        private long receivedResponseAtMillis;
        private @Nullable Supplier<Headers> trailers;

        /** A builder with an empty body. */
        public Builder() {
            bodyUnset = true;
        }

        private Builder(Response response) {
            request = response.request;
            protocol = response.protocol;
            code = response.code;
            message = response.message;
            handshake = response.handshake;
            headers = response.headers;
            body = response.body;
            networkResponse = response.networkResponse;
            cacheResponse = response.cacheResponse;
            priorResponse = response.priorResponse;
            sentRequestAtMillis = response.sentRequestAtMillis;
            receivedResponseAtMillis = response.receivedResponseAtMillis;
            trailers = response.trailers;
        }

        /** Sets the request that brought the response. */
        public Builder request(Request request) {
            this.request = Objects.requireNonNull(request, "request");
            return this;
        }

        /** Sets the protocol. */
        public Builder protocol(Protocol protocol) {
            this.protocol = Objects.requireNonNull(protocol, "protocol");
            return this;
        }

        /** Sets the status code. */
        public Builder code(int code) {
            this.code = code;
            return this;
        }

        /** Sets the reason phrase; it may be empty. */
        public Builder message(String message) {
            this.message = Objects.requireNonNull(message, "message");
            return this;
        }

        /** Sets the TLS handshake, or null for a connection in the clear. */
        public Builder handshake(@Nullable Handshake handshake) {
            this.handshake = handshake;
            return this;
        }

        /**
         * Sets a header field in place of all that have its name.
         *
         * @throws IllegalArgumentException as {@link Headers.Builder#set(String, String)} does
         */
        public Builder header(String name, String value) {
            headersToChange().set(name, value);
            return this;
        }

        /**
         * Adds a header field; those of the same name stay.
         *
         * @throws IllegalArgumentException as {@link Headers.Builder#add(String, String)} does
         */
        public Builder addHeader(String name, String value) {
            headersToChange().add(name, value);
            return this;
        }

        /** Removes all header fields named so. */
        public Builder removeHeader(String name) {
            headersToChange().removeAll(name);
            return this;
        }

        /** Puts {@code headers} in place of all header fields. */
        public Builder headers(Headers headers) {
            this.headers = Objects.requireNonNull(headers, "headers");
            changed = null;
            return this;
        }

        /** Sets the content. */
        public Builder body(ResponseBody body) {
            this.body = Objects.requireNonNull(body, "body");
            this.bodyUnset = false;
            return this;
        }

        /** Sets the response that came from the network; its body is left out. */
        public Builder networkResponse(@Nullable Response networkResponse) {
            this.networkResponse = networkResponse;
            return this;
        }

        /** Sets the response that came from the cache; its body is left out. */
        public Builder cacheResponse(@Nullable Response cacheResponse) {
            this.cacheResponse = cacheResponse;
            return this;
        }

        /** Sets the response before this one; its body is left out. */
        public Builder priorResponse(@Nullable Response priorResponse) {
            this.priorResponse = priorResponse;
            return this;
        }

        /** Sets when the request's head was sent, in milliseconds since 1970. */
        public Builder sentRequestAtMillis(long sentRequestAtMillis) {
            this.sentRequestAtMillis = sentRequestAtMillis;
            return this;
        }

        /** Sets when the response's head was received, in milliseconds since 1970. */
        public Builder receivedResponseAtMillis(long receivedResponseAtMillis) {
            this.receivedResponseAtMillis = receivedResponseAtMillis;
            return this;
        }

        /** Sets whence the trailer fields come; it throws IllegalStateException while they are not there yet. */
        public Builder trailers(Supplier<Headers> trailers) {
            this.trailers = Objects.requireNonNull(trailers, "trailers");
            return this;
        }

        /** Sets the connection that was handed over to another protocol, in place of trailer fields. */
        public Builder socket(UpgradedSocket socket) {
            return trailers(new HandedOver(Objects.requireNonNull(socket, "socket")));
        }

        /**
         * The response.
         *
         * @throws IllegalStateException if request, protocol, code or message are missing
         */
        public Response build() {
            if (request == null) {
                throw new IllegalStateException("request == null");
            }
            if (protocol == null) {
                throw new IllegalStateException("protocol == null");
            }
            if (code < 0) {
                throw new IllegalStateException("code < 0: " + code);
            }
            if (message == null) {
                throw new IllegalStateException("message == null");
            }
            if (changed != null) {
                headers = changed.build();
                changed = null;
            }
            if (bodyUnset) {
                body(ResponseBody.create(new byte[0], null));
            }
            return new Response(this, request, protocol, message, headers);
        }

        private Headers.Builder headersToChange() {
            if (changed == null) {
                changed = headers.newBuilder();
            }
            return changed;
        }
    }
}
