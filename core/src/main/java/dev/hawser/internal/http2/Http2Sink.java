package dev.hawser.internal.http2;

import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.http.BodyWatcher;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.util.Objects;

/** The content of a request; gathered, so that small writes share a frame and the last of them ends the stream. */
final class Http2Sink extends OutputStream {
    private static final byte[] NONE = {};

    private final Http2Codec codec;
    private final long length;
    private final Buffers buffers;
    private final BodyWatcher watcher;
    private byte[] gathered = NONE;
    private int count;
    private long written;
    private boolean closed;

    /** @param length the length in bytes, or -1 if it is not known */
    Http2Sink(Http2Codec codec, long length, Buffers buffers, BodyWatcher watcher) {
        this.codec = codec;
        this.length = length;
        this.buffers = buffers;
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
        if (length >= 0 && size > length - written) {
            throw new ProtocolException("request body longer than its Content-Length: " + length
                    + " bytes promised, at least " + (written + size) + " given");
        }
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
        written += size;
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
            throw watcher.failed(written, e);
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (written < length) {
                throw new ProtocolException("request body shorter than its Content-Length: " + length
                        + " bytes promised, " + written + " given");
            }
            send(count, true);
        } finally {
            if (gathered.length > 0) {
                buffers.give(gathered);
                gathered = NONE;
            }
        }
        watcher.ended(written);
    }
}
