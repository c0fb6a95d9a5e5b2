package dev.hawser;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A body of what remains in a buffer, on the heap or off it. */
final class BufferRequestBody extends RequestBody {
    private static final int CHUNK = 8192;

    private final @Nullable MediaType contentType;

    /** A view whose position and limit never change. */
    private final ByteBuffer content;

    BufferRequestBody(@Nullable MediaType contentType, ByteBuffer content) {
        this.contentType = contentType;
        this.content = content;
    }

    @Override
    public @Nullable MediaType contentType() {
        return contentType;
    }

    @Override
    public long contentLength() {
        return content.remaining();
    }

    @Override
    public void writeTo(OutputStream sink) throws IOException {
        ByteBuffer rest = content.duplicate();
        byte[] chunk = new byte[Math.min(CHUNK, rest.remaining())];
        while (rest.hasRemaining()) {
            int count = Math.min(chunk.length, rest.remaining());
            rest.get(chunk, 0, count);
            sink.write(chunk, 0, count);
        }
    }
}
