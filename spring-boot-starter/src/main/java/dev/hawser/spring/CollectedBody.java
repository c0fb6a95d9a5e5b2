package dev.hawser.spring;

import dev.hawser.RequestBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The bytes of a body as they are written, until it is sent: a write from then on is refused. */
final class CollectedBody extends OutputStream {
    private final Bytes bytes = new Bytes();
    private @Nullable RequestBody ended;

    @Override
    public void write(int b) throws IOException {
        checkOpen();
        bytes.write(b);
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, from.length);
        checkOpen();
        bytes.write(from, offset, count);
    }

    private void checkOpen() throws IOException {
        if (ended != null) {
            throw new IOException("the request was sent with the " + bytes.size() + " bytes that were written before");
        }
    }

    /** What was written; nothing more can be. */
    RequestBody end() {
        if (ended == null) {
            ended = bytes.asBody();
        }
        return ended;
    }

    /** Its array is not copied. */
    private static final class Bytes extends ByteArrayOutputStream {
        Bytes() {
            super(1024);
        }

        RequestBody asBody() {
            return RequestBody.create(buf, null, 0, count);
        }
    }
}
