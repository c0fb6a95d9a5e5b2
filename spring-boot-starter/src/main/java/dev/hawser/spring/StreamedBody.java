package dev.hawser.spring;

import dev.hawser.MediaType;
import dev.hawser.RequestBody;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.StreamingHttpOutputMessage;

/** A body that is written while it is sent. Its {@code Content-Type} stands among the fields of the request. */
final class StreamedBody extends RequestBody {
    private final StreamingHttpOutputMessage.Body body;
    private final long length;
    private final int chunkSize;

    /**
     * A body.
     *
     * @param length how many bytes it has; -1 if that is not known
     * @param chunkSize how many bytes are sent at once if the length is not known; 0 for what the client takes
     */
    StreamedBody(StreamingHttpOutputMessage.Body body, long length, int chunkSize) {
        this.body = body;
        this.length = length;
        this.chunkSize = chunkSize;
    }

    @Override
    public @Nullable MediaType contentType() {
        return null;
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public boolean isOneShot() {
        return !body.repeatable();
    }

    @Override
    public void writeTo(OutputStream sink) throws IOException {
        if (length >= 0 || chunkSize == 0) {
            body.writeTo(new Unclosed(sink));
            return;
        }
        OutputStream chunks = new BufferedOutputStream(new Flushed(sink), chunkSize);
        body.writeTo(new Unclosed(chunks));
        chunks.flush();
    }

    /** Sends what it is given at once, as a chunk of its own. */
    private static final class Flushed extends FilterOutputStream {
        Flushed(OutputStream sink) {
            super(sink);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            out.flush();
        }

        @Override
        public void write(byte[] from, int offset, int count) throws IOException {
            out.write(from, offset, count);
            out.flush();
        }
    }

    /** Leaves the sink open, which is its owner's to close: whoever writes a body may close what he writes to. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream sink) {
            super(sink);
        }

        @Override
        public void write(byte[] from, int offset, int count) throws IOException {
            out.write(from, offset, count);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
