package dev.hawser.internal.http1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The ways in which the same bytes may arrive, as lists of what each read brings. */
final class Splits {
    private Splits() {}

    /** All at once. */
    static List<byte[]> whole(byte[] bytes) {
        return List.of(bytes);
    }

    /** All but the first way: byte by byte, and in pieces whose lengths the bytes themselves tell. */
    static List<List<byte[]>> others(byte[] bytes) {
        return List.of(pieces(bytes, 0), pieces(bytes, 3), pieces(bytes, 63));
    }

    private static List<byte[]> pieces(byte[] bytes, int mask) {
        List<byte[]> pieces = new ArrayList<>();
        for (int start = 0; start < bytes.length; ) {
            int end = Math.min(bytes.length, start + 1 + (bytes[start] * 31 >> 2 & mask));
            pieces.add(Arrays.copyOfRange(bytes, start, end));
            start = end;
        }
        return pieces;
    }
}
