package dev.hawser.internal.http1;

import java.nio.charset.StandardCharsets;

/**
 * A memory of short texts by their bytes, so that the names and values that every response repeats are made
 * only once. A slot for each hash; a newer text replaces an older one, so it never grows. Safe for use by
 * many threads: a race only makes a text twice.
 */
public final class Strings {
    private static final int SLOTS = 512;
    private static final int LONGEST = 48;

    private final String[] slots = new String[SLOTS];

    /** The text of ASCII bytes, remembered. */
    String ascii(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length == 0) {
            return "";
        }
        if (length > LONGEST) {
            return fresh(bytes, start, end);
        }
        int hash = length;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + bytes[i];
        }
        hash ^= hash >>> 15;
        int slot = (hash ^ hash >>> 9) & SLOTS - 1;
        String known = slots[slot];
        if (known != null && same(known, bytes, start, length)) {
            return known;
        }
        String made = fresh(bytes, start, end);
        slots[slot] = made;
        return made;
    }

    /** The text of ASCII bytes that are not to be remembered, being a secret or long. */
    @SuppressWarnings("deprecation") // the one conversion that neither checks nor copies twice
    static String fresh(byte[] bytes, int start, int end) {
        return new String(bytes, 0, start, end - start);
    }

    /** The text of bytes of which some are not ASCII: UTF-8, each bad byte replaced by U+FFFD. */
    static String utf8(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    private static boolean same(String known, byte[] bytes, int start, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != bytes[start + i]) {
                return false;
            }
        }
        return true;
    }
}
