package dev.hawser;

import dev.hawser.internal.cookies.CookieStore;
import dev.hawser.internal.cookies.SavedCookies;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Keeps cookies as {@link MemoryCookieJar} does, and those that are {@link Cookie#persistent()} in a file, too, for the next
 * start. The file is written on the thread that brings a change, after each response that has one; it is written anew beside
 * the old one and then takes its place, so that it is whole whenever the machine stops. It holds secrets: it is made
 * readable to its owner only, where the file system knows that.
 *
 * <p>A failure to write is logged as a warning (System.Logger {@code dev.hawser.FileCookieJar}) and fails no call; the jar goes on in memory
 * and tries again with the next change, or with {@link #flush()}, which throws. A file is for one jar at a time: with two,
 * the last to write wins.
 *
 * <p>Safe for use by many threads. It needs not be closed.
 */
public final class FileCookieJar implements CookieJar {
    private final SavedCookies saved;

    private FileCookieJar(SavedCookies saved) {
        this.saved = saved;
    }

    /**
     * A jar with the defaults of {@link Builder}, and the cookies of the file. Without a file it is empty; the file is made
     * with the first cookie, its folder must be there.
     *
     * @throws IOException if the file cannot be read, or is not what a jar wrote: the message has its line
     */
    public static FileCookieJar open(Path file) throws IOException {
        return new Builder(file).open();
    }

    @Override
    public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
        saved.save(url, cookies);
    }

    @Override
    public List<Cookie> loadForRequest(HttpUrl url) {
        return saved.store().load(url);
    }

    /** The cookies that have not ended, in the order of their creation; an unmodifiable copy. */
    public List<Cookie> cookies() {
        return saved.store().all();
    }

    /** Removes a cookie, from the file, too; whether it was there. */
    public boolean remove(Cookie cookie) {
        return saved.remove(cookie);
    }

    /** Removes the cookies that are not {@link Cookie#persistent()}, as at the end of a session. */
    public void clearSession() {
        saved.removeSession();
    }

    /** Removes all cookies, from the file, too. */
    public void clear() {
        saved.clear();
    }

    /**
     * Has all changes in the file that were made before: writes what is not written yet, as it failed, and waits for another
     * thread that is writing.
     *
     * @throws IOException if that fails, or the thread is interrupted
     */
    public void flush() throws IOException {
        saved.flush();
    }

    /** The file, and the numbers of cookies, and of sites; no cookie. */
    @Override
    public String toString() {
        return "FileCookieJar{" + saved.path() + ", " + saved.store() + "}";
    }

    /** A maker of {@link FileCookieJar}s. */
    public static final class Builder {
        private final Path file;
        private int maxCookiesPerSite = MemoryCookieJar.MOST_PER_SITE;
        private int maxCookies = MemoryCookieJar.MOST;
        private boolean keepSessionCookies;
        private boolean setBrokenFileAside;

        /** A builder of a jar whose cookies lie in {@code file}. */
        public Builder(Path file) {
            this.file = Objects.requireNonNull(file, "file");
        }

        /** Sets how many cookies one site may have; 180 by default, from 1. */
        public Builder maxCookiesPerSite(int maxCookiesPerSite) {
            this.maxCookiesPerSite = maxCookiesPerSite;
            return this;
        }

        /** Sets how many cookies there may be in all; 3,000 by default, from 1. */
        public Builder maxCookies(int maxCookies) {
            this.maxCookies = maxCookies;
            return this;
        }

        /** Sets whether cookies that end with the session are saved as well; false by default. */
        public Builder keepSessionCookies(boolean keepSessionCookies) {
            this.keepSessionCookies = keepSessionCookies;
            return this;
        }

        /**
         * Sets whether a file that is not what a jar wrote is renamed, {@code .broken} being added to its name, with a warning in
         * the log, and the jar begins empty; false by default: then {@link #open()} throws.
         */
        public Builder setBrokenFileAside(boolean setBrokenFileAside) {
            this.setBrokenFileAside = setBrokenFileAside;
            return this;
        }

        /**
         * The jar, with the cookies of the file.
         *
         * @throws IOException if the file cannot be read or renamed, or is not what a jar wrote: the message has its line
         * @throws IllegalArgumentException if a limit is below 1
         */
        public FileCookieJar open() throws IOException {
            CookieStore store = new CookieStore(maxCookiesPerSite, maxCookies);
            return new FileCookieJar(SavedCookies.open(store, file, keepSessionCookies, setBrokenFileAside));
        }
    }
}
