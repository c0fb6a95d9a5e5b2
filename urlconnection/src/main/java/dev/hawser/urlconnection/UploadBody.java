package dev.hawser.urlconnection;

import dev.hawser.MediaType;
import dev.hawser.RequestBody;
import org.jspecify.annotations.Nullable;

/** The body of a request whose {@code Content-Type} stands among the fields. */
abstract sealed class UploadBody extends RequestBody permits Handover, StreamedUpload.ShortBody {
    private final long length;

    /** @param length in bytes; -1 if it is not known */
    UploadBody(long length) {
        this.length = length;
    }

    @Override
    public final @Nullable MediaType contentType() {
        return null;
    }

    @Override
    public final long contentLength() {
        return length;
    }
}
