package dev.hawser.internal.cookies;

import dev.hawser.Cookie;
import dev.hawser.HttpUrl;

/** A cookie in a store. */
final class KeptCookie {
    final Cookie cookie;

    /** Its place in the order of creation, which it takes over from the cookie that it replaces, unless that had ended. */
    final long created;

    /** Its place in the order of use; guarded by the lock of the store. */
    long used;

    KeptCookie(Cookie cookie, long created, long used) {
        this.cookie = cookie;
        this.created = created;
        this.used = used;
    }

    boolean hasEnded(long nowMillis) {
        return cookie.expiresAt() <= nowMillis;
    }

    /** Whether the two are the same cookie, so that one replaces the other. */
    boolean isSameAs(Cookie other) {
        return cookie.name().equals(other.name())
                && cookie.domain().equals(other.domain())
                && cookie.hostOnly() == other.hostOnly()
                && cookie.path().equals(other.path());
    }

    /**
     * Whether this one is secure and would be hidden or replaced by {@code other}, which comes over http: then that is ignored
     * (6265bis, section 5.7).
     */
    boolean isShieldedFrom(Cookie other) {
        return cookie.secure()
                && cookie.name().equals(other.name())
                && (isWithin(other.domain(), cookie.domain()) || isWithin(cookie.domain(), other.domain()))
                && isBelow(other.path(), cookie.path());
    }

    boolean matches(HttpUrl url, long nowMillis) {
        return !hasEnded(nowMillis) && cookie.matches(url);
    }

    private static boolean isWithin(String host, String domain) {
        return host.equals(domain) || host.endsWith("." + domain);
    }

    private static boolean isBelow(String path, String above) {
        return path.equals(above) || path.startsWith(above.endsWith("/") ? above : above + "/");
    }
}
