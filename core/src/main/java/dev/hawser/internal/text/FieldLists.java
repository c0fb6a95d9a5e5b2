package dev.hawser.internal.text;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Field values that are lists (RFC 9110, section 5.6.1): elements set off by commas, or parameters set off by
 * semicolons (section 5.6.6). Separators within a quoted string do not count, empty elements are left out,
 * and so is the space around them. A quoted string that does not end goes to the end of the value.
 */
public final class FieldLists {
    private FieldLists() {}

    /** The elements of a comma list. */
    public static List<String> elements(String value) {
        return split(value, ',');
    }

    /** The parts of a text that semicolons set off: an element's own, and its parameters behind it. */
    public static List<String> parameters(String element) {
        return split(element, ';');
    }

    /** Whether a comma list has the element {@code token}, in any case. Allocates nothing. */
    public static boolean contains(String value, String token) {
        int start = 0;
        while (start <= value.length()) {
            int end = end(value, ',', start);
            int from = skipSpace(value, start, end);
            int to = trimSpace(value, from, end);
            if (to - from == token.length() && Tokens.standsAt(value, from, token)) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    /**
     * The value of the first part {@code name=value} among those that {@code separator} sets off, unquoted; the
     * name in any case. Null if there is none.
     *
     * @param separator a comma, as in {@code Keep-Alive: timeout=5, max=100}, or a semicolon
     */
    public static @Nullable String valueOf(String value, char separator, String name) {
        int start = 0;
        while (start <= value.length()) {
            int end = end(value, separator, start);
            int from = skipSpace(value, start, end);
            if (Tokens.standsAt(value, from, name)) {
                int equals = skipSpace(value, from + name.length(), end);
                if (equals < end && value.charAt(equals) == '=') {
                    int valueStart = skipSpace(value, equals + 1, end);
                    return QuotedStrings.unquote(value.substring(valueStart, trimSpace(value, valueStart, end)));
                }
            }
            start = end + 1;
        }
        return null;
    }

    private static List<String> split(String value, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        while (start <= value.length()) {
            int end = end(value, separator, start);
            int from = skipSpace(value, start, end);
            int to = trimSpace(value, from, end);
            if (from < to) {
                parts.add(value.substring(from, to));
            }
            start = end + 1;
        }
        return parts;
    }

    /** The index of the separator that ends the part which starts at {@code from}, or the length of all. */
    private static int end(String value, char separator, int from) {
        int at = from;
        while (at < value.length() && value.charAt(at) != separator) {
            if (value.charAt(at) == '"') {
                int quoteEnd = QuotedStrings.end(value, at, value.length());
                at = quoteEnd < 0 ? value.length() : quoteEnd;
            } else {
                at++;
            }
        }
        return at;
    }

    private static int skipSpace(String value, int from, int to) {
        int at = from;
        while (at < to && isSpace(value.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int trimSpace(String value, int from, int to) {
        int end = to;
        while (end > from && isSpace(value.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }
}
