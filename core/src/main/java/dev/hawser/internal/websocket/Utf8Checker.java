package dev.hawser.internal.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Whether bytes that come in pieces are UTF-8 (RFC 3629, section 4). It is a machine of nine states without a branch for each byte: the row
 * of a byte has 6 bits for each state, which are the next state, and a state is where its bits stand, so the next one is found by one shift.
 * As each shift waits for the one before, a longer text goes through four machines at once. Eight bytes of ASCII between characters are passed
 * over at once.
 */
public final class Utf8Checker {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder())
            .withInvokeExactBehavior();

    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;
    private static final int STATE_BITS = 0x3f;

    /** How many bytes each of four machines takes in. */
    private static final int STRIDE = 128;

    /** How far apart they begin, or up to three bytes before that, with a character; each takes in the first byte of the next at least. */
    private static final int DISTANCE = STRIDE - 4;

    /** How many bytes are needed for four. */
    private static final int BLOCK = 3 * DISTANCE + STRIDE;

    /** It is none; for good. */
    private static final int WRONG = 0;

    /** No character lacks bytes. */
    private static final int BETWEEN = 6;

    /** So many bytes are missing, each 80 to BF. */
    private static final int ONE_MISSING = 12;

    private static final int TWO_MISSING = 18;
    private static final int THREE_MISSING = 24;

    /** Behind a byte after which the next one has narrower bounds, as a longer form than need be, a surrogate or a number beyond Unicode may follow. */
    private static final int AFTER_E0 = 30;

    private static final int AFTER_ED = 36;
    private static final int AFTER_F0 = 42;
    private static final int AFTER_F4 = 48;

    private static final int[] STATES = {
        WRONG, BETWEEN, ONE_MISSING, TWO_MISSING, THREE_MISSING, AFTER_E0, AFTER_ED, AFTER_F0, AFTER_F4
    };

    private static final long[] ROWS = rows();

    /** The state in its lowest 6 bits; what is above has no meaning. */
    private long state = BETWEEN;

    /** A checker of what begins now. */
    public Utf8Checker() {}

    /** Takes in {@code bytes[from, to)}; false if that cannot be, and then it is so until it is {@link #reset}. */
    public boolean accept(byte[] bytes, int from, int to) {
        long now = state;
        int at = from;
        while (to - at >= 8) {
            if ((now & STATE_BITS) == BETWEEN && ((long) LONGS.get(bytes, at) & NOT_ASCII) == 0) {
                at = skipAscii(bytes, at + 8, to);
                continue;
            }
            if (to - at >= BLOCK) {
                int last = characterAt(bytes, at + 3 * DISTANCE);
                now = throughFour(bytes, at, last, now);
                at = last + STRIDE;
                continue;
            }
            now = ROWS[bytes[at] & 0xff] >>> now;
            now = ROWS[bytes[at + 1] & 0xff] >>> now;
            now = ROWS[bytes[at + 2] & 0xff] >>> now;
            now = ROWS[bytes[at + 3] & 0xff] >>> now;
            now = ROWS[bytes[at + 4] & 0xff] >>> now;
            now = ROWS[bytes[at + 5] & 0xff] >>> now;
            now = ROWS[bytes[at + 6] & 0xff] >>> now;
            now = ROWS[bytes[at + 7] & 0xff] >>> now;
            at += 8;
        }
        while (at < to) {
            now = ROWS[bytes[at++] & 0xff] >>> now;
        }
        state = now;
        return (now & STATE_BITS) != WRONG;
    }

    /**
     * The state behind {@code [from, last + STRIDE)}. The second, third and fourth machine begin with a byte that begins a character, and the
     * one before takes that in, too: if it does not find that wrong, it was between characters there.
     */
    private static long throughFour(byte[] bytes, int from, int last, long state) {
        int second = characterAt(bytes, from + DISTANCE);
        int third = characterAt(bytes, from + 2 * DISTANCE);
        long a = state;
        long b = BETWEEN;
        long c = BETWEEN;
        long d = BETWEEN;
        for (int i = 0; i < STRIDE; i++) {
            a = ROWS[bytes[from + i] & 0xff] >>> a;
            b = ROWS[bytes[second + i] & 0xff] >>> b;
            c = ROWS[bytes[third + i] & 0xff] >>> c;
            d = ROWS[bytes[last + i] & 0xff] >>> d;
        }
        boolean right = (a & STATE_BITS) != WRONG && (b & STATE_BITS) != WRONG && (c & STATE_BITS) != WRONG;
        return right ? d : WRONG;
    }

    /** Where the character begins of which a byte is; that byte itself if none begins within three bytes before, which is wrong in any case. */
    private static int characterAt(byte[] bytes, int at) {
        for (int first = at; first >= at - 3; first--) {
            if ((bytes[first] & 0xc0) != 0x80) {
                return first;
            }
        }
        return at;
    }

    private static int skipAscii(byte[] bytes, int from, int to) {
        int at = from;
        for (int last = to - 7; at < last; at += 8) {
            if (((long) LONGS.get(bytes, at) & NOT_ASCII) != 0) {
                break;
            }
        }
        return at;
    }

    /** Whether no character lacks bytes. */
    public boolean isComplete() {
        return (state & STATE_BITS) == BETWEEN;
    }

    /** Forgets all. */
    public void reset() {
        state = BETWEEN;
    }

    private static long[] rows() {
        long[] rows = new long[256];
        for (int each = 0; each < rows.length; each++) {
            for (int before : STATES) {
                rows[each] |= (long) next(before, each) << before;
            }
        }
        return rows;
    }

    private static int next(int before, int b) {
        return switch (before) {
            case BETWEEN -> first(b);
            case ONE_MISSING -> within(b, 0x80, 0xbf, BETWEEN);
            case TWO_MISSING -> within(b, 0x80, 0xbf, ONE_MISSING);
            case THREE_MISSING -> within(b, 0x80, 0xbf, TWO_MISSING);
            case AFTER_E0 -> within(b, 0xa0, 0xbf, ONE_MISSING);
            case AFTER_ED -> within(b, 0x80, 0x9f, ONE_MISSING);
            case AFTER_F0 -> within(b, 0x90, 0xbf, TWO_MISSING);
            case AFTER_F4 -> within(b, 0x80, 0x8f, TWO_MISSING);
            default -> WRONG;
        };
    }

    private static int within(int b, int lowest, int highest, int next) {
        return b >= lowest && b <= highest ? next : WRONG;
    }

    private static int first(int b) {
        if (b < 0x80) {
            return BETWEEN;
        }
        if (b < 0xc2 || b > 0xf4) {
            return WRONG;
        }
        return switch (b) {
            case 0xe0 -> AFTER_E0;
            case 0xed -> AFTER_ED;
            case 0xf0 -> AFTER_F0;
            case 0xf4 -> AFTER_F4;
            default -> b < 0xe0 ? ONE_MISSING : b < 0xf0 ? TWO_MISSING : THREE_MISSING;
        };
    }
}
