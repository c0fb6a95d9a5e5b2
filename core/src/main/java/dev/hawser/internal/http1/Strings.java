package dev.hawser.internal.http1;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A memory of short texts by their bytes, so that the names and values that every response repeats are made
 * only once. Each hash has a slot and that one's neighbour; a newer text pushes an older one out, so it never
 * grows. Safe for use by many threads: a race only makes a text twice.
 */
final class Strings {
    private static final int SLOTS = 512;
    private static final int LONGEST = 48;

    private final @Nullable String[] slots = new String[SLOTS];

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
        String newer = slots[slot];
        if (newer != null && same(newer, bytes, start, length)) {
            return newer;
        }
        String older = slots[slot ^ 1];
        if (older != null && same(older, bytes, start, length)) {
            return older;
        }
        String made = fresh(bytes, start, end);
        slots[slot ^ 1] = newer;
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
