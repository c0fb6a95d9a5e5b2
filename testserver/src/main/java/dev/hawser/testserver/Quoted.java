package dev.hawser.testserver;

import java.nio.charset.StandardCharsets;

/** Bytes made fit for a message: quoted, printable, and not too many. */
final class Quoted {
    private static final int MOST = 80;

    private Quoted() {}

    static String of(byte[] bytes) {
        return of(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    static String of(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < Math.min(text.length(), MOST); i++) {
            char c = text.charAt(i);
            if (c == '\r') {
                quoted.append("\\r");
            } else if (c == '\n') {
                quoted.append("\\n");
            } else if (c < ' ' || c > '~') {
                quoted.append(String.format("\\x%02x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append(text.length() > MOST ? "\"… (" + text.length() + " bytes)" : "\"")
                .toString();
    }
}
