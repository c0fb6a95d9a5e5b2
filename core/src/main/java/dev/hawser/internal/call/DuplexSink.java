package dev.hawser.internal.call;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The content of a request that is written while its response is read. It may be kept beyond the body's {@code writeTo}, and the
 * request is sent when it is closed. For one thread at a time.
 */
final class DuplexSink extends OutputStream {
    private final OutputStream below;
    private final Exchange exchange;
    private @Nullable IOException failure;

    DuplexSink(OutputStream below, Exchange exchange) {
        this.below = below;
        this.exchange = exchange;
    }

    /** Why nothing more can be sent; null if it can. */
    @Nullable
    IOException failure() {
        return failure;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
        try {
            below.write(from, offset, count);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            below.flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            below.close();
        } catch (IOException e) {
            throw failed(e);
        }
        exchange.requestDone();
    }

    private IOException failed(IOException cause) {
        if (failure == null) {
            failure = cause;
            exchange.requestFailed(cause);
            exchange.requestDone();
        }
        return cause;
    }
}
