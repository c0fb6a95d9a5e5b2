package dev.hawser.logging;

import dev.hawser.Connection;
import dev.hawser.Headers;
import dev.hawser.HttpUrl;
import dev.hawser.Interceptor;
import dev.hawser.MediaType;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Logs requests and responses, line by line. As an application interceptor it logs calls as their user sees them; as a network
 * interceptor, each request and response that travels, with the headers that the client adds.
 *
 * <pre>{@code
 * HttpLoggingInterceptor logging = new HttpLoggingInterceptor().setLevel(HttpLoggingInterceptor.Level.BASIC);
 * HawserClient client = new HawserClient.Builder().addInterceptor(logging).build();
 * }</pre>
 *
 * <p>Secrets are left out: the values of {@code Authorization}, {@code Proxy-Authorization}, {@code Cookie} and {@code Set-Cookie},
 * unless {@link #unredactHeader} allows them, and always user name and password of URLs. What else is secret must be named, by
 * {@link #redactHeader} and {@link #redactQueryParams}. Bodies are logged as they are.
 *
 * <p>Safe for use by many threads; settings hold for the calls that come after them.
 */
public final class HttpLoggingInterceptor implements Interceptor {
    private static final int DEFAULT_BODY_LIMIT = 1 << 20;

    private final Logger logger;
    private final Redaction redaction = new Redaction();
    private volatile Level level = Level.NONE;
    private volatile int bodyLimit = DEFAULT_BODY_LIMIT;

    /** An interceptor that logs to {@link Logger#DEFAULT}; nothing, as long as its level is not set. */
    public HttpLoggingInterceptor() {
        this(Logger.DEFAULT);
    }

    /** An interceptor that logs to {@code logger}; nothing, as long as its level is not set. */
    public HttpLoggingInterceptor(Logger logger) {
        this.logger = Objects.requireNonNull(logger, "logger");
    }

    /** How much is logged. */
    public enum Level {
        /** Nothing. */
        NONE,

        /**
         * A line for each request and each response:
         *
         * <pre>{@code
         * --> POST http://example.com/greeting (3-byte body)
         * <-- 200 OK http://example.com/greeting (22ms, 6-byte body)
         * }</pre>
         */
        BASIC,

        /** These lines, and all headers. */
        HEADERS,

        /**
         * These lines, all headers, and bodies: the first {@linkplain #bodyLimit bytes} of those that are text in UTF-8 without control characters. Of
         * the others it is said why they are left out: a request's body that can be written but once or while the response is read, a response
         * that is a stream of events or the answer to such a request, or a content encoding other than gzip.
         *
         * <p>A request's body is written once more than otherwise. A response is handed on when as much of it has come as is logged.
         */
        BODY
    }

    /** Where lines go. Called on the thread of the call; must be safe for use by many threads. */
    @FunctionalInterface
    public interface Logger {
        /** The {@link System.Logger} named {@code dev.hawser.logging}, at its level {@code INFO}. */
        Logger DEFAULT = line -> System.getLogger("dev.hawser.logging").log(System.Logger.Level.INFO, line);

        /** Takes a line; text of a body may have line breaks in it. */
        void log(String message);
    }

    /** Sets how much is logged; {@link Level#NONE} by default. */
    public HttpLoggingInterceptor setLevel(Level level) {
        this.level = Objects.requireNonNull(level, "level");
        return this;
    }

    /** How much is logged. */
    public Level getLevel() {
        return level;
    }

    /**
     * Sets how many bytes of a body are logged at most, and held in memory for it; 1 MiB by default.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public HttpLoggingInterceptor bodyLimit(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes < 0: " + bytes);
        }
        bodyLimit = bytes;
        return this;
    }

    /** Leaves out the values of the header named so, in any case of letters. */
    public void redactHeader(String name) {
        redaction.addHeader(name);
    }

    /** Logs the values of the header named so, which are left out by default or by {@link #redactHeader}. */
    public void unredactHeader(String name) {
        redaction.removeHeader(name);
    }

    /** Leaves out the values of the query parameters named so, in any case of letters. */
    public void redactQueryParams(String... names) {
        for (String name : names) {
            redaction.addQueryParameter(name);
        }
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Level level = this.level;
        Request request = chain.request();
        if (level == Level.NONE) {
            return chain.proceed(request);
        }
        logRequest(request, chain.connection(), level);
        long start = System.nanoTime();
        Response response;
        try {
            response = chain.proceed(request);
        } catch (IOException | RuntimeException e) {
            logger.log(
                    "<-- HTTP FAILED: " + e + ". " + redaction.url(request.url()) + " (" + millisSince(start) + "ms)");
            throw e;
        }
        Response result = null;
        try {
            result = logged(response, millisSince(start), level);
            return result;
        } finally {
            if (result == null) {
                response.close(); // the logger failed, and nobody else will
            }
        }
    }

    private static long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private void logRequest(Request request, @Nullable Connection connection, Level level) throws IOException {
        RequestBody body = request.body();
        String line = "--> " + request.method() + " " + redaction.url(request.url())
                + (connection == null ? "" : " " + connection.protocol());
        if (level == Level.BASIC) {
            logger.log(body == null ? line : line + " (" + size(body.contentLength()) + " body)");
            return;
        }
        logger.log(line);
        if (body != null) {
            logBodyHeaders(request.headers(), body);
        }
        logHeaders(request.url(), request.headers());
        String end = "--> END " + request.method();
        if (body == null || level == Level.HEADERS) {
            logger.log(end);
        } else {
            logBody(logged(request, body), end);
        }
    }

    /** What the client will add, if it has not yet. */
    private void logBodyHeaders(Headers headers, RequestBody body) throws IOException {
        MediaType type = body.contentType();
        if (type != null && headers.get("Content-Type") == null) {
            logger.log("Content-Type: " + type);
        }
        long length = body.contentLength();
        if (length >= 0 && headers.get("Content-Length") == null) {
            logger.log("Content-Length: " + length);
        }
    }

    private LoggedBody logged(Request request, RequestBody body) throws IOException {
        if (body.isDuplex()) {
            return LoggedBody.omitted("duplex request body omitted");
        }
        if (body.isOneShot()) {
            return LoggedBody.omitted("one-shot body omitted");
        }
        int bound = bodyLimit;
        return LoggedBody.of(
                Beginning.of(body, bound), body.contentLength(), request.header("Content-Encoding"), bound);
    }

    private Response logged(Response response, long millis, Level level) {
        Request request = response.request();
        String line = "<-- " + response.code()
                + (response.message().isEmpty() ? "" : " " + response.message()) + " "
                + redaction.url(request.url()) + " (" + millis + "ms";
        if (level == Level.BASIC) {
            logger.log(line + ", " + size(response.body().contentLength()) + " body)");
            return response;
        }
        logger.log(line + ")");
        logHeaders(request.url(), response.headers());
        String end = "<-- END HTTP";
        if (level == Level.HEADERS || !hasBody(response)) {
            logger.log(end);
            return response;
        }
        RequestBody sent = request.body();
        if (sent != null && sent.isDuplex() || isStream(response.body().contentType())) {
            logBody(LoggedBody.omitted("streaming"), end);
            return response;
        }
        int bound = bodyLimit;
        Beginning beginning = Beginning.of(response.body(), bound);
        LoggedBody body =
                LoggedBody.of(beginning, response.body().contentLength(), response.header("Content-Encoding"), bound);
        String note = body.note() + gzipped(response);
        logBody(new LoggedBody(body.text(), note), end);
        return response.newBuilder().body(beginning.andRestOf(response.body())).build();
    }

    private static boolean hasBody(Response response) {
        return !response.request().method().equals("HEAD") && response.code() != 204 && response.code() != 304;
    }

    private static boolean isStream(@Nullable MediaType type) {
        return type != null && type.type().equals("text") && type.subtype().equals("event-stream");
    }

    /** What is said if the client has decoded the body. */
    private static String gzipped(Response response) {
        Response network = response.networkResponse();
        if (network == null
                || response.header("Content-Encoding") != null
                || !"gzip".equalsIgnoreCase(network.header("Content-Encoding"))) {
            return "";
        }
        String length = network.header("Content-Length");
        return length == null ? ", decoded from gzip" : ", decoded from " + length + " gzipped bytes";
    }

    private void logHeaders(HttpUrl url, Headers headers) {
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            logger.log(name + ": " + redaction.header(url, name, headers.value(i)));
        }
    }

    private void logBody(LoggedBody body, String end) {
        if (body.text() != null) {
            logger.log("");
            logger.log(body.text());
        }
        logger.log(end + " (" + body.note() + ")");
    }

    private static String size(long length) {
        return length < 0 ? "unknown-length" : length + "-byte";
    }
}
