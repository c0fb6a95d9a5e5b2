package dev.hawser;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A body of bytes in memory. */
final class BytesRequestBody extends RequestBody {
    private final @Nullable MediaType contentType;
    private final byte[] content;
    private final int offset;
    private final int byteCount;

    BytesRequestBody(@Nullable MediaType contentType, byte[] content, int offset, int byteCount) {
        this.contentType = contentType;
        this.content = content;
        this.offset = offset;
        this.byteCount = byteCount;
    }

    @Override
    public @Nullable MediaType contentType() {
        return contentType;
    }

    @Override
    public long contentLength() {
        return byteCount;
    }

    @Override
    public void writeTo(OutputStream sink) throws IOException {
        sink.write(content, offset, byteCount);
    }
}
