package dev.hawser.internal.text;

import java.util.Arrays;

/** Pairs of code points that are one in Normalization Form C (UAX #15), but for the syllables of Hangul. Immutable. */
final class Compositions {
    private static final int BITS = 21;
    private static final int CODE_POINT = (1 << BITS) - 1;

    /** The composites in order, and beside each its pair. */
    private final int[] composites;

    private final long[] pairs;

    /** The same in the order of the pairs: first, second, composite. */
    private final long[] byPair;

    private Compositions(int[] composites, long[] pairs) {
        this.composites = composites;
        this.pairs = pairs;
        this.byPair = new long[pairs.length];
        for (int i = 0; i < pairs.length; i++) {
            byPair[i] = pairs[i] << BITS | composites[i];
        }
        Arrays.sort(byPair);
    }

    /** Reads the composites, then how far below each its first lies, then the seconds. */
    static Compositions read(Columns columns) {
        int count = columns.unsigned();
        int[] composites = columns.ascending(count);
        long[] pairs = new long[count];
        for (int i = 0; i < count; i++) {
            pairs[i] = (long) (composites[i] - columns.signed()) << BITS;
        }
        for (int i = 0; i < count; i++) {
            pairs[i] |= columns.unsigned();
        }
        return new Compositions(composites, pairs);
    }

    /** The one that the two are together, or -1. */
    int composite(int first, int second) {
        long pair = (long) first << BITS | second;
        int index = -Arrays.binarySearch(byPair, pair << BITS) - 1;
        return index < byPair.length && byPair[index] >>> BITS == pair ? (int) byPair[index] & CODE_POINT : -1;
    }

    /** The number of the code point among the composites, or a negative one. */
    int indexOf(int codePoint) {
        return Arrays.binarySearch(composites, codePoint);
    }

    int first(int index) {
        return (int) (pairs[index] >>> BITS);
    }

    int second(int index) {
        return (int) pairs[index] & CODE_POINT;
    }
}
