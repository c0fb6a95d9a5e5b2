package dev.hawser.internal.http2;

import dev.hawser.internal.http.BodyWatcher;
import dev.hawser.internal.http.MessageBody;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The content of a response. */
final class Http2Body extends MessageBody {
    private final Http2Codec codec;

    Http2Body(Http2Codec codec, BodyWatcher watcher) {
        super(watcher);
        this.codec = codec;
    }

    @Override
    protected int readSome(byte[] into, int offset, int length) throws IOException {
        return codec.read(into, offset, length);
    }

    @Override
    protected boolean atEnd() {
        return codec.isDrained();
    }

    /** {@inheritDoc} What is received already needs no reading; what is not would cost more than the end of the stream. */
    @Override
    protected boolean drain(@Nullable Rest rest) {
        return codec.isWhole() && (rest == null || readRest(rest));
    }

    private boolean readRest(Rest rest) {
        byte[] piece = new byte[4096];
        try {
            for (int count = 0; count >= 0; count = readSome(piece, 0, piece.length)) {
                rest.write(piece, 0, count);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    protected void abort() {
        codec.abort();
    }
}
