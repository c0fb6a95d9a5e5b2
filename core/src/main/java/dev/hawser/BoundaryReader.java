package dev.hawser;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Content with boundaries in it, read through a window that holds a boundary and more. It begins with what stands before the first
 * boundary.
 */
final class BoundaryReader implements Closeable {
    /** How long a line may be, in bytes without its line feed. */
    private static final int LONGEST_LINE = 8 << 10;

    private static final int LINE_BREAK = 2;

    private final InputStream in;

    /** A line break, two dashes, and the boundary itself. */
    private final byte[] delimiter;

    /** For each length of a beginning of the delimiter, how long a shorter beginning ends it (Knuth, Morris and Pratt). */
    private final int[] borders;

    private final byte[] window;
    private int from;
    private int to;

    /** How many bytes at {@link #from} are known to be content. */
    private int known;

    /**
     * How much of the delimiter stands before {@link #from}: its line break where content begins, as it is the end of the line
     * before as well, and nothing later.
     */
    private int before = LINE_BREAK;

    BoundaryReader(InputStream in, String boundary) {
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.UTF_8);
        this.borders = bordersOf(delimiter);
        this.window = new byte[LONGEST_LINE + 2 * delimiter.length];
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

    /** Content begins here, behind a line; it may be empty, so that its boundary follows at once. */
    void beginContent() {
        before = LINE_BREAK;
    }

    /** Passes two dashes, if they are what comes next. */
    boolean skipDashes() throws IOException {
        while (to - from < 2 && fill()) {
            // until there is enough to compare
        }
        boolean dashes = to - from >= 2 && window[from] == '-' && window[from + 1] == '-';
        from += dashes ? 2 : 0;
        return dashes;
    }

    /**
     * The rest of a line without its break.
     *
     * @throws ProtocolException if it is longer than 8 KiB
     */
    String line() throws IOException {
        int length = 0;
        while (true) {
            for (; from + length < to; length++) {
                if (window[from + length] == '\n') {
                    return takeLine(length);
                }
                if (length == LONGEST_LINE) {
                    throw new ProtocolException("a line of more than " + LONGEST_LINE + " bytes in a part's headers");
                }
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
        if (!findContent()) {
            return -1;
        }
        int taken = Math.min(known, count);
        System.arraycopy(window, from, into, offset, taken);
        passContent(taken);
        return taken;
    }

    /** Skips content up to the next boundary, which is then passed. */
    void skipContent() throws IOException {
        while (findContent()) {
            passContent(known);
        }
    }

    /** Reads until content is {@linkplain #known}; false if a boundary came first, which is then passed. */
    private boolean findContent() throws IOException {
        while (known == 0) {
            if (passBoundary()) {
                return false;
            }
            if (known == 0 && !fill()) {
                throw endedEarly();
            }
        }
        return true;
    }

    private void passContent(int count) {
        from += count;
        known -= count;
        before = 0;
    }

    /** Passes a boundary if it is what comes next; else finds out what is {@linkplain #known} not to belong to one. */
    private boolean passBoundary() {
        int matched = before;
        int at = from;
        while (at < to && matched < delimiter.length) {
            while (matched > 0 && window[at] != delimiter[matched]) {
                matched = borders[matched];
            }
            matched += window[at] == delimiter[matched] ? 1 : 0;
            at++;
        }
        known = Math.max(0, at - matched - from);
        if (known > 0 || matched < delimiter.length) {
            return false;
        }
        from = at;
        return true;
    }

    /** Reads more into the window, behind what is left of it; false at the end of the input. */
    private boolean fill() throws IOException {
        System.arraycopy(window, from, window, 0, to - from);
        to -= from;
        from = 0;
        int count = in.read(window, to, window.length - to);
        to += Math.max(count, 0);
        return count >= 0;
    }

    private EOFException endedEarly() {
        return new EOFException("the content ended without the last boundary: "
                + new String(delimiter, LINE_BREAK, delimiter.length - LINE_BREAK, StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
