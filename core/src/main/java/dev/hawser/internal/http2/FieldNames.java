package dev.hawser.internal.http2;

/** Names of fields, which are in lower case on the wire (RFC 9113, section 8.2), while ours may have any. */
final class FieldNames {
    private FieldNames() {}

    /** A hash of a name that is the same for its letters in any case. */
    static int hash(String name) {
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = 31 * hash + (name.charAt(i) | 0x20);
        }
        return hash;
    }

    /** Whether a name in lower case is that of {@code name}, which has any case. */
    static boolean same(String lowerCase, String name) {
        int length = lowerCase.length();
        if (length != name.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (lowerCase.charAt(i) != lower(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The name in lower case; letters beyond ASCII, which no name has, stay as they are. */
    static String lower(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (lower(name.charAt(i)) != name.charAt(i)) {
                char[] letters = name.toCharArray();
                for (int j = i; j < letters.length; j++) {
                    letters[j] = lower(letters[j]);
                }
                return new String(letters);
            }
        }
        return name;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 0x20) : c;
    }
}
