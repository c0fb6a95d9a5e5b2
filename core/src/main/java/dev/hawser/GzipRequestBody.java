package dev.hawser;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A body in the coding gzip (RFC 9110, section 8.4.1.3), made while it is written, so its length is not known. */
final class GzipRequestBody extends RequestBody {
    private static final int BUFFER = 4096;

    private final RequestBody plain;

    GzipRequestBody(RequestBody plain) {
        this.plain = plain;
    }

    @Override
    public @Nullable MediaType contentType() {
        return plain.contentType();
    }

    @Override
    public boolean isOneShot() {
        return plain.isOneShot();
    }

    @Override
    public void writeTo(OutputStream sink) throws IOException {
        Coding coding = new Coding(sink);
        try {
            plain.writeTo(coding);
            coding.finish();
        } finally {
            coding.end();
        }
    }

    /** What its writer closes is not the sink, which is the caller's. */
    private static final class Coding extends GZIPOutputStream {
        Coding(OutputStream sink) throws IOException {
            super(
                    new FilterOutputStream(sink) {
                        @Override
                        public void write(byte[] from, int offset, int count) throws IOException {
                            out.write(from, offset, count);
                        }

                        @Override
                        public void close() {}
                    },
                    BUFFER);
        }

        /** Gives back the memory of the deflater, which is not the JVM's. */
        void end() {
            def.end();
        }
    }
}
