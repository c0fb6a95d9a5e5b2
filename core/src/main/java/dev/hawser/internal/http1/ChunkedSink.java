package dev.hawser.internal.http1;

import dev.hawser.Headers;
import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.http.BodyWatcher;
import dev.hawser.internal.http.RequestTrailers;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * A request body of unknown length, in chunks (RFC 9112, section 7.1). Small writes are gathered: a chunk
 * leaves when it is full, at a flush, and at the end.
 */
final class ChunkedSink extends OutputStream {
    /** Room before the data for the size and its line end: at most six hexadecimal digits. */
    private static final int HEAD = 8;

    private static final int TAIL = 2;
    private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};
    private static final int WITHOUT_END = 3;
    private static final byte[] CLOSED = new byte[0];

    private final Output output;
    private final Buffers buffers;
    private final RequestTrailers trailers;
    private final BodyWatcher watcher;
    private byte[] chunk;
    private int end = HEAD;
    private long written;

    ChunkedSink(Output output, Buffers buffers, RequestTrailers trailers, BodyWatcher watcher) {
        this.output = output;
        this.buffers = buffers;
        this.trailers = trailers;
        this.watcher = watcher;
        this.chunk = buffers.array();
        watcher.started();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, from.length);
        if (chunk == CLOSED) {
            throw new IOException("closed");
        }
        int done = 0;
        while (done < count) {
            int part = Math.min(count - done, chunk.length - TAIL - end);
            System.arraycopy(from, offset + done, chunk, end, part);
            end += part;
            done += part;
            if (end == chunk.length - TAIL) {
                endChunk();
            }
        }
        written += count;
    }

    private void endChunk() throws IOException {
        int size = end - HEAD;
        if (size == 0) {
            return;
        }
        int start = HEAD;
        chunk[--start] = '\n';
        chunk[--start] = '\r';
        for (int rest = size; rest > 0; rest >>= 4) {
            chunk[--start] = (byte) Character.forDigit(rest & 0xf, 16);
        }
        chunk[end] = '\r';
        chunk[end + 1] = '\n';
        output.write(chunk, start, end + TAIL - start);
        end = HEAD;
    }

    /** The last chunk, and the trailer section behind it (RFC 9112, section 7.1.2). */
    private void endContent(Headers behind) throws IOException {
        if (behind.size() == 0) {
            output.write(LAST_CHUNK, 0, LAST_CHUNK.length);
            return;
        }
        output.write(LAST_CHUNK, 0, WITHOUT_END);
        RequestHead.writeFields(behind, output);
    }

    @Override
    public void flush() throws IOException {
        if (chunk != CLOSED) {
            endChunk();
            output.flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (chunk == CLOSED) {
            return;
        }
        try {
            endChunk();
            endContent(trailers.take());
        } finally {
            byte[] lent = chunk;
            chunk = CLOSED;
            buffers.give(lent);
        }
        watcher.ended(written);
    }
}
