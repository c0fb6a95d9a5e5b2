package dev.hawser;

import dev.hawser.internal.text.EncodeSet;
import dev.hawser.internal.text.HostParser;
import dev.hawser.internal.text.PercentEncoding;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a URL, or a link on a page, as browsers do (WHATWG URL standard, section 4.4, for the special schemes
 * http and https), and writes it in its canonical form.
 */
final class UrlParser {
    private final @Nullable HttpUrl base;

    /** The text without what is to be ignored: space at its ends, tabs and line ends within. */
    private final String text;

    private final StringBuilder out;

    private UrlParser(@Nullable HttpUrl base, String text) {
        this.base = base;
        this.text = withoutIgnored(text);
        this.out = new StringBuilder(this.text.length() + 16);
    }

    /**
     * The URL that {@code text} spells, seen from {@code base}.
     *
     * @throws IllegalArgumentException if it spells none; the message says what is wrong and where
     */
    static HttpUrl parse(@Nullable HttpUrl base, String text) {
        if (OrdinaryUrl.isCanonical(text)) {
            return HttpUrl.ofCanonical(text);
        }
        return HttpUrl.ofCanonical(canonical(base, text));
    }

    /** The canonical form of {@code text}, be it canonical already or not; as {@link #parse} has it. */
    static String canonical(@Nullable HttpUrl base, String text) {
        UrlParser parser = new UrlParser(base, text);
        parser.canonicalize();
        return parser.out.toString();
    }

    /** Appends to {@code path}, which starts with a slash or is empty, what a path or its end resolves to. */
    static void resolvePath(String text, int from, int to, StringBuilder out, int pathStart) {
        int start = from;
        while (true) {
            int end = start;
            while (end < to && !isSlash(text.charAt(end))) {
                end++;
            }
            boolean last = end == to;
            if (isDoubleDot(text, start, end)) {
                if (out.length() > pathStart) {
                    out.setLength(out.lastIndexOf("/"));
                }
                if (last) {
                    out.append('/');
                }
            } else if (isSingleDot(text, start, end)) {
                if (last) {
                    out.append('/');
                }
            } else {
                out.append('/');
                PercentEncoding.encode(text, start, end, EncodeSet.PATH, out);
            }
            if (last) {
                return;
            }
            start = end + 1;
        }
    }

    /** Whether a segment means the directory that it is in. */
    static boolean isSingleDot(String text, int from, int to) {
        return from < to && skipDot(text, from, to) == to;
    }

    /** Whether a segment means the directory above that which it is in. */
    static boolean isDoubleDot(String text, int from, int to) {
        int second = skipDot(text, from, to);
        return second > from && isSingleDot(text, second, to);
    }

    private void canonicalize() {
        int colon = endOfScheme();
        if (colon < 0) {
            if (base == null) {
                throw new IllegalArgumentException("Expected URL scheme 'http' or 'https' but no scheme was found for "
                        + (text.length() > 6 ? text.substring(0, 6) + "..." : text));
            }
            resolve(base, 0);
            return;
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("Expected URL scheme 'http' or 'https' but was '" + scheme + "'");
        }
        if (base != null && base.scheme().equals(scheme) && !text.startsWith("//", colon + 1)) {
            resolve(base, colon + 1);
        } else {
            absolute(scheme, skipSlashes(colon + 1));
        }
    }

    /** Writes what the text from {@code at} means on a page at {@code page}. */
    private void resolve(HttpUrl page, int at) {
        boolean slash = at < text.length() && isSlash(text.charAt(at));
        if (slash && at + 1 < text.length() && isSlash(text.charAt(at + 1))) {
            absolute(page.scheme(), skipSlashes(at));
            return;
        }
        out.append(page.originAndUserInfo());
        int pathStart = out.length();
        int pathEnd = endOfPath(at);
        if (slash) {
            resolvePath(text, at + 1, pathEnd, out, pathStart);
        } else {
            out.append(page.encodedPath());
            if (pathEnd > at) {
                out.setLength(out.lastIndexOf("/"));
                resolvePath(text, at, pathEnd, out, pathStart);
            } else if ((at == text.length() || text.charAt(at) == '#') && page.encodedQuery() != null) {
                out.append('?').append(page.encodedQuery());
            }
        }
        queryAndFragment(pathEnd);
    }

    private void absolute(String scheme, int authority) {
        int end = endOfAuthority(authority);
        int at = text.lastIndexOf('@', end - 1);
        int hostStart = authority;
        out.append(scheme).append("://");
        if (at >= authority) {
            userInfo(authority, at);
            hostStart = at + 1;
        }
        hostAndPort(hostStart, end, HttpUrl.defaultPort(scheme));
        int pathStart = out.length();
        int pathEnd = endOfPath(end);
        boolean slash = end < pathEnd;
        resolvePath(text, slash ? end + 1 : end, pathEnd, out, pathStart);
        queryAndFragment(pathEnd);
    }

    private void userInfo(int from, int to) {
        int colon = text.indexOf(':', from);
        int userEnd = colon < 0 || colon > to ? to : colon;
        PercentEncoding.encode(text, from, userEnd, EncodeSet.USER_INFO, out);
        if (userEnd + 1 < to) {
            out.append(':');
            PercentEncoding.encode(text, userEnd + 1, to, EncodeSet.USER_INFO, out);
        }
        if (to - from > 1 || userEnd > from) {
            out.append('@');
        }
    }

    private void hostAndPort(int from, int to, int defaultPort) {
        int colon = portColon(from, to);
        String host = text.substring(from, colon);
        if (host.isEmpty()) {
            throw new IllegalArgumentException("Invalid URL host: \"\" at index " + from);
        }
        try {
            out.append(HostParser.parse(host));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Invalid URL host: \"" + host + "\" at index " + from + ": " + e.getMessage(), e);
        }
        int port = colon < to ? port(colon + 1, to) : -1;
        if (port >= 0 && port != defaultPort) {
            out.append(':').append(port);
        }
    }

    /** The port from {@code from} to {@code to}, or -1 if there is nothing. */
    private int port(int from, int to) {
        int port = -1;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            port = Math.max(port, 0) * 10 + c - '0';
            if (c < '0' || c > '9' || port > 65535) {
                throw new IllegalArgumentException("Invalid URL port: \"" + text.substring(from, to) + "\" at index "
                        + from + ": expected a number up to 65535");
            }
        }
        return port;
    }

    private void queryAndFragment(int from) {
        int hash = text.indexOf('#', from);
        int queryEnd = hash < 0 ? text.length() : hash;
        if (from < queryEnd) {
            out.append('?');
            PercentEncoding.encode(text, from + 1, queryEnd, EncodeSet.QUERY, out);
        }
        if (hash >= 0) {
            out.append('#');
            PercentEncoding.encode(text, hash + 1, text.length(), EncodeSet.FRAGMENT, out);
        }
    }

    /** The index of the colon behind the scheme, or -1 if there is no scheme. */
    private int endOfScheme() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
            if (c == ':' && i > 0) {
                return i;
            }
            if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.'))) {
                return -1;
            }
        }
        return -1;
    }

    /** The index of the colon before the port, or {@code to}; colons in brackets are not meant. */
    private int portColon(int from, int to) {
        boolean inBrackets = false;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == ':' && !inBrackets) {
                return i;
            }
            if (c == '[') {
                inBrackets = true;
            } else if (c == ']') {
                inBrackets = false;
            }
        }
        return to;
    }

    private int endOfAuthority(int from) {
        int at = from;
        while (at < text.length() && !isSlash(text.charAt(at)) && !isPathEnd(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private int endOfPath(int from) {
        int at = from;
        while (at < text.length() && !isPathEnd(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private int skipSlashes(int from) {
        int at = from;
        while (at < text.length() && isSlash(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isPathEnd(char c) {
        return c == '?' || c == '#';
    }

    private static boolean isSlash(char c) {
        return c == '/' || c == '\\';
    }

    /** The index behind a dot, plain or encoded, or {@code from} if there is none. */
    private static int skipDot(String text, int from, int to) {
        if (from < to && text.charAt(from) == '.') {
            return from + 1;
        }
        return from + 3 <= to && text.regionMatches(true, from, "%2e", 0, 3) ? from + 3 : from;
    }

    private static String withoutIgnored(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) <= ' ') {
            start++;
        }
        while (start < end && text.charAt(end - 1) <= ' ') {
            end--;
        }
        StringBuilder kept = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c != '\t' && c != '\n' && c != '\r') {
                kept.append(c);
            }
        }
        return kept.toString();
    }
}
