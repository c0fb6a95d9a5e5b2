package dev.hawser.internal.http1;

import dev.hawser.internal.http.BodyWatcher;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.util.Objects;

/** A request body whose length the head told (RFC 9112, section 6.2). */
final class FixedLengthSink extends OutputStream {
    private final Output output;
    private final long length;
    private final BodyWatcher watcher;
    private long written;
    private boolean closed;

    FixedLengthSink(Output output, long length, BodyWatcher watcher) {
        this.output = output;
        this.length = length;
        this.watcher = watcher;
        watcher.started();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, from.length);
        if (closed) {
            throw new IOException("closed");
        }
        if (count > length - written) {
            throw new ProtocolException("request body longer than its Content-Length: " + length
                    + " bytes promised, at least " + (written + count) + " given");
        }
        output.write(from, offset, count);
        written += count;
    }

    @Override
    public void flush() throws IOException {
        output.flush();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (written < length) {
            throw new ProtocolException("request body shorter than its Content-Length: " + length + " bytes promised, "
                    + written + " given");
        }
        watcher.ended(written);
    }
}
