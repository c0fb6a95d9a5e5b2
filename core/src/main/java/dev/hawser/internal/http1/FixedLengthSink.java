package dev.hawser.internal.http1;

import dev.hawser.Headers;
import dev.hawser.internal.http.BodyWatcher;
import dev.hawser.internal.http.PromisedLength;
import dev.hawser.internal.http.RequestTrailers;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.util.Objects;

/** A request body whose length the head told (RFC 9112, section 6.2); no trailers can follow it. */
final class FixedLengthSink extends OutputStream {
    private final Output output;
    private final PromisedLength length;
    private final RequestTrailers trailers;
    private final BodyWatcher watcher;
    private boolean closed;

    FixedLengthSink(Output output, long length, RequestTrailers trailers, BodyWatcher watcher) {
        this.output = output;
        this.length = new PromisedLength(length);
        this.trailers = trailers;
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
        length.checkRoom(count);
        output.write(from, offset, count);
        length.add(count);
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
        length.checkWhole();
        Headers behind = trailers.take();
        if (behind.size() > 0) {
            throw new ProtocolException("over HTTP/1.1 trailers need a body whose contentLength() is -1, not "
                    + length.written() + ": " + behind.name(0));
        }
        watcher.ended(length.written());
    }
}
