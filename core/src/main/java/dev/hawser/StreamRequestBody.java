package dev.hawser;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A body of what a stream holds, which can be written once. */
final class StreamRequestBody extends RequestBody {
    private static final int CHUNK = 8192;

    private final @Nullable MediaType contentType;
    private final InputStream content;
    private final long contentLength;
    private final AtomicBoolean written = new AtomicBoolean();

    StreamRequestBody(@Nullable MediaType contentType, InputStream content, long contentLength) {
        this.contentType = contentType;
        this.content = content;
        this.contentLength = contentLength;
    }

    @Override
    public @Nullable MediaType contentType() {
        return contentType;
    }

    @Override
    public long contentLength() {
        return contentLength;
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(OutputStream sink) throws IOException {
        if (written.getAndSet(true)) {
            throw new IOException("The stream of a one-shot request body was written before");
        }
        try (content) {
            if (contentLength == -1) {
                content.transferTo(sink);
            } else {
                copyDeclaredLength(sink);
            }
        }
    }

    private void copyDeclaredLength(OutputStream sink) throws IOException {
        byte[] chunk = new byte[(int) Math.min(CHUNK, contentLength)];
        long left = contentLength;
        while (left > 0) {
            int count = content.read(chunk, 0, (int) Math.min(chunk.length, left));
            if (count < 0) {
                throw new EOFException("The stream of a request body ended after " + (contentLength - left) + " of "
                        + contentLength + " bytes");
            }
            sink.write(chunk, 0, count);
            left -= count;
        }
    }
}
