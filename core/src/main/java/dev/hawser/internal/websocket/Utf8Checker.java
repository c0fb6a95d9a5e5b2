package dev.hawser.internal.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Whether bytes that come in pieces are UTF-8 (RFC 3629, section 4). It is a machine of nine states without a branch for each byte: the row
 * of a byte has 6 bits for each state, which are the next state, and a state is where its bits stand, so the next one is found by one shift.
 * Two bytes have a row, too, which is that of the one behind that of the other; there are few, as most bytes are alike. Eight bytes of
 * ASCII between characters are passed over at once.
 */
public final class Utf8Checker {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;
    private static final int STATE_BITS = 0x3f;

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

    /** A power of two, so that an index needs no check. */
    private static final int MOST_PAIR_ROWS = 32;

    private static final long[] PAIR_ROWS = new long[MOST_PAIR_ROWS];

    /** The number of the row of each two bytes, of which the first is the lower one of the index. */
    private static final byte[] PAIRS = pairs();

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
            long eight = (long) LONGS.get(bytes, at);
            now = rowOfPair(eight) >>> now;
            now = rowOfPair(eight >>> 16) >>> now;
            now = rowOfPair(eight >>> 32) >>> now;
            now = rowOfPair(eight >>> 48) >>> now;
            at += 8;
        }
        while (at < to) {
            now = ROWS[bytes[at++] & 0xff] >>> now;
        }
        state = now;
        return (now & STATE_BITS) != WRONG;
    }

    /** The row of the two lowest bytes, of which the lower one comes first. */
    private static long rowOfPair(long bytes) {
        return PAIR_ROWS[PAIRS[(int) bytes & 0xffff] & MOST_PAIR_ROWS - 1];
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

    /** Fills {@link #PAIR_ROWS}, by the kinds of bytes: two that have the same row are of one. */
    private static byte[] pairs() {
        long[] kinds = Arrays.stream(ROWS).distinct().toArray();
        byte[][] rowOfKinds = new byte[kinds.length][kinds.length];
        int count = 0;
        for (int first = 0; first < kinds.length; first++) {
            for (int second = 0; second < kinds.length; second++) {
                long row = joined(kinds[first], kinds[second]);
                int number = indexOf(row, PAIR_ROWS, count);
                PAIR_ROWS[number] = row;
                count = Math.max(count, number + 1);
                rowOfKinds[first][second] = (byte) number;
            }
        }
        int[] kindOf = new int[ROWS.length];
        Arrays.setAll(kindOf, each -> indexOf(ROWS[each], kinds, kinds.length));
        byte[] pairs = new byte[1 << 16];
        for (int pair = 0; pair < pairs.length; pair++) {
            pairs[pair] = rowOfKinds[kindOf[pair & 0xff]][kindOf[pair >>> 8]];
        }
        return pairs;
    }

    /** The row of two bytes, of which these are the rows. */
    private static long joined(long first, long second) {
        long row = 0;
        for (int before : STATES) {
            row |= (second >>> (first >>> before) & STATE_BITS) << before;
        }
        return row;
    }

    /** The index of a number among so many, or how many there are. */
    private static int indexOf(long number, long[] numbers, int count) {
        int index = 0;
        while (index < count && numbers[index] != number) {
            index++;
        }
        return index;
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
