package dev.hawser;

import dev.hawser.internal.text.HostParser;
import dev.hawser.internal.text.HttpDates;
import dev.hawser.internal.text.Tokens;
import dev.hawser.internal.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cookie that a server has set, or that is to be sent as if one had (RFC 6265 and its revision, "6265bis").
 *
 * <p>Two are equal if all of their parts are. Immutable, and safe for use by many threads; its {@link Builder} is not.
 */
public final class Cookie {
    /** The {@link #expiresAt()} of a cookie without an end: the last millisecond of the year 9999. */
    static final long NO_END = 253402300799999L;

    private static final List<String> SAME_SITE = List.of("Strict", "Lax", "None");

    private final String name;
    private final String value;
    private final boolean persistent;
    private final long expiresAt;
    private final String domain;
    private final String path;
    private final boolean secure;
    private final boolean httpOnly;
    private final boolean hostOnly;
    private final @Nullable String sameSite;

    Cookie(
            String name,
            String value,
            boolean persistent,
            long expiresAt,
            String domain,
            String path,
            boolean secure,
            boolean httpOnly,
            boolean hostOnly,
            @Nullable String sameSite) {
        this.name = name;
        this.value = value;
        this.persistent = persistent;
        this.expiresAt = expiresAt;
        this.domain = domain;
        this.path = path;
        this.secure = secure;
        this.httpOnly = httpOnly;
        this.hostOnly = hostOnly;
        this.sameSite = sameSite;
    }

    /**
     * The cookie that a response from {@code url}, received now, sets by a {@code Set-Cookie} field of this value; null if
     * it is to be ignored, which is so if
     *
     * <ul>
     *   <li>it has no name, or its name or value are not visible ASCII, or it holds a control character anywhere;
     *   <li>name and value have more than 4,096 characters together;
     *   <li>its domain does not include the URL's host, or is a {@linkplain HttpUrl#topPrivateDomain() public suffix} other
     *       than the host itself;
     *   <li>its name begins with {@code __Secure-} or {@code __Host-}, in any case, and it is not what this promises: secure
     *       and from an https URL, and for {@code __Host-} without a domain and with the path {@code /}.
     * </ul>
     *
     * <p>An attribute with a value of more than 1,024 characters, or one that is not understood, is passed over. A cookie ends
     * after 400 days, if it names a later date.
     */
    public static @Nullable Cookie parse(HttpUrl url, String setCookie) {
        return SetCookieParser.parse(Clock.system().currentTimeMillis(), url, setCookie);
    }

    /** The cookies that the {@code Set-Cookie} fields of a response from {@code url} set; an unmodifiable list, in order. */
    public static List<Cookie> parseAll(HttpUrl url, Headers headers) {
        List<Cookie> cookies = List.of();
        for (String setCookie : headers.values("Set-Cookie")) {
            Cookie cookie = parse(url, setCookie);
            if (cookie != null) {
                if (cookies.isEmpty()) {
                    cookies = new ArrayList<>();
                }
                cookies.add(cookie);
            }
        }
        return cookies.isEmpty() ? cookies : Collections.unmodifiableList(cookies);
    }

    /** The name; never empty. */
    public String name() {
        return name;
    }

    /** The value; may be empty, and has its quotation marks if the server sent some. */
    public String value() {
        return value;
    }

    /** Whether it has an end of its own; otherwise it ends with the session, whatever the user takes for one. */
    public boolean persistent() {
        return persistent;
    }

    /**
     * When it ends, in milliseconds since 1970-01-01T00:00Z. {@link Long#MIN_VALUE} if it is to be forgotten at once; the
     * end of the year 9999 if it is not {@link #persistent()}.
     */
    public long expiresAt() {
        return expiresAt;
    }

    /** The host it is for, and the hosts below it unless it is {@link #hostOnly()}; as {@link HttpUrl#host()} has it. */
    public String domain() {
        return domain;
    }

    /** The path it is for, with those below it; starts with {@code /}. */
    public String path() {
        return path;
    }

    /** Whether it is to be shown to HTTP only, and not to scripts. Hawser runs none. */
    public boolean httpOnly() {
        return httpOnly;
    }

    /** Whether it is sent over https only. */
    public boolean secure() {
        return secure;
    }

    /** Whether it is for the very host, and not for those below it. */
    public boolean hostOnly() {
        return hostOnly;
    }

    /** Either {@code Strict}, {@code Lax} or {@code None}; null if it names none of them. It is carried, and changes nothing here. */
    public @Nullable String sameSite() {
        return sameSite;
    }

    /** Whether it is for this URL, by host, path, and scheme; not whether it has ended. */
    public boolean matches(HttpUrl url) {
        boolean host = hostOnly ? url.host().equals(domain) : domainMatches(url, domain);
        return host && pathMatches(url.encodedPath(), path) && (!secure || url.isHttps());
    }

    /** A builder that holds this cookie. */
    public Builder newBuilder() {
        return new Builder(this);
    }

    /** Whether a domain includes the host of a URL (RFC 6265, section 5.1.3). */
    static boolean domainMatches(HttpUrl url, String domain) {
        String host = url.host();
        if (!host.endsWith(domain)) {
            return false;
        }
        int rest = host.length() - domain.length();
        return rest == 0 || host.charAt(rest - 1) == '.' && !url.isIpAddress();
    }

    /** Whether a cookie's path includes that of a request (RFC 6265, section 5.1.4). */
    private static boolean pathMatches(String requested, String path) {
        if (!requested.startsWith(path)) {
            return false;
        }
        return requested.length() == path.length() || path.endsWith("/") || requested.charAt(path.length()) == '/';
    }

    /** As it is written here, or null if it is none of the three. */
    static @Nullable String knownSameSite(String text) {
        for (String known : SAME_SITE) {
            if (Tokens.same(text, known)) {
                return known;
            }
        }
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cookie that
                && that.name.equals(name)
                && that.value.equals(value)
                && that.persistent == persistent
                && that.expiresAt == expiresAt
                && that.domain.equals(domain)
                && that.path.equals(path)
                && that.secure == secure
                && that.httpOnly == httpOnly
                && that.hostOnly == hostOnly
                && Objects.equals(that.sameSite, sameSite);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, value, persistent, expiresAt, domain, path, secure, httpOnly, hostOnly, sameSite);
    }

    /** The cookie as a {@code Set-Cookie} field has it, its value included. */
    @Override
    public String toString() {
        return toString("; domain=");
    }

    /** The same, with a dot before the domain, which RFC 2965 demanded. */
    String toStringWithDot() {
        return toString("; domain=.");
    }

    private String toString(String beforeDomain) {
        StringBuilder out = new StringBuilder(name).append('=').append(value);
        if (persistent && expiresAt == Long.MIN_VALUE) {
            out.append("; max-age=0");
        } else if (persistent) {
            out.append("; expires=").append(HttpDates.format(Instant.ofEpochMilli(expiresAt)));
        }
        if (!hostOnly) {
            out.append(beforeDomain).append(domain);
        }
        out.append("; path=").append(path.replace(";", "%3B"));
        if (secure) {
            out.append("; secure");
        }
        if (httpOnly) {
            out.append("; httponly");
        }
        if (sameSite != null) {
            out.append("; samesite=").append(sameSite);
        }
        return out.toString();
    }

    /** A maker of {@link Cookie}s. A name, a value and a domain are needed. */
    public static final class Builder {
        private @Nullable String name;
        private @Nullable String value;
        private boolean persistent;
        private long expiresAt = NO_END;
        private @Nullable String domain;
        private boolean hostOnly;
        private String path = "/";
        private boolean secure;
        private boolean httpOnly;
        private @Nullable String sameSite;

        /** A builder of a cookie without an end, for the path {@code /}. */
        public Builder() {}

        private Builder(Cookie cookie) {
            name = cookie.name;
            value = cookie.value;
            persistent = cookie.persistent;
            expiresAt = cookie.expiresAt;
            domain = cookie.domain;
            hostOnly = cookie.hostOnly;
            path = cookie.path;
            secure = cookie.secure;
            httpOnly = cookie.httpOnly;
            sameSite = cookie.sameSite;
        }

        /**
         * Sets the name.
         *
         * @throws IllegalArgumentException if it is empty, has space at an end, holds {@code =} or {@code ;}, or is not visible
         *     ASCII
         */
        public Builder name(String name) {
            if (name.isEmpty() || name.indexOf('=') >= 0) {
                throw new IllegalArgumentException("name is empty or has an equals sign: " + name);
            }
            this.name = sendable("name", name);
            return this;
        }

        /**
         * Sets the value; it may be empty.
         *
         * @throws IllegalArgumentException if it has space at an end, holds {@code ;}, or is not visible ASCII
         */
        public Builder value(String value) {
            this.value = sendable("value", value);
            return this;
        }

        /**
         * Sets when it ends, in milliseconds since 1970-01-01T00:00Z. Not after the year 9999; one that is not positive has it
         * forgotten at once.
         */
        public Builder expiresAt(long expiresAt) {
            this.persistent = true;
            this.expiresAt = expiresAt <= 0 ? Long.MIN_VALUE : Math.min(expiresAt, NO_END);
            return this;
        }

        /**
         * Sets the domain: that host and all below it. It is not held against the public suffixes.
         *
         * @throws IllegalArgumentException if it is no host, or begins with a dot
         */
        public Builder domain(String domain) {
            if (domain.startsWith(".")) {
                throw new IllegalArgumentException("unexpected domain: " + domain + " begins with a dot");
            }
            this.domain = host(domain);
            this.hostOnly = false;
            return this;
        }

        /**
         * Sets the domain: that host, and none below it.
         *
         * @throws IllegalArgumentException if it is no host
         */
        public Builder hostOnlyDomain(String domain) {
            this.domain = host(domain);
            this.hostOnly = true;
            return this;
        }

        /**
         * Sets the path; {@code /} by default.
         *
         * @throws IllegalArgumentException if it does not start with {@code /}, or is not visible ASCII
         */
        public Builder path(String path) {
            if (!path.startsWith("/") || Tokens.indexOfNonAsciiOrControl(path) >= 0) {
                throw new IllegalArgumentException("path must start with '/' and be visible ASCII: " + path);
            }
            this.path = path;
            return this;
        }

        /** Has it sent over https only. */
        public Builder secure() {
            this.secure = true;
            return this;
        }

        /** Has it shown to HTTP only. */
        public Builder httpOnly() {
            this.httpOnly = true;
            return this;
        }

        /**
         * Sets the attribute {@code SameSite}.
         *
         * @throws IllegalArgumentException if it is none of {@code Strict}, {@code Lax} and {@code None}, in any case
         */
        public Builder sameSite(String sameSite) {
            this.sameSite = knownSameSite(sameSite);
            if (this.sameSite == null) {
                throw new IllegalArgumentException("sameSite is none of " + SAME_SITE + ": " + sameSite);
            }
            return this;
        }

        /**
         * The cookie.
         *
         * @throws NullPointerException if name, value or domain are missing
         */
        public Cookie build() {
            return new Cookie(
                    Objects.requireNonNull(name, "builder.name == null"),
                    Objects.requireNonNull(value, "builder.value == null"),
                    persistent,
                    expiresAt,
                    Objects.requireNonNull(domain, "builder.domain == null"),
                    path,
                    secure,
                    httpOnly,
                    hostOnly,
                    sameSite);
        }

        private static String host(String domain) {
            boolean bareIpv6 = domain.indexOf(':') >= 0 && !domain.startsWith("[");
            try {
                String host = HostParser.parse(bareIpv6 ? "[" + domain + "]" : domain);
                return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("unexpected domain: " + domain + ": " + e.getMessage(), e);
            }
        }

        /** The message holds no value: it may be a secret. */
        private static String sendable(String what, String text) {
            if (!text.trim().equals(text)) {
                throw new IllegalArgumentException(what + " is not trimmed");
            }
            int fault = Tokens.indexOfNonAsciiOrControl(text);
            if (fault < 0) {
                fault = text.indexOf(';');
            }
            if (fault >= 0) {
                throw new IllegalArgumentException(
                        "a cookie's " + what + " cannot have the character at " + fault + " of " + text.length());
            }
            return text;
        }
    }
}
