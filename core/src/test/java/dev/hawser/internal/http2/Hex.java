package dev.hawser.internal.http2;

import java.util.HexFormat;

/** Bytes as hexadecimal digits, with spaces where they please. */
final class Hex {
    private Hex() {}

    static byte[] bytes(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static String of(WireBuffer buffer) {
        return HexFormat.of().formatHex(buffer.array(), 0, buffer.length());
    }
}
