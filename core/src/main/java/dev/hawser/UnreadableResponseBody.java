package dev.hawser;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response that is told about but no longer to be read: a prior response, or the network's or
 * the cache's part in one. Its type and length are those of the headers.
 */
final class UnreadableResponseBody extends ResponseBody {
    private final Headers headers;

    UnreadableResponseBody(Headers headers) {
        this.headers = headers;
    }

    @Override
    public @Nullable MediaType contentType() {
        String value = headers.get("Content-Type");
        return value == null ? null : MediaType.parse(value);
    }

    @Override
    public long contentLength() {
        String value = headers.get("Content-Length");
        try {
            return value == null ? -1 : Math.max(-1, Long.parseLong(value));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    @Override
    public InputStream byteStream() {
        throw new IllegalStateException("The body of a prior, network or cache response cannot be read: "
                + "read that of the response that the call returned");
    }

    @Override
    public void close() {}
}
