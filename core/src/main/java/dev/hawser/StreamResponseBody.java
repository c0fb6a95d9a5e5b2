package dev.hawser;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A body of a stream. */
class StreamResponseBody extends ResponseBody {
    private final @Nullable MediaType contentType;
    private final long contentLength;
    private final InputStream content;

    StreamResponseBody(@Nullable MediaType contentType, long contentLength, InputStream content) {
        this.contentType = contentType;
        this.contentLength = contentLength;
        this.content = content;
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
}
