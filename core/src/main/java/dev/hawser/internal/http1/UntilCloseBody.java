package dev.hawser.internal.http1;

import dev.hawser.internal.http.BodyWatcher;
import java.io.IOException;

/** A response body that ends with the connection (RFC 9112, section 6.3, point 8). */
final class UntilCloseBody extends Http1Body {
    private final Input input;

    UntilCloseBody(Http1Codec codec, Input input, BodyWatcher watcher) {
        super(codec, watcher);
        this.input = input;
    }

    @Override
    protected int readSome(byte[] into, int offset, int count) throws IOException {
        return input.read(into, offset, count);
    }

    @Override
    protected boolean atEnd() {
        return false;
    }

    @Override
    boolean mayRemain(long most) {
        return false;
    }
}
