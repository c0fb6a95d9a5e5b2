package dev.hawser;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A body that is in memory. There is nothing to release, so what is left of it may be read after it was closed, too. */
final class BytesResponseBody extends ResponseBody {
    private final @Nullable MediaType contentType;
    private final int contentLength;
    private final InputStream content;

    BytesResponseBody(@Nullable MediaType contentType, byte[] content) {
        this.contentType = contentType;
        this.contentLength = content.length;
        this.content = new ByteArrayInputStream(content);
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
    public InputStream byteStream() {
        return content;
    }

    @Override
    public void close() {}
}
