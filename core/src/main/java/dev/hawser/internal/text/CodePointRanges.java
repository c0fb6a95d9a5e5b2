package dev.hawser.internal.text;

import java.util.Arrays;

/** A value from 0 to 255 for each code point, the same over ranges of them; a look-up halves the ranges. Immutable. */
final class CodePointRanges {
    private final int[] starts;
    private final byte[] values;

    /** Ranges by their first code points, the first of which is 0; each goes on to the next one's start. */
    CodePointRanges(int[] starts, byte[] values) {
        this.starts = starts;
        this.values = values;
    }

    /** The number of the range that the code point is in, from 0 on. */
    int indexOf(int codePoint) {
        int index = Arrays.binarySearch(starts, codePoint);
        return index >= 0 ? index : -index - 2;
    }

    /** The value of the range of that number. */
    int valueOf(int range) {
        return values[range] & 0xff;
    }

    /** The value of the code point. */
    int at(int codePoint) {
        return valueOf(indexOf(codePoint));
    }

    /** The number of ranges. */
    int size() {
        return starts.length;
    }
}
