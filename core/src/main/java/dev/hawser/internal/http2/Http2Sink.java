package dev.hawser.internal.http2;

import dev.hawser.Headers;
import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.http.BodyWatcher;
import dev.hawser.internal.http.PromisedLength;
import dev.hawser.internal.http.RequestTrailers;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** The content of a request; gathered, so that small writes share a frame and the last of them ends the stream, or trailers do. */
final class Http2Sink extends OutputStream {
    private static final byte[] NONE = {};

    private final Http2Codec codec;
    private final PromisedLength length;
    private final Buffers buffers;
    private final RequestTrailers trailers;
    private final BodyWatcher watcher;
    private byte[] gathered = NONE;
    private int count;
    private boolean closed;

    /** @param length the length in bytes, or -1 if it is not known */
    Http2Sink(Http2Codec codec, long length, Buffers buffers, RequestTrailers trailers, BodyWatcher watcher) {
        this.codec = codec;
        this.length = new PromisedLength(length);
        this.buffers = buffers;
        this.trailers = trailers;
        this.watcher = watcher;
        watcher.started();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int size) throws IOException {
        Objects.checkFromIndexSize(offset, size, from.length);
        if (closed) {
            throw new IOException("closed");
        }
        length.checkRoom(size);
        int done = 0;
        while (done < size) {
            if (count == gathered.length) {
                makeRoom();
            }
            int part = Math.min(size - done, gathered.length - count);
            System.arraycopy(from, offset + done, gathered, count, part);
            count += part;
            done += part;
        }
        length.add(size);
    }

    private void makeRoom() throws IOException {
        if (gathered.length == 0) {
            gathered = buffers.array();
        } else {
            flush();
        }
    }

    @Override
    public void flush() throws IOException {
        int all = count;
        count = 0;
        if (all > 0) {
            send(all, false);
        } else {
            codec.flushRequest();
        }
    }

    private void send(int all, boolean last) throws IOException {
        try {
            codec.send(gathered, 0, all, last);
        } catch (IOException e) {
            throw watcher.failed(length.written(), e);
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            length.checkWhole();
            Headers behind = trailers.take();
            send(count, behind.size() == 0);
            if (behind.size() > 0) {
                codec.sendTrailers(behind);
            }
        } finally {
            if (gathered.length > 0) {
                buffers.give(gathered);
                gathered = NONE;
            }
        }
        watcher.ended(length.written());
    }
}
