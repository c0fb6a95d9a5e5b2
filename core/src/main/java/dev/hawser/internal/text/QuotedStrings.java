package dev.hawser.internal.text;

/** Quoted strings (RFC 9110, section 5.6.4): text in double quotes, in which a backslash makes the next character plain. */
public final class QuotedStrings {
    private QuotedStrings() {}

    /** The text as a quoted string. */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }

    /** What a quoted string says; a text that is none is returned as it is. */
    public static String unquote(String text) {
        if (text.length() < 2 || text.charAt(0) != '"' || end(text, 0, text.length()) != text.length()) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 1; i < text.length() - 1; i++) {
            if (text.charAt(i) == '\\') {
                i++;
            }
            plain.append(text.charAt(i));
        }
        return plain.toString();
    }

    /** The index behind the quoted string that starts at {@code from}, or -1 if it does not end before {@code to}. */
    public static int end(String text, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            char c = text.charAt(i);
            if (c == '"') {
                return i + 1;
            }
            if (c == '\\') {
                i++;
            }
        }
        return -1;
    }
}
