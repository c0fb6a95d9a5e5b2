package dev.hawser.logging;

import dev.hawser.RequestBody;
import dev.hawser.ResponseBody;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import org.jspecify.annotations.Nullable;

/** The first bytes of a body, up to a bound. */
final class Beginning {
    private final byte[] bytes;
    private final boolean whole;
    private final @Nullable IOException failure;

    private Beginning(byte[] bytes, boolean whole, @Nullable IOException failure) {
        this.bytes = bytes;
        this.whole = whole;
        this.failure = failure;
    }

    /** What they are; not a copy. */
    byte[] bytes() {
        return bytes;
    }

    /** Whether there is no more. */
    boolean whole() {
        return whole;
    }

    /** What kept more from being read or written, or null. */
    @Nullable
    IOException failure() {
        return failure;
    }

    /** What a body writes. It is stopped by an exception of its sink as soon as the bound is passed. */
    static Beginning of(RequestBody body, int bound) {
        BoundedSink sink = new BoundedSink(bound);
        try {
            body.writeTo(sink);
            return new Beginning(sink.bytes.toByteArray(), !sink.full, null);
        } catch (IOException e) {
            return new Beginning(sink.bytes.toByteArray(), false, sink.full ? null : e);
        }
    }

    /** What a body has at first; to be read no more but through {@link #andRestOf}. */
    static Beginning of(ResponseBody body, int bound) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            InputStream content = body.byteStream();
            byte[] some = new byte[8 << 10];
            while (read.size() < bound) {
                int count = content.read(some, 0, Math.min(some.length, bound - read.size()));
                if (count < 0) {
                    return new Beginning(read.toByteArray(), true, null);
                }
                read.write(some, 0, count);
            }
            return new Beginning(read.toByteArray(), read.size() == body.contentLength(), null);
        } catch (IOException e) {
            return new Beginning(read.toByteArray(), false, e);
        }
    }

    /** A body that was read for this, as if it had not been. */
    ResponseBody andRestOf(ResponseBody body) {
        InputStream rest = body.byteStream();
        InputStream all = new SequenceInputStream(
                new ByteArrayInputStream(bytes), failure == null ? rest : new Failing(failure, rest));
        return ResponseBody.create(all, body.contentType(), body.contentLength());
    }

    /** Fails as the stream did that it stands for, and closes it. */
    private static final class Failing extends InputStream {
        private final IOException failure;
        private final InputStream failed;

        Failing(IOException failure, InputStream failed) {
            this.failure = failure;
            this.failed = failed;
        }

        @Override
        public int read() throws IOException {
            throw failure;
        }

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            throw failure;
        }

        @Override
        public void close() throws IOException {
            failed.close();
        }
    }

    private static final class BoundedSink extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int bound;
        private boolean full;

        BoundedSink(int bound) {
            this.bound = bound;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int count) throws IOException {
            int taken = Math.min(count, bound - bytes.size());
            bytes.write(from, offset, taken);
            if (taken < count) {
                full = true;
                throw new IOException("no more than " + bound + " bytes are logged");
            }
        }
    }
}
