package dev.hawser.internal.http1;

import dev.hawser.internal.http.BodyWatcher;
import java.io.IOException;
import java.net.ProtocolException;

/** A response body whose length the head told (RFC 9112, section 6.3, point 6). */
final class FixedLengthBody extends Http1Body {
    private final Input input;
    private long remaining;

    FixedLengthBody(Http1Codec codec, Input input, long length, BodyWatcher watcher) {
        super(codec, watcher);
        this.input = input;
        this.remaining = length;
    }

    @Override
    protected int readSome(byte[] into, int offset, int count) throws IOException {
        if (remaining == 0) {
            return -1;
        }
        int read = input.read(into, offset, (int) Math.min(count, remaining));
        if (read < 0) {
            throw new ProtocolException(
                    "unexpected end of stream: " + byteCount() + " bytes of a body of " + (byteCount() + remaining));
        }
        remaining -= read;
        return read;
    }

    @Override
    protected boolean atEnd() {
        return remaining == 0;
    }

    @Override
    boolean mayRemain(long most) {
        return remaining <= most;
    }

    @Override
    public int available() {
        return (int) Math.min(remaining, input.limit - input.position);
    }
}
