package dev.hawser.internal.call;

import dev.hawser.Headers;
import dev.hawser.MediaType;
import dev.hawser.ResponseBody;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The body of a response as it comes from the network. */
final class ExchangeBody extends ResponseBody {
    private final MediaTypes mediaTypes;
    private final Headers headers;
    private final long contentLength;
    private final InputStream stream;

    ExchangeBody(MediaTypes mediaTypes, Headers headers, long contentLength, InputStream stream) {
        this.mediaTypes = mediaTypes;
        this.headers = headers;
        this.contentLength = contentLength;
        this.stream = stream;
    }

    @Override
    public @Nullable MediaType contentType() {
        String value = headers.get("Content-Type");
        return value == null ? null : mediaTypes.of(value);
    }

    @Override
    public long contentLength() {
        return contentLength;
    }

    @Override
    public InputStream byteStream() {
        return stream;
    }
}
