package dev.hawser.internal.call;

import dev.hawser.Interceptor;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.Retirement;
import dev.hawser.internal.http.ResponseHead;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The last interceptor: sends the request and reads the head of its response. */
final class CallServerInterceptor implements Interceptor {
    /** Interim responses allowed before the final one. */
    private static final int MOST_INTERIM = 100;

    @Override
    public Response intercept(Interceptor.Chain given) throws IOException {
        InterceptorChain chain = (InterceptorChain) given;
        Exchange exchange = Objects.requireNonNull(chain.exchange());
        HttpCall call = chain.call();
        Request request = chain.request();
        long sentAt = call.context().clock.currentTimeMillis();

        RequestBody body = request.body();
        boolean duplex = body != null && body.isDuplex();
        if (duplex && !exchange.connection().isShared()) {
            throw new ProtocolException("Duplex connections are not supported for HTTP/1: " + exchange.connection());
        }
        exchange.writeRequestHead(request);
        ResponseHead head = null;
        IOException writeFailure = null;
        if (body != null) {
            if ("100-continue".equalsIgnoreCase(request.header("Expect"))) {
                head = awaitContinue(exchange, call, request);
            }
            if (head == null) {
                writeFailure = duplex ? beginDuplex(exchange, body) : writeBody(exchange, body);
            } else {
                duplex = false;
                exchange.noMoreOnConnection(Retirement.CONNECTION_CLOSE);
            }
        }
        if (writeFailure == null) {
            exchange.flushRequest();
        }
        if (!duplex) {
            exchange.requestDone();
        }
        if (head == null) {
            exchange.responseHeadersStart();
            head = answerTo(exchange, call, request, writeFailure);
        }
        if (duplex) {
            call.endCallTimeout();
        }
        return finish(exchange, chain, head, sentAt);
    }

    /** Sends the head alone; returns the final response if one comes instead of 100, else null. */
    private static @Nullable ResponseHead awaitContinue(Exchange exchange, HttpCall call, Request request)
            throws IOException {
        exchange.flushRequest();
        exchange.responseHeadersStart();
        if (!exchange.awaitResponse(call.context().expectContinueNanos)) {
            return null;
        }
        for (int interim = 0; interim < MOST_INTERIM; interim++) {
            ResponseHead head = exchange.readResponseHead(request);
            if (head.code() == 100) {
                return null;
            }
            if (!head.isInterim()) {
                return head;
            }
            tellInterim(call, head);
        }
        throw tooManyInterim(exchange);
    }

    /** Has the body begin to write itself; it goes on for as long as it likes. Failures are those of {@link #writeBody}. */
    private static @Nullable IOException beginDuplex(Exchange exchange, RequestBody body) throws IOException {
        exchange.flushRequest();
        DuplexSink sink = new DuplexSink(exchange.requestBody(body), exchange);
        try {
            body.writeTo(sink);
            return null;
        } catch (IOException e) {
            if (sink.failure() == null) {
                exchange.requestBodyFailed(e);
            }
            if (e != sink.failure() || e instanceof InterruptedIOException || e instanceof ProtocolException) {
                throw e;
            }
            return e;
        } catch (RuntimeException | Error e) {
            exchange.requestBodyFailed(new IOException("the request body threw " + e, e));
            throw e;
        }
    }

    /**
     * Sends the body. A failure of the network is returned, as the server may have answered before it hung up;
     * a failure of the body itself is thrown.
     */
    private static @Nullable IOException writeBody(Exchange exchange, RequestBody body) throws IOException {
        RequestSink stream = new RequestSink(exchange.requestBody(body));
        try {
            body.writeTo(stream);
            stream.close();
            return null;
        } catch (IOException e) {
            if (stream.failure() == null) {
                exchange.requestBodyFailed(e);
                throw e;
            }
            exchange.requestFailed(e);
            if (e != stream.failure() || e instanceof InterruptedIOException || e instanceof ProtocolException) {
                throw e;
            }
            return e;
        } catch (RuntimeException | Error e) {
            exchange.requestBodyFailed(new IOException("the request body threw " + e, e));
            throw e;
        }
    }

    private static ResponseHead answerTo(
            Exchange exchange, HttpCall call, Request request, @Nullable IOException writeFailure) throws IOException {
        try {
            for (int interim = 0; interim < MOST_INTERIM; interim++) {
                ResponseHead head = exchange.readResponseHead(request);
                if (!head.isInterim()) {
                    return head;
                }
                if (head.code() != 100) {
                    tellInterim(call, head);
                }
            }
            throw tooManyInterim(exchange);
        } catch (IOException e) {
            if (writeFailure != null) {
                writeFailure.addSuppressed(e);
                throw writeFailure;
            }
            throw e;
        }
    }

    private static void tellInterim(HttpCall call, ResponseHead head) {
        call.events().informationalResponse(call, head.code(), head.headers());
    }

    private static IOException tooManyInterim(Exchange exchange) {
        return exchange.responseFailed(new ProtocolException("more than " + MOST_INTERIM + " interim responses"));
    }

    private static Response finish(Exchange exchange, InterceptorChain chain, ResponseHead head, long sentAt)
            throws IOException {
        HttpCall call = chain.call();
        Request request = chain.request();
        Response.Builder builder = new Response.Builder()
                .request(request)
                .protocol(head.protocol())
                .code(head.code())
                .message(head.message())
                .headers(head.headers())
                .handshake(exchange.connection().handshake())
                .sentRequestAtMillis(sentAt)
                .receivedResponseAtMillis(call.context().clock.currentTimeMillis())
                .trailers(exchange);
        exchange.responseHeadersEnd(builder);
        if (head.code() == 101 && Upgrades.isAskedFor(request)) {
            return exchange.built(
                    builder.socket(exchange.upgrade(chain.timeouts().writeNanos())));
        }
        return exchange.built(builder.body(exchange.responseBody(head.headers())));
    }
}
