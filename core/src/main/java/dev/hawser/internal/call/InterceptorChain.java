package dev.hawser.internal.call;

import dev.hawser.Connection;
import dev.hawser.Interceptor;
import dev.hawser.Request;
import dev.hawser.Response;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The interceptors of a call from one index on, and the request as it reaches the first of them. */
final class InterceptorChain implements Interceptor.Chain {
    private final HttpCall call;
    private final @Nullable Exchange exchange;
    private final Request request;
    private final Timeouts timeouts;
    private final short index;

    /** How often a network interceptor has proceeded: 0, 1, or 2 for more. */
    private byte proceeded;

    InterceptorChain(HttpCall call, int index, @Nullable Exchange exchange, Request request, Timeouts timeouts) {
        this.call = call;
        this.index = (short) index;
        this.exchange = exchange;
        this.request = request;
        this.timeouts = timeouts;
    }

    @Override
    public Response proceed(Request request) throws IOException {
        return proceed(request, exchange);
    }

    /** Goes on with an exchange, which the interceptors behind this one then share. */
    Response proceed(Request request, @Nullable Exchange exchange) throws IOException {
        Interceptor[] interceptors = call.context().interceptors;
        if (index >= interceptors.length) {
            throw new AssertionError("the last interceptor must not proceed");
        }
        boolean network = this.exchange != null;
        if (network) {
            checkNetwork(interceptors, request);
        }
        InterceptorChain next = new InterceptorChain(call, index + 1, exchange, request, timeouts);
        Interceptor interceptor = interceptors[index];
        Response response = interceptor.intercept(next);
        if (response == null) {
            throw new NullPointerException("interceptor " + interceptor + " returned null");
        }
        if (exchange != null && index + 1 < interceptors.length && next.proceeded != 1) {
            throw new IllegalStateException("network interceptor " + interceptor + " must call proceed() exactly once");
        }
        return response;
    }

    private void checkNetwork(Interceptor[] interceptors, Request changed) {
        Interceptor last = interceptors[index - 1];
        if (!changed.url().host().equals(request.url().host())
                || changed.url().port() != request.url().port()) {
            throw new IllegalStateException("network interceptor " + last + " must retain the same host and port");
        }
        if (proceeded < 2) {
            proceeded++;
        }
        if (proceeded > 1) {
            throw new IllegalStateException("network interceptor " + last + " must call proceed() exactly once");
        }
    }

    /** The exchange, in network interceptors. */
    @Nullable
    Exchange exchange() {
        return exchange;
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public @Nullable Connection connection() {
        return exchange == null ? null : exchange.connection();
    }

    @Override
    public HttpCall call() {
        return call;
    }

    @Override
    public int connectTimeoutMillis() {
        return timeouts.connectMillis();
    }

    @Override
    public Interceptor.Chain withConnectTimeout(int timeout, TimeUnit unit) {
        return with(timeouts.withConnect(timeout, unit));
    }

    @Override
    public int readTimeoutMillis() {
        return timeouts.readMillis();
    }

    @Override
    public Interceptor.Chain withReadTimeout(int timeout, TimeUnit unit) {
        return with(timeouts.withRead(timeout, unit));
    }

    @Override
    public int writeTimeoutMillis() {
        return timeouts.writeMillis();
    }

    @Override
    public Interceptor.Chain withWriteTimeout(int timeout, TimeUnit unit) {
        return with(timeouts.withWrite(timeout, unit));
    }

    /** The times that the exchanges of this chain have. */
    Timeouts timeouts() {
        return timeouts;
    }

    private InterceptorChain with(Timeouts changed) {
        if (exchange != null) {
            throw new IllegalStateException("timeouts can't be adjusted in a network interceptor");
        }
        return new InterceptorChain(call, index, null, request, changed);
    }
}
