package dev.hawser.internal.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Whether bytes that come in pieces are UTF-8 (RFC 3629), which is known as soon as they are not. */
public final class Utf8Checker {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

    /** The two highest bits of two bytes; in continuation bytes they are 10. */
    private static final int TWO_TOPS = 0xc0c0;

    private static final int TWO_CONTINUATIONS = 0x8080;

    /** How many bytes the character that has begun still lacks. */
    private int missing;

    /** What the next of them may be: both bounds belong to the range. */
    private int lowest;

    private int highest;

    /** A checker of what begins now. */
    public Utf8Checker() {}

    /** Takes in {@code bytes[from, to)}; false if that cannot be, and then it is not to be used until it is {@link #reset}. */
    public boolean accept(byte[] bytes, int from, int to) {
        int at = from;
        while (missing > 0 && at < to) {
            if (!takeContinuation(bytes[at++] & 0xff)) {
                return false;
            }
        }
        return at == to || acceptFromStart(bytes, at, to);
    }

    /** Whether no character lacks bytes. */
    public boolean isComplete() {
        return missing == 0;
    }

    /** Forgets all. */
    public void reset() {
        missing = 0;
    }

    /** Takes in bytes of which the first begins a character. */
    private boolean acceptFromStart(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int first = bytes[at];
            if (first >= 0) {
                at = skipAscii(bytes, at + 1, to);
                continue;
            }
            int length = wholeCharacter(bytes, at, to);
            if (length > 0) {
                at += length;
            } else if (length < 0 || to - at >= 4) {
                return false;
            } else {
                return acceptSlowly(bytes, at, to);
            }
        }
        return true;
    }

    private static int skipAscii(byte[] bytes, int from, int to) {
        int at = from;
        for (int last = to - 7; at < last; at += 8) {
            long other = (long) LONGS.get(bytes, at) & NOT_ASCII;
            if (other != 0) {
                return at + (Long.numberOfTrailingZeros(other) >>> 3);
            }
        }
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    /** The length of the character at {@code at}, which is not ASCII; 0 if perhaps not all of it is there, -1 if it is none. */
    private static int wholeCharacter(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xff;
        if (first < 0xe0) {
            if (first < 0xc2) {
                return -1; // a continuation byte, or an overlong form
            }
            return to - at < 2 ? 0 : bytes[at + 1] < (byte) 0xc0 ? 2 : -1;
        }
        if (to - at < 3) {
            return 0;
        }
        int two = (short) SHORTS.get(bytes, at + 1);
        if ((two & TWO_TOPS) != TWO_CONTINUATIONS) {
            return -1;
        }
        int second = two & 0xff;
        if (first < 0xf0) {
            boolean overlong = first == 0xe0 && second < 0xa0;
            boolean surrogate = first == 0xed && second > 0x9f;
            return overlong || surrogate ? -1 : 3;
        }
        boolean overlong = first == 0xf0 && second < 0x90;
        if (overlong || first > 0xf4 || first == 0xf4 && second > 0x8f) {
            return -1;
        }
        return to - at < 4 ? 0 : bytes[at + 3] < (byte) 0xc0 ? 4 : -1;
    }

    /** Takes in the last bytes of a piece, which may end within a character. */
    private boolean acceptSlowly(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            int next = bytes[at] & 0xff;
            if (missing > 0 ? !takeContinuation(next) : !takeFirst(next)) {
                return false;
            }
        }
        return true;
    }

    private boolean takeFirst(int first) {
        if (first < 0x80) {
            return true;
        }
        if (first < 0xc2 || first > 0xf4) {
            return false;
        }
        missing = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
        lowest = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        highest = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        return true;
    }

    private boolean takeContinuation(int next) {
        if (next < lowest || next > highest) {
            return false;
        }
        missing--;
        lowest = 0x80;
        highest = 0xbf;
        return true;
    }
}
