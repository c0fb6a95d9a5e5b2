package dev.hawser;

import dev.hawser.internal.text.Tokens;
import java.net.URL;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request. Immutable if its {@link #body()} is, and then safe for use by many threads; its
 * {@link Builder} is not.
 */
public final class Request {
    private final HttpUrl url;
    private final String method;
    private final Headers headers;
    private final @Nullable RequestBody body;
    private final Map<Class<?>, Object> tags;

    private Request(
            HttpUrl url, String method, Headers headers, @Nullable RequestBody body, Map<Class<?>, Object> tags) {
        this.url = url;
        this.method = method;
        this.headers = headers;
        this.body = body;
        this.tags = tags;
    }

    /** The URL that the request is for. */
    public HttpUrl url() {
        return url;
    }

    /** The method, as in {@code GET}; its case counts (RFC 9110, section 9.1). */
    public String method() {
        return method;
    }

    /** The header fields given for this request; the client adds those that it needs. */
    public Headers headers() {
        return headers;
    }

    /** The last value of the header field named so, or null. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** All values of the header field named so, in order. */
    public List<String> headers(String name) {
        return headers.values(name);
    }

    /** What is asked of caches: the directives of {@code Cache-Control}, read anew with each call. */
    public CacheControl cacheControl() {
        return CacheControl.parse(headers);
    }

    /** The content to send, or null if there is none. */
    public @Nullable RequestBody body() {
        return body;
    }

    /** Whether the URL's scheme is {@code https}. */
    public boolean isHttps() {
        return url.isHttps();
    }

    /** The tag put there by {@link Builder#tag(Object)}, or null. */
    public @Nullable Object tag() {
        return tag(Object.class);
    }

    /** The tag put there under the key {@code type}, or null. */
    public <T> @Nullable T tag(Class<? extends T> type) {
        return type.cast(tags.get(type));
    }

    /**
     * The request as a command line of curl, for a POSIX shell: as it is here, so without what the client adds to it on its way. Its
     * secrets are in it.
     *
     * @param includeBody whether to write a body that can be written again into it; one that is not text is read from standard
     *     input, encoded as Base64
     * @throws java.io.UncheckedIOException if the body cannot be written
     */
    public String toCurl(boolean includeBody) {
        return CurlCommand.of(this, includeBody);
    }

    /** The request with its body as a command line of curl, as {@link #toCurl(boolean)} has it. */
    public String toCurl() {
        return toCurl(true);
    }

    /** A builder that holds what this request has. */
    public Builder newBuilder() {
        return new Builder(this);
    }

    /** Method, URL, headers and tags, without what is secret in them. */
    @Override
    public String toString() {
        StringBuilder result = new StringBuilder("Request{method=")
                .append(method)
                .append(", url=")
                .append(url.withoutUserInfo());
        if (headers.size() > 0) {
            result.append(", headers=[");
            for (int i = 0; i < headers.size(); i++) {
                String name = headers.name(i);
                result.append(i == 0 ? "" : ", ")
                        .append(name)
                        .append(':')
                        .append(Headers.isSensitive(name) ? "██" : headers.value(i));
            }
            result.append(']');
        }
        if (!tags.isEmpty()) {
            result.append(", tags=").append(tags);
        }
        return result.append('}').toString();
    }

    /** A maker of {@link Request}s. Without another method it makes a GET. */
    public static final class Builder {
        private @Nullable HttpUrl url;
        private String method = "GET";

        /** The fields, as long as {@link #changed} is null. */
        private Headers headers = Headers.EMPTY;

        private Headers.@Nullable Builder changed;
        private @Nullable RequestBody body;
        private Map<Class<?>, Object> tags = Map.of();

        /** A builder for a GET request, still without URL. */
        public Builder() {}

        private Builder(Request request) {
            url = request.url;
            method = request.method;
            headers = request.headers;
            body = request.body;
            tags = request.tags;
        }

        /** Sets the URL. */
        public Builder url(HttpUrl url) {
            this.url = Objects.requireNonNull(url, "url");
            return this;
        }

        /**
         * Sets the URL; {@code ws:} and {@code wss:} become {@code http:} and {@code https:}.
         *
         * @throws IllegalArgumentException if it is not a URL of HTTP; the message says what is wrong and where
         */
        public Builder url(String url) {
            if (url.regionMatches(true, 0, "ws:", 0, 3)) {
                return url(HttpUrl.get("http:" + url.substring(3)));
            }
            if (url.regionMatches(true, 0, "wss:", 0, 4)) {
                return url(HttpUrl.get("https:" + url.substring(4)));
            }
            return url(HttpUrl.get(url));
        }

        /**
         * Sets the URL.
         *
         * @throws IllegalArgumentException if it is not a URL of HTTP
         */
        public Builder url(URL url) {
            return url(HttpUrl.get(url.toString()));
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

        /** Sets the {@code Cache-Control} header in place of those that are there; without a directive, removes them. */
        public Builder cacheControl(CacheControl cacheControl) {
            String value = cacheControl.toString();
            return value.isEmpty() ? removeHeader("Cache-Control") : header("Cache-Control", value);
        }

        /** Makes this a GET, without content. */
        public Builder get() {
            return method("GET", null);
        }

        /** Makes this a HEAD, without content. */
        public Builder head() {
            return method("HEAD", null);
        }

        /** Makes this a POST. */
        public Builder post(RequestBody body) {
            return method("POST", body);
        }

        /** Makes this a DELETE with content of no bytes. */
        public Builder delete() {
            return delete(RequestBody.EMPTY);
        }

        /** Makes this a DELETE with content, or null for none at all. */
        public Builder delete(@Nullable RequestBody body) {
            return method("DELETE", body);
        }

        /** Makes this a PUT. */
        public Builder put(RequestBody body) {
            return method("PUT", body);
        }

        /** Makes this a QUERY, which asks as GET does, but with content. */
        public Builder query(RequestBody body) {
            return method("QUERY", body);
        }

        /** Makes this a PATCH. */
        public Builder patch(RequestBody body) {
            return method("PATCH", body);
        }

        /**
         * Sets the method and the content.
         *
         * @throws IllegalArgumentException if the method is not a token, must have content and {@code body} is
         *     null, or must not have any and {@code body} is not
         */
        public Builder method(String method, @Nullable RequestBody body) {
            if (method.isEmpty()) {
                throw new IllegalArgumentException("method.isEmpty() == true");
            }
            int fault = Tokens.indexOfNonToken(method);
            if (fault >= 0) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "Unexpected char 0x%02x at %d in method", (int) method.charAt(fault), fault));
            }
            if (body == null && requiresBody(method)) {
                throw new IllegalArgumentException("method " + method + " must have a request body.");
            }
            if (body != null && forbidsBody(method)) {
                throw new IllegalArgumentException("method " + method + " must not have a request body.");
            }
            this.method = method;
            this.body = body;
            return this;
        }

        /**
         * Codes the body by gzip while it is sent, and sets {@code Content-Encoding}. The server must be known to take it.
         *
         * @throws IllegalStateException if there is no body, if it has a {@code Content-Encoding} already, or if it
         *     {@linkplain RequestBody#isDuplex() is written while the response is read}
         */
        public Builder gzip() {
            if (body == null) {
                throw new IllegalStateException("cannot gzip a request that has no body");
            }
            String coding = changed != null ? changed.get("Content-Encoding") : headers.get("Content-Encoding");
            if (coding != null) {
                throw new IllegalStateException("Content-Encoding already set: " + coding);
            }
            if (body.isDuplex()) {
                throw new IllegalStateException("cannot gzip a duplex body: what is coded is not sent at once");
            }
            body = new GzipRequestBody(body);
            return header("Content-Encoding", "gzip").removeHeader("Content-Length");
        }

        /** Sets the tag under the key {@code Object.class}, or removes it. */
        public Builder tag(@Nullable Object tag) {
            return tag(Object.class, tag);
        }

        /** Sets the tag under the key {@code type}, or removes it; it stays with the request, and is not sent. */
        public <T> Builder tag(Class<? super T> type, @Nullable T tag) {
            if (tag != null && tags.isEmpty()) {
                tags = Map.of(type, Objects.requireNonNull(type.cast(tag))); // as of most requests that have any
                return this;
            }
            Map<Class<?>, Object> changed = new LinkedHashMap<>(tags);
            if (tag == null) {
                changed.remove(type);
            } else {
                changed.put(type, type.cast(tag));
            }
            tags = changed;
            return this;
        }

        /**
         * The request.
         *
         * @throws IllegalStateException if there is no URL
         */
        public Request build() {
            if (url == null) {
                throw new IllegalStateException("url == null");
            }
            if (changed != null) {
                headers = changed.build();
                changed = null;
            }
            return new Request(url, method, headers, body, tags);
        }

        private Headers.Builder headersToChange() {
            if (changed == null) {
                changed = headers.newBuilder();
            }
            return changed;
        }

        private static boolean requiresBody(String method) {
            return switch (method) {
                case "POST", "PUT", "PATCH", "PROPPATCH", "REPORT", "QUERY" -> true;
                default -> false;
            };
        }

        private static boolean forbidsBody(String method) {
            return method.equals("GET") || method.equals("HEAD");
        }
    }
}
