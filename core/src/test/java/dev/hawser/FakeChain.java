package dev.hawser;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A chain that ends right behind the interceptor. */
record FakeChain(Request request, Server server) implements Interceptor.Chain {
    interface Server {
        Response answer(Request request) throws IOException;
    }

    @Override
    public Response proceed(Request sent) throws IOException {
        return server.answer(sent);
    }

    @Override
    public @Nullable Connection connection() {
        return null;
    }

    @Override
    public Call call() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int connectTimeoutMillis() {
        return 0;
    }

    @Override
    public Interceptor.Chain withConnectTimeout(int timeout, TimeUnit unit) {
        return this;
    }

    @Override
    public int readTimeoutMillis() {
        return 0;
    }

    @Override
    public Interceptor.Chain withReadTimeout(int timeout, TimeUnit unit) {
        return this;
    }

    @Override
    public int writeTimeoutMillis() {
        return 0;
    }

    @Override
    public Interceptor.Chain withWriteTimeout(int timeout, TimeUnit unit) {
        return this;
    }
}
