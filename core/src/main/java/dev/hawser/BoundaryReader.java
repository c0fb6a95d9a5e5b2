package dev.hawser;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** Content with boundaries in it, read through a window that holds a boundary and more. */
final class BoundaryReader implements Closeable {
    private static final int LEAST_WINDOW = 8 << 10;

    private final InputStream in;

    /** A line break, two dashes, and the boundary itself. */
    private final byte[] delimiter;

    /** For each place in the delimiter, how much of its beginning ends there (Knuth, Morris and Pratt). */
    private final int[] borders;

    private final byte[] window;
    private int from;
    private int to;

    BoundaryReader(InputStream in, byte[] delimiter) {
        this.in = in;
        this.delimiter = delimiter;
        this.borders = bordersOf(delimiter);
        this.window = new byte[LEAST_WINDOW + 2 * delimiter.length];
    }

    private static int[] bordersOf(byte[] delimiter) {
        int[] borders = new int[delimiter.length + 1];
        int border = 0;
        for (int i = 1; i < delimiter.length; i++) {
            while (border > 0 && delimiter[i] != delimiter[border]) {
                border = borders[border];
            }
            border += delimiter[i] == delimiter[border] ? 1 : 0;
            borders[i + 1] = border;
        }
        return borders;
    }

    /** Skips what stands before the first boundary, which need not stand behind a line break if it is the very first. */
    void skipPreamble() throws IOException {
        int bare = delimiter.length - 2;
        while (to - from < bare && fill()) {
            // until there is enough to compare
        }
        if (to - from >= bare && Arrays.equals(window, from, from + bare, delimiter, 2, delimiter.length)) {
            from += bare;
        } else {
            skipPart();
        }
    }

    /** A part begins here; it may be empty, so that its boundary follows on the line break of its headers. */
    void beginPart() {
        from -= 2; // the line break of the empty line is still in the window
    }

    /** The rest of a line without its break. */
    String line(int most) throws IOException {
        int length = 0;
        while (true) {
            for (; from + length < to; length++) {
                if (window[from + length] == '\n') {
                    return takeLine(length);
                }
            }
            if (length >= Math.min(most, window.length - 2)) {
                throw new ProtocolException("a line of more than " + length + " bytes in a part's headers");
            }
            if (!fill()) {
                throw endedEarly();
            }
        }
    }

    private String takeLine(int length) {
        boolean carriageReturn = length > 0 && window[from + length - 1] == '\r';
        String line = new String(window, from, carriageReturn ? length - 1 : length, StandardCharsets.UTF_8);
        from += length + 1;
        return line;
    }

    /** Reads content up to the next boundary, which is then passed; -1 there. */
    int read(byte[] into, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, into.length);
        if (count == 0) {
            return 0;
        }
        while (true) {
            int matched = 0;
            int at = from;
            while (at < to && matched < delimiter.length) {
                while (matched > 0 && window[at] != delimiter[matched]) {
                    matched = borders[matched];
                }
                matched += window[at] == delimiter[matched] ? 1 : 0;
                at++;
            }
            int content = at - matched - from;
            if (content > 0) {
                return take(into, offset, Math.min(content, count));
            }
            if (matched == delimiter.length) {
                from = at;
                return -1;
            }
            if (!fill()) {
                throw endedEarly();
            }
        }
    }

    private int take(byte[] into, int offset, int count) {
        System.arraycopy(window, from, into, offset, count);
        from += count;
        return count;
    }

    /** Skips content up to the next boundary, which is then passed. */
    void skipPart() throws IOException {
        byte[] skipped = new byte[LEAST_WINDOW];
        while (read(skipped, 0, skipped.length) >= 0) {
            // on to the boundary
        }
    }

    /** Reads more into the window, behind what is left of it; false at the end of the content. */
    private boolean fill() throws IOException {
        // Two bytes before what is left stay: the line break that an empty part shares with its headers.
        int kept = Math.max(0, from - 2);
        System.arraycopy(window, kept, window, 0, to - kept);
        from -= kept;
        to -= kept;
        int count = in.read(window, to, window.length - to);
        to += Math.max(count, 0);
        return count > 0;
    }

    private EOFException endedEarly() {
        return new EOFException("the content ended without the last boundary: "
                + new String(delimiter, 2, delimiter.length - 2, StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
