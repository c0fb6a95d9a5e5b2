package dev.hawser.internal.call;

import dev.hawser.Interceptor;
import dev.hawser.MediaType;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.ResponseLimits;
import java.io.IOException;

/** From a user's request to one for the network, and from the network's response to the user's. */
final class BridgeInterceptor implements Interceptor {
    private final String userAgent;
    private final ResponseLimits limits;

    BridgeInterceptor(String userAgent, ResponseLimits limits) {
        this.userAgent = userAgent;
        this.limits = limits;
    }

    @Override
    public Response intercept(Interceptor.Chain given) throws IOException {
        InterceptorChain chain = (InterceptorChain) given;
        Request userRequest = chain.request();
        Server server = chain.call().context().serverOf(userRequest.url());
        boolean transparentGzip = userRequest.header("Accept-Encoding") == null && userRequest.header("Range") == null;
        Response response = chain.proceed(networkRequest(userRequest, server, transparentGzip));
        Response.Builder result =
                chain.call().builderOf(response).request(userRequest).networkResponse(response);
        if (transparentGzip
                && "gzip".equalsIgnoreCase(response.header("Content-Encoding"))
                && response.body().contentLength() != 0) {
            result.headers(response.headers()
                            .newBuilder()
                            .removeAll("Content-Encoding")
                            .removeAll("Content-Length")
                            .build())
                    .body(new GzipResponseBody(response.body(), limits));
        }
        return result.build();
    }

    private Request networkRequest(Request userRequest, Server server, boolean transparentGzip) throws IOException {
        Request.Builder request = userRequest.newBuilder();
        RequestBody body = userRequest.body();
        if (body == null && userRequest.headers().size() == 0) {
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
        if (transparentGzip) {
            request.header("Accept-Encoding", "gzip");
        }
        if (userRequest.header("User-Agent") == null) {
            request.header("User-Agent", userAgent);
        }
        return request.build();
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
