package dev.hawser.internal.coding;

import dev.hawser.MediaType;
import dev.hawser.ResponseBody;
import dev.hawser.internal.bytes.BulkInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * A response body whose coding is undone while it is read. What it may become is measured by what was received, also where one such body
 * reads another.
 */
public final class DecodedBody extends ResponseBody {
    private final ResponseBody coded;
    private final Decoding stream;

    /**
     * A body that reads {@code coded}.
     *
     * @param coding its name
     * @param decoder undoes it
     * @param expansion as {@link dev.hawser.ResponseLimits#expansion()}
     */
    public DecodedBody(ResponseBody coded, String coding, Decoder decoder, int expansion) {
        this.coded = coded;
        Counting received =
                coded instanceof DecodedBody inner ? inner.stream.received : new Counting(coded.byteStream());
        InputStream from = coded instanceof DecodedBody inner ? inner.stream : received;
        this.stream = new Decoding(from, received, coding, decoder, expansion);
    }

    @Override
    public @Nullable MediaType contentType() {
        return coded.contentType();
    }

    /** Not known: that of the coded body says nothing of it. */
    @Override
    public long contentLength() {
        return -1;
    }

    @Override
    public InputStream byteStream() {
        return stream;
    }

    /** What undoes a coding. */
    @FunctionalInterface
    public interface Decoder {
        /** The plain bytes, read from {@code coded} as they are wanted; closing the stream closes that one. */
        InputStream decode(InputStream coded) throws IOException;
    }

    /** Undoes the coding, within the bound; begins to read with its reader's first read. */
    private static final class Decoding extends BulkInputStream {
        /** What any body may become, however small it is. */
        private static final long FREE_BYTES = 16L << 20;

        private final InputStream coded;
        private final Counting received;
        private final String coding;
        private final Decoder decoder;
        private final int expansion;
        private @Nullable InputStream plain;
        private long plainBytes;
        private boolean closed;

        Decoding(InputStream coded, Counting received, String coding, Decoder decoder, int expansion) {
            this.coded = coded;
            this.received = received;
            this.coding = coding;
            this.decoder = decoder;
            this.expansion = expansion;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (closed) {
                throw new IOException("closed");
            }
            if (length == 0) {
                return 0;
            }
            if (plain == null) {
                plain = decoder.decode(coded);
            }
            int count = plain.read(into, offset, length);
            if (count < 0) {
                skipRest();
                return -1;
            }
            plainBytes += count;
            if (plainBytes > FREE_BYTES && plainBytes / expansion > received.count) {
                throw new ProtocolException("a " + coding + " body of " + received.count
                        + " bytes so far has become " + plainBytes + ", more than " + expansion
                        + " times as many (limit expansion)");
            }
            return count;
        }

        /** Reads the coded body to its own end, so that its connection is free. */
        private void skipRest() throws IOException {
            byte[] dropped = new byte[512];
            int count = 0;
            while (count >= 0) {
                count = coded.read(dropped, 0, dropped.length);
            }
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                if (plain != null) {
                    plain.close();
                } else {
                    coded.close();
                }
            }
        }
    }

    private static final class Counting extends FilterInputStream {
        private long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            count += Math.max(read, 0);
            return read;
        }
    }
}
