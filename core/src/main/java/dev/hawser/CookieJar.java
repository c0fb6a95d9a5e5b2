package dev.hawser;

import java.util.List;

/**
 * Keeps the cookies that servers set, and says which are sent. Its rules are its own: the client asks before each request and
 * tells of each response, those of redirects included. {@link MemoryCookieJar} and {@link FileCookieJar} are ready-made;
 * {@link JavaNetCookieJar} asks a {@link java.net.CookieHandler}.
 *
 * <p>Must be safe for use by many threads. It runs on the call's thread, with no lock held; what it throws fails the call.
 */
public interface CookieJar {
    /** Keeps none and sends none. */
    CookieJar NO_COOKIES = new CookieJar() {
        @Override
        public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {}

        @Override
        public List<Cookie> loadForRequest(HttpUrl url) {
            return List.of();
        }

        @Override
        public String toString() {
            return "CookieJar.NO_COOKIES";
        }
    };

    /**
     * Takes the cookies that a response from {@code url} set, at least one, in order; those that it must not set are left out
     * already ({@link Cookie#parse}). One that has {@linkplain Cookie#expiresAt() ended} removes the one that is kept.
     */
    void saveFromResponse(HttpUrl url, List<Cookie> cookies);

    /** The cookies to send with a request for {@code url}, in that order; none that has ended. May be empty. */
    List<Cookie> loadForRequest(HttpUrl url);
}
