package dev.hawser.internal.http1;

import dev.hawser.internal.http.BodyWatcher;
import dev.hawser.internal.http.MessageBody;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A response body on a connection that can be used again if it is drained. */
abstract class Http1Body extends MessageBody {
    private final Http1Codec codec;

    Http1Body(Http1Codec codec, BodyWatcher watcher) {
        super(watcher);
        this.codec = codec;
    }

    /** True if, as far as is known, no more than so many bytes of the body remain. */
    abstract boolean mayRemain(long most);

    @Override
    protected final void abort() {
        codec.abort();
    }

    @Override
    protected final boolean drain(@Nullable Rest rest) {
        long most = codec.limits().drainBytes();
        if (!mayRemain(most)) {
            return false;
        }
        byte[] dropped = codec.beginDrain();
        long left = most;
        try {
            while (left >= 0) {
                int count = readSome(dropped, 0, dropped.length);
                if (rest != null && count > 0) {
                    rest.write(dropped, 0, count);
                }
                if (count < 0 || (left -= count) >= 0 && atEnd()) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false;
        } finally {
            codec.endDrain(dropped);
        }
        return false;
    }
}
