package dev.hawser;

import dev.hawser.internal.cookies.CookieStore;
import java.util.List;

/**
 * Keeps cookies in memory, and sends them as RFC 6265 and its revision, "6265bis", have it: those that match, with longer paths
 * first and then older ones; a secure cookie is neither set nor replaced nor hidden over http.
 *
 * <p>It keeps so many cookies for a site, which is a {@linkplain HttpUrl#topPrivateDomain() domain that belongs to one owner}
 * with all hosts below it, and so many in all. If there are too many of a site, one that has ended goes, or else the one
 * that was not used for longest, those that are not secure before the others; if there are too many in all, one that has
 * ended, or else the one that was not used for longest.
 *
 * <p>To put cookies in by hand, call {@link #saveFromResponse}. Safe for use by many threads.
 */
public final class MemoryCookieJar implements CookieJar {
    static final int MOST_PER_SITE = 180;
    static final int MOST = 3000;

    private final CookieStore store;

    /** A jar for 180 cookies a site, and 3,000 in all. */
    public MemoryCookieJar() {
        this(MOST_PER_SITE, MOST);
    }

    /**
     * A jar with limits of its own.
     *
     * @param maxCookiesPerSite how many cookies one site may have; from 1
     * @param maxCookies how many there may be in all; from 1
     * @throws IllegalArgumentException if one is below 1
     */
    public MemoryCookieJar(int maxCookiesPerSite, int maxCookies) {
        this(new CookieStore(maxCookiesPerSite, maxCookies));
    }

    MemoryCookieJar(CookieStore store) {
        this.store = store;
    }

    @Override
    public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
        store.save(url, cookies);
    }

    @Override
    public List<Cookie> loadForRequest(HttpUrl url) {
        return store.load(url);
    }

    /** The cookies that have not ended, in the order of their creation; an unmodifiable copy. */
    public List<Cookie> cookies() {
        return store.all();
    }

    /** Removes a cookie; whether it was there. */
    public boolean remove(Cookie cookie) {
        return store.remove(cookie);
    }

    /** Removes the cookies that are not {@link Cookie#persistent()}, as at the end of a session. */
    public void clearSession() {
        store.removeSession();
    }

    /** Removes all cookies. */
    public void clear() {
        store.clear();
    }

    /** The numbers of cookies, and of sites; no cookie. */
    @Override
    public String toString() {
        return "MemoryCookieJar{" + store + "}";
    }
}
