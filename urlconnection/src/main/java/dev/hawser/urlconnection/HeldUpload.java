package dev.hawser.urlconnection;

import dev.hawser.RequestBody;
import dev.hawser.Response;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Content that is held until the program asks for the answer, so that its length is known, and it can be sent again. */
final class HeldUpload extends Upload {
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(256);
    private boolean closed;

    /** {@inheritDoc} After the end nothing is written, and nothing said. */
    @Override
    public void write(int b) {
        if (!closed) {
            held.write(b);
        }
    }

    @Override
    public void write(byte[] from, int offset, int count) {
        if (!closed) {
            held.write(from, offset, count);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    void finish() {
        close();
    }

    @Override
    void abandon() {}

    @Override
    RequestBody content() {
        return RequestBody.create(held.toByteArray());
    }

    @Override
    @Nullable
    Response response() {
        return null;
    }

    /** What is held, as text. */
    @Override
    public String toString() {
        return held.toString(StandardCharsets.ISO_8859_1);
    }
}
