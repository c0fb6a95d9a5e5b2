package dev.hawser.internal.text;

/** Tokens and field values (RFC 9110, sections 5.5 and 5.6.2). */
public final class Tokens {
    /** Bit c of the pair is set where the ASCII character c is a tchar. */
    private static final long LOW = mask("!#$%&'*+-.0123456789", 0);

    private static final long HIGH = mask("ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~", 64);

    private Tokens() {}

    /** Whether {@code c} may stand in a token. */
    public static boolean isTokenChar(char c) {
        if (c < 64) {
            return (LOW >>> c & 1) != 0;
        }
        return c < 128 && (HIGH >>> (c - 64) & 1) != 0;
    }

    /** Whether all of {@code text} is one token; an empty text is none. */
    public static boolean isToken(String text) {
        return !text.isEmpty() && indexOfNonToken(text) < 0;
    }

    /** The index of the first character that may not stand in a token, or -1. */
    public static int indexOfNonToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenChar(text.charAt(i))) {
                return i;
            }
        }
        return -1;
    }

    /** The index of the first control character other than TAB, which no field value may hold, or -1. */
    public static int indexOfControl(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                return i;
            }
        }
        return -1;
    }

    /** The index of the first character that is neither TAB nor visible ASCII nor a space, or -1. */
    public static int indexOfNonAsciiOrControl(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c >= 0x7f) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the two are the same token; letters of ASCII, and no others, in any case. */
    public static boolean same(String text, String token) {
        return text.length() == token.length() && standsAt(text, 0, token);
    }

    /** Whether {@code token} stands in {@code text} at {@code from}; letters of ASCII, and no others, in any case. */
    static boolean standsAt(String text, int from, String token) {
        if (token.length() > text.length() - from) {
            return false;
        }
        for (int i = 0; i < token.length(); i++) {
            char a = text.charAt(from + i);
            char b = token.charAt(i);
            boolean sameLetter = (a ^ b) == 0x20 && (a | 0x20) >= 'a' && (a | 0x20) <= 'z';
            if (a != b && !sameLetter) {
                return false;
            }
        }
        return true;
    }

    private static long mask(String characters, int offset) {
        long mask = 0;
        for (int i = 0; i < characters.length(); i++) {
            mask |= 1L << (characters.charAt(i) - offset);
        }
        return mask;
    }
}
