package dev.hawser;

import dev.hawser.internal.text.CookieDates;
import dev.hawser.internal.text.PublicSuffixes;
import dev.hawser.internal.text.Tokens;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads one {@code Set-Cookie} value (RFC 6265, section 5.2, and RFC 6265bis, sections 5.6 and 5.7). What cannot be
 * read as an attribute is passed over; of attributes of the same name the last counts.
 */
final class SetCookieParser {
    /** What name and value may have together. */
    private static final int MOST_NAME_AND_VALUE = 4096;

    private static final int MOST_ATTRIBUTE_VALUE = 1024;
    private static final long LONGEST_LIFE_MILLIS = TimeUnit.DAYS.toMillis(400);

    private final long nowMillis;
    private final HttpUrl url;

    private @Nullable Instant expires;

    /** Null without a valid Max-Age. */
    private @Nullable Long maxAgeSeconds;

    private String domainAttribute = "";
    private String pathAttribute = "";
    private boolean secure;
    private boolean httpOnly;
    private @Nullable String sameSite;

    private SetCookieParser(long nowMillis, HttpUrl url) {
        this.nowMillis = nowMillis;
        this.url = url;
    }

    /** The cookie that a server's response at {@code nowMillis} sets, or null if it is to be ignored. */
    static @Nullable Cookie parse(long nowMillis, HttpUrl url, String setCookie) {
        return Tokens.indexOfControl(setCookie) >= 0 ? null : new SetCookieParser(nowMillis, url).read(setCookie);
    }

    private @Nullable Cookie read(String setCookie) {
        int pairEnd = endOfPart(setCookie, 0);
        int equals = setCookie.indexOf('=');
        if (equals < 0 || equals >= pairEnd) {
            return null;
        }
        String name = setCookie.substring(0, equals).trim();
        String value = setCookie.substring(equals + 1, pairEnd).trim();
        if (name.isEmpty()
                || name.length() + value.length() > MOST_NAME_AND_VALUE
                || Tokens.indexOfNonAsciiOrControl(name) >= 0
                || Tokens.indexOfNonAsciiOrControl(value) >= 0) {
            return null;
        }
        for (int start = pairEnd + 1, end; start <= setCookie.length(); start = end + 1) {
            end = endOfPart(setCookie, start);
            readAttribute(setCookie.substring(start, end));
        }
        return cookie(name, value);
    }

    private void readAttribute(String part) {
        int equals = part.indexOf('=');
        String name = (equals < 0 ? part : part.substring(0, equals)).trim();
        String value = equals < 0 ? "" : part.substring(equals + 1).trim();
        if (value.length() > MOST_ATTRIBUTE_VALUE) {
            return;
        }
        switch (name.toLowerCase(Locale.ROOT)) {
            case "expires" -> {
                Instant date = CookieDates.parse(value);
                expires = date == null ? expires : date;
            }
            case "max-age" -> {
                Long seconds = seconds(value);
                maxAgeSeconds = seconds == null ? maxAgeSeconds : seconds;
            }
            case "domain" -> domainAttribute = value.startsWith(".") ? value.substring(1) : value;
            case "path" -> pathAttribute = value;
            case "secure" -> secure = true;
            case "httponly" -> httpOnly = true;
            case "samesite" -> sameSite = Cookie.knownSameSite(value);
            default -> {}
        }
    }

    private @Nullable Cookie cookie(String name, String value) {
        if (Tokens.indexOfNonAsciiOrControl(domainAttribute) >= 0) {
            return null;
        }
        String host = url.host();
        String domain = domainAttribute.toLowerCase(Locale.ROOT);
        boolean hostOnly = domain.isEmpty();
        if (!hostOnly) {
            if (!Cookie.domainMatches(url, domain)) {
                return null;
            }
            if (!url.isIpAddress() && PublicSuffixes.registrableDomain(domain) == null) {
                if (!domain.equals(host)) {
                    return null;
                }
                hostOnly = true;
            }
        }
        String path = pathAttribute.startsWith("/") ? pathAttribute : defaultPath();
        if (Tokens.indexOfNonAsciiOrControl(path) >= 0 || !keepsItsPrefix(name, hostOnly)) {
            return null;
        }
        return new Cookie(
                name,
                value,
                maxAgeSeconds != null || expires != null,
                expiresAt(),
                hostOnly ? host : domain,
                path,
                secure,
                httpOnly,
                hostOnly,
                sameSite);
    }

    /** What the name promises, in any case: it was set over TLS, and for {@code __Host-} for this host and all paths. */
    private boolean keepsItsPrefix(String name, boolean hostOnly) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean host = lower.startsWith("__host-");
        if (!host && !lower.startsWith("__secure-")) {
            return true;
        }
        return secure && url.isHttps() && (!host || hostOnly && pathAttribute.equals("/"));
    }

    /** When it ends: Max-Age comes before Expires, and 400 days from now is the last. */
    private long expiresAt() {
        long last = nowMillis + LONGEST_LIFE_MILLIS;
        if (maxAgeSeconds != null) {
            long seconds = maxAgeSeconds;
            return seconds <= 0
                    ? Long.MIN_VALUE
                    : seconds >= LONGEST_LIFE_MILLIS / 1000 ? last : nowMillis + 1000 * seconds;
        }
        return expires == null ? Cookie.NO_END : Math.min(expires.toEpochMilli(), last);
    }

    /** The path of the URL up to its last slash, without that (RFC 6265, section 5.1.4). */
    private String defaultPath() {
        String path = url.encodedPath();
        int slash = path.lastIndexOf('/');
        return slash == 0 ? "/" : path.substring(0, slash);
    }

    /** A number with or without a minus, of any size; null if it is none. */
    private static @Nullable Long seconds(String text) {
        int first = text.startsWith("-") ? 1 : 0;
        if (first == text.length()) {
            return null;
        }
        for (int i = first; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return null;
            }
        }
        if (first == 1) {
            return -1L;
        }
        int start = 0;
        while (start < text.length() - 1 && text.charAt(start) == '0') {
            start++;
        }
        return text.length() - start > 18 ? Long.MAX_VALUE : Long.parseLong(text, start, text.length(), 10);
    }

    private static int endOfPart(String text, int from) {
        int semicolon = text.indexOf(';', from);
        return semicolon < 0 ? text.length() : semicolon;
    }
}
