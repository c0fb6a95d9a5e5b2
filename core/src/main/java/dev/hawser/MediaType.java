package dev.hawser;

import dev.hawser.internal.text.Tokens;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The media type of a body, as in {@code text/plain; charset=utf-8} (RFC 9110, section 8.3.1). Two are equal
 * if their texts are. Immutable, and safe for use by many threads.
 */
public final class MediaType {
    private final String text;
    private final String type;
    private final String subtype;

    /** Name, value, name, value … */
    private final List<String> parameters;

    private MediaType(String text, String type, String subtype, List<String> parameters) {
        this.text = text;
        this.type = type;
        this.subtype = subtype;
        this.parameters = parameters;
    }

    /**
     * The media type that {@code text} spells.
     *
     * @throws IllegalArgumentException if it spells none; the message says where it fails
     */
    public static MediaType get(String text) {
        int slash = text.indexOf('/');
        int end = endOfToken(text, slash + 1);
        if (slash < 1 || endOfToken(text, 0) != slash || end == slash + 1) {
            throw new IllegalArgumentException("No subtype found for: \"" + text + '"');
        }
        String type = text.substring(0, slash).toLowerCase(Locale.ROOT);
        String subtype = text.substring(slash + 1, end).toLowerCase(Locale.ROOT);
        return new MediaType(text, type, subtype, parseParameters(text, end));
    }

    /** The media type that {@code text} spells, or null if it spells none. */
    public static @Nullable MediaType parse(String text) {
        try {
            return get(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The type in lower case, as {@code text} in {@code text/plain}. */
    public String type() {
        return type;
    }

    /** The subtype in lower case, as {@code plain} in {@code text/plain}. */
    public String subtype() {
        return subtype;
    }

    /** The value of the first parameter named so, in any case, or null. */
    public @Nullable String parameter(String name) {
        for (int i = 0; i < parameters.size(); i += 2) {
            if (parameters.get(i).equalsIgnoreCase(name)) {
                return parameters.get(i + 1);
            }
        }
        return null;
    }

    /** The charset that this type names, or null if it names none or one that this JVM does not have. */
    public @Nullable Charset charset() {
        String name = parameter("charset");
        if (name == null) {
            return null;
        }
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** As {@link #charset()}, with {@code fallback} in place of null. */
    public Charset charset(Charset fallback) {
        Charset charset = charset();
        return charset == null ? fallback : charset;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MediaType that && that.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The text that this type was made of. */
    @Override
    public String toString() {
        return text;
    }

    /** The type of a text: {@code given}, with {@code charset=utf-8} if it names no charset that is there. */
    static @Nullable MediaType forText(@Nullable MediaType given) {
        return given == null || given.charset() != null ? given : get(given + "; charset=utf-8");
    }

    /** The charset that {@code type} names, or else UTF-8. */
    static Charset charsetOf(@Nullable MediaType type) {
        return type == null ? StandardCharsets.UTF_8 : type.charset(StandardCharsets.UTF_8);
    }

    private static List<String> parseParameters(String text, int from) {
        List<String> parameters = List.of();
        int at = skipSpace(text, from);
        while (at < text.length()) {
            int start = at;
            if (text.charAt(at) != ';') {
                throw badParameter(text, start);
            }
            at = skipSpace(text, at + 1);
            int nameEnd = endOfToken(text, at);
            if (nameEnd == at) {
                continue;
            }
            if (nameEnd == text.length() || text.charAt(nameEnd) != '=') {
                throw badParameter(text, start);
            }
            StringBuilder value = new StringBuilder();
            int end = readValue(text, nameEnd + 1, value);
            if (end < 0) {
                throw badParameter(text, start);
            }
            if (parameters.isEmpty()) {
                parameters = new ArrayList<>(2);
            }
            parameters.add(text.substring(at, nameEnd));
            parameters.add(value.toString());
            at = skipSpace(text, end);
        }
        return parameters;
    }

    /** Reads a token, one in single quotes, or a quoted string; returns the index behind it, or -1. */
    private static int readValue(String text, int at, StringBuilder value) {
        if (at < text.length() && text.charAt(at) == '"') {
            for (int i = at + 1; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '"') {
                    return i + 1;
                }
                if (c == '\\' && i + 1 < text.length()) {
                    c = text.charAt(++i);
                }
                value.append(c);
            }
            return -1;
        }
        int end = endOfToken(text, at);
        if (end == at) {
            return -1;
        }
        boolean inSingleQuotes = end - at > 2 && text.charAt(at) == '\'' && text.charAt(end - 1) == '\'';
        value.append(text, inSingleQuotes ? at + 1 : at, inSingleQuotes ? end - 1 : end);
        return end;
    }

    private static int endOfToken(String text, int from) {
        int at = from;
        while (at < text.length() && Tokens.isTokenChar(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    private static IllegalArgumentException badParameter(String text, int at) {
        return new IllegalArgumentException(
                "Parameter is not formatted correctly: \"" + text.substring(at) + "\" for: \"" + text + '"');
    }
}
