package dev.hawser.internal.call;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Passes a request's content on, and remembers which failure came from the network below and not from the body above. */
class RequestSink extends OutputStream {
    private final OutputStream below;
    private @Nullable IOException failure;

    RequestSink(OutputStream below) {
        this.below = below;
    }

    /** Why nothing more can be sent; null if it can. */
    @Nullable
    final IOException failure() {
        return failure;
    }

    @Override
    public final void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public final void write(byte[] from, int offset, int count) throws IOException {
        try {
            below.write(from, offset, count);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public final void flush() throws IOException {
        try {
            below.flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public final void close() throws IOException {
        try {
            below.close();
        } catch (IOException e) {
            throw failed(e);
        }
        ended();
    }

    private IOException failed(IOException cause) {
        boolean first = failure == null;
        failure = cause;
        if (first) {
            failedFirst(cause);
        }
        return cause;
    }

    /** All of the content is sent. */
    void ended() {}

    /** Nothing more can be sent, for the first time. */
    void failedFirst(IOException cause) {}
}
