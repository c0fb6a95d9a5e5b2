package dev.hawser.internal.coding;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** The codings that the JDK undoes. */
public final class Codings {
    private static final int BUFFER = 4096;

    private Codings() {}

    /** Undoes gzip (RFC 9110, section 8.4.1.3), of as many members as there are (RFC 1952, section 2.2). */
    public static InputStream gunzip(InputStream coded) throws IOException {
        return new GZIPInputStream(new ToItsEnd(coded), BUFFER);
    }

    /** A stream of which there is always more until its end has come: the JDK looks for a further member only where there is. */
    private static final class ToItsEnd extends FilterInputStream {
        ToItsEnd(InputStream coded) {
            super(coded);
        }

        @Override
        public int available() {
            return 1;
        }
    }

    /**
     * Undoes deflate (RFC 9110, section 8.4.1.2): the zlib format (RFC 1950), or what is within it (RFC 1951) and what some send
     * instead. Its first two bytes tell which it is.
     */
    public static InputStream inflate(InputStream coded) throws IOException {
        PushbackInputStream in = new PushbackInputStream(coded, 2);
        byte[] start = new byte[2];
        int count = in.readNBytes(start, 0, 2);
        in.unread(start, 0, count);
        return new Inflating(in, new Inflater(!isZlib(start)));
    }

    /** Ends its inflater when it is closed, as the memory of that is not the JVM's. */
    private static final class Inflating extends InflaterInputStream {
        Inflating(InputStream coded, Inflater inflater) {
            super(coded, inflater, BUFFER);
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                inf.end();
            }
        }
    }

    /** Method 8, a window of at most 32 KiB, and a checksum over both bytes (RFC 1950, section 2.2). */
    private static boolean isZlib(byte[] start) {
        int header = (start[0] & 0xff) << 8 | start[1] & 0xff;
        return (start[0] & 0x0f) == 8 && (start[0] & 0xff) >> 4 <= 7 && header % 31 == 0;
    }
}
