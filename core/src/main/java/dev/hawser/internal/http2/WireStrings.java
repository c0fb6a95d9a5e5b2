package dev.hawser.internal.http2;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A memory of short texts by their bytes on the wire, so that what every response repeats is decoded and made only
 * once. A text is kept when it comes a second time, so what is new each time pushes nothing out; it never grows.
 * Safe for use by many threads: what it holds is immutable, and a race only makes a text twice.
 */
public final class WireStrings {
    private static final int SLOTS = 512;
    private static final int LONGEST = 64;

    /** A text and its bytes. Immutable, so that any thread sees it whole. */
    private static final class Known {
        private final byte[] wire;
        private final boolean huffman;
        private final String text;

        Known(byte[] wire, boolean huffman, String text) {
            this.wire = wire;
            this.huffman = huffman;
            this.text = text;
        }

        boolean is(byte[] bytes, int from, int to, boolean coded) {
            return huffman == coded && Arrays.equals(wire, 0, wire.length, bytes, from, to);
        }
    }

    private final @Nullable Known[] slots = new Known[SLOTS];

    /** The hash of what was last seen for each slot without being known. */
    private final int[] seenOnce = new int[SLOTS];

    /** The text of {@code bytes[from, to)}; null if it is not known. */
    @Nullable
    String find(byte[] bytes, int from, int to, boolean huffman) {
        if (to - from > LONGEST) {
            return null;
        }
        Known known = slots[slot(hash(bytes, from, to))];
        return known != null && known.is(bytes, from, to, huffman) ? known.text : null;
    }

    /** Takes in an ASCII text that was not known. */
    void saw(byte[] bytes, int from, int to, boolean huffman, String text) {
        if (to - from > LONGEST) {
            return;
        }
        int hash = hash(bytes, from, to);
        if (seenOnce[slot(hash)] == hash) {
            slots[slot(hash)] = new Known(Arrays.copyOfRange(bytes, from, to), huffman, text);
        } else {
            seenOnce[slot(hash)] = hash;
        }
    }

    private static int slot(int hash) {
        return (hash ^ hash >>> 9 ^ hash >>> 18) & SLOTS - 1;
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }
}
