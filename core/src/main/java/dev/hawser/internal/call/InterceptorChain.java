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
    private final int index;
    private final @Nullable Exchange exchange;
    private final Request request;
    private final int connectTimeoutMillis;
    private final int readTimeoutMillis;
    private final int writeTimeoutMillis;
    private int proceeded;

    InterceptorChain(
            HttpCall call,
            int index,
            @Nullable Exchange exchange,
            Request request,
            int connectTimeoutMillis,
            int readTimeoutMillis,
            int writeTimeoutMillis) {
        this.call = call;
        this.index = index;
        this.exchange = exchange;
        this.request = request;
        this.connectTimeoutMillis = connectTimeoutMillis;
        this.readTimeoutMillis = readTimeoutMillis;
        this.writeTimeoutMillis = writeTimeoutMillis;
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
        InterceptorChain next = new InterceptorChain(
                call, index + 1, exchange, request, connectTimeoutMillis, readTimeoutMillis, writeTimeoutMillis);
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
        if (++proceeded > 1) {
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
        return connectTimeoutMillis;
    }

    @Override
    public Interceptor.Chain withConnectTimeout(int timeout, TimeUnit unit) {
        return with(millis("connectTimeout", timeout, unit), readTimeoutMillis, writeTimeoutMillis);
    }

    @Override
    public int readTimeoutMillis() {
        return readTimeoutMillis;
    }

    @Override
    public Interceptor.Chain withReadTimeout(int timeout, TimeUnit unit) {
        return with(connectTimeoutMillis, millis("readTimeout", timeout, unit), writeTimeoutMillis);
    }

    @Override
    public int writeTimeoutMillis() {
        return writeTimeoutMillis;
    }

    @Override
    public Interceptor.Chain withWriteTimeout(int timeout, TimeUnit unit) {
        return with(connectTimeoutMillis, readTimeoutMillis, millis("writeTimeout", timeout, unit));
    }

    private InterceptorChain with(int connect, int read, int write) {
        if (exchange != null) {
            throw new IllegalStateException("timeouts can't be adjusted in a network interceptor");
        }
        return new InterceptorChain(call, index, null, request, connect, read, write);
    }

    private static int millis(String name, int timeout, TimeUnit unit) {
        if (timeout < 0) {
            throw new IllegalArgumentException(name + " < 0: " + timeout);
        }
        long millis = unit.toMillis(timeout);
        if (millis > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + " is too large: " + timeout + " " + unit);
        }
        if (millis == 0 && timeout > 0) {
            throw new IllegalArgumentException(name + " is below 1 ms: " + timeout + " " + unit);
        }
        return (int) millis;
    }
}
