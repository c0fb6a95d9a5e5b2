package dev.hawser.internal.call;

import dev.hawser.CompressionInterceptor;
import dev.hawser.CompressionInterceptor.DecompressionAlgorithm;
import dev.hawser.Cookie;
import dev.hawser.CookieJar;
import dev.hawser.Interceptor;
import dev.hawser.MediaType;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.ResponseLimits;
import dev.hawser.internal.coding.DecodedBody;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From a user's request to one for the network, and from the network's response to the user's. */
final class BridgeInterceptor implements Interceptor {
    private final String userAgent;
    private final CookieJar cookieJar;
    private final ResponseLimits limits;

    BridgeInterceptor(String userAgent, CookieJar cookieJar, ResponseLimits limits) {
        this.userAgent = userAgent;
        this.cookieJar = cookieJar;
        this.limits = limits;
    }

    @Override
    public Response intercept(Interceptor.Chain given) throws IOException {
        InterceptorChain chain = (InterceptorChain) given;
        Request userRequest = chain.request();
        if (chain.call().context().cache == null && isForTheCacheAlone(userRequest)) {
            return CacheInterceptor.unsatisfied(chain.call(), userRequest);
        }
        Server server = chain.call().context().serverOf(userRequest.url());
        boolean transparentGzip = userRequest.header("Accept-Encoding") == null && userRequest.header("Range") == null;
        Response response = chain.proceed(networkRequest(userRequest, server, transparentGzip));
        keepCookies(userRequest, response);
        Response.Builder result = chain.call().builderOf(response).request(userRequest);
        if (chain.call().context().cache == null) {
            result.networkResponse(response); // a cache knows by itself what is the network's
        }
        DecompressionAlgorithm coding = transparentGzip ? codingOf(response) : null;
        if (coding != null && response.body().contentLength() != 0) {
            result.headers(response.headers()
                            .newBuilder()
                            .removeAll("Content-Encoding")
                            .removeAll("Content-Length")
                            .build())
                    .body(new DecodedBody(response.body(), coding.encoding(), coding::decompress, limits.expansion()));
        }
        return result.build();
    }

    /** Whether nothing but a stored response is wanted (RFC 9111, section 5.2.1.7); without a cache, there is none. */
    private static boolean isForTheCacheAlone(Request request) {
        return request.header("Cache-Control") != null && request.cacheControl().onlyIfCached();
    }

    /** The coding to be undone: gzip, which was asked for, or deflate, which some send all the same. */
    private static @Nullable DecompressionAlgorithm codingOf(Response response) {
        String coding = response.header("Content-Encoding");
        if (coding == null) {
            return null;
        }
        if (coding.equalsIgnoreCase("gzip") || coding.equalsIgnoreCase("x-gzip")) {
            return CompressionInterceptor.GZIP;
        }
        return coding.equalsIgnoreCase("deflate") ? CompressionInterceptor.DEFLATE : null;
    }

    private Request networkRequest(Request userRequest, Server server, boolean transparentGzip) throws IOException {
        Request.Builder request = userRequest.newBuilder();
        RequestBody body = userRequest.body();
        List<Cookie> cookies = cookiesFor(userRequest);
        if (body == null && userRequest.headers().size() == 0 && cookies.isEmpty()) {
            return request.headers(server.bareHeaders()).build();
        }
        if (body != null) {
            describeBody(request, body);
        } else {
            announceNoBody(userRequest, request);
        }
        if (userRequest.header("Host") == null) {
            request.header("Host", server.host());
        }
        if (userRequest.header("Connection") == null) {
            request.header("Connection", "Keep-Alive");
        }
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookieField(cookies));
        }
        if (transparentGzip) {
            request.header("Accept-Encoding", "gzip");
        }
        if (userRequest.header("User-Agent") == null) {
            request.header("User-Agent", userAgent);
        }
        return request.build();
    }

    /** The jar's cookies; none for a request that has its own. */
    private List<Cookie> cookiesFor(Request userRequest) {
        return cookieJar == CookieJar.NO_COOKIES || userRequest.header("Cookie") != null
                ? List.of()
                : cookieJar.loadForRequest(userRequest.url());
    }

    /** The value of a {@code Cookie} field (RFC 6265, section 5.4). */
    private static String cookieField(List<Cookie> cookies) {
        StringBuilder field = new StringBuilder();
        for (Cookie cookie : cookies) {
            field.append(field.isEmpty() ? "" : "; ")
                    .append(cookie.name())
                    .append('=')
                    .append(cookie.value());
        }
        return field.toString();
    }

    /** Shows the jar what the response sets; if that fails, nobody else will close the response. */
    private void keepCookies(Request userRequest, Response response) {
        if (cookieJar == CookieJar.NO_COOKIES) {
            return;
        }
        List<Cookie> cookies = Cookie.parseAll(userRequest.url(), response.headers());
        if (cookies.isEmpty()) {
            return;
        }
        boolean done = false;
        try {
            cookieJar.saveFromResponse(userRequest.url(), cookies);
            done = true;
        } finally {
            if (!done) {
                response.close();
            }
        }
    }

    private static void describeBody(Request.Builder request, RequestBody body) throws IOException {
        MediaType type = body.contentType();
        if (type != null) {
            request.header("Content-Type", type.toString());
        }
        long length = body.contentLength();
        if (length >= 0) {
            request.header("Content-Length", Long.toString(length));
            request.removeHeader("Transfer-Encoding");
        } else {
            request.header("Transfer-Encoding", "chunked");
            request.removeHeader("Content-Length");
        }
    }

    /** A request without a body must not announce one: the server would take the next request for it. */
    private static void announceNoBody(Request userRequest, Request.Builder request) {
        if (userRequest.header("Content-Length") != null && !"0".equals(userRequest.header("Content-Length"))) {
            request.removeHeader("Content-Length");
        }
        if (userRequest.header("Transfer-Encoding") != null) {
            request.removeHeader("Transfer-Encoding");
        }
    }
}
