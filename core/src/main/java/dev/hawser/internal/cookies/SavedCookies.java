package dev.hawser.internal.cookies;

import dev.hawser.Cookie;
import dev.hawser.HttpUrl;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A store whose cookies lie in a file, too. It is written by whoever changes what belongs there; who finds another writing
 * leaves the change to that one, and does not wait. Safe for use by many threads.
 */
public final class SavedCookies {
    private final System.Logger log = System.getLogger("dev.hawser.FileCookieJar");
    private final CookieStore store;
    private final CookieFile file;
    private final boolean keepsSession;

    /** The turn to write. */
    private final Semaphore turn = new Semaphore(1);

    /** Whether the file lacks a change. */
    private final AtomicBoolean unwritten = new AtomicBoolean();

    private SavedCookies(CookieStore store, CookieFile file, boolean keepsSession) {
        this.store = store;
        this.file = file;
        this.keepsSession = keepsSession;
    }

    /**
     * Fills a store with what is in the file.
     *
     * @param keepsSession whether cookies without an end belong into the file
     * @param setsBrokenAside whether a file that is none of cookies is renamed; otherwise it is an error
     */
    public static SavedCookies open(CookieStore store, Path path, boolean keepsSession, boolean setsBrokenAside)
            throws IOException {
        CookieFile file = new CookieFile(path);
        SavedCookies saved = new SavedCookies(store, file, keepsSession);
        saved.deleteLeftovers();
        try {
            store.restore(file.read());
        } catch (CookieFile.BrokenException e) {
            if (!setsBrokenAside) {
                throw e;
            }
            Path aside = file.setAside();
            saved.log.log(System.Logger.Level.WARNING, "No cookies were read, and the file is now " + aside, e);
        }
        return saved;
    }

    private void deleteLeftovers() {
        try {
            file.deleteLeftovers();
        } catch (IOException e) {
            log.log(
                    System.Logger.Level.WARNING,
                    "What is left of a write that was cut off stays beside " + file.path(),
                    e);
        }
    }

    /** The cookies, to be read; changes go through this class. */
    public CookieStore store() {
        return store;
    }

    public Path path() {
        return file.path();
    }

    /** Keeps, replaces or removes what a response from {@code url} sets. */
    public void save(HttpUrl url, List<Cookie> cookies) {
        changed(store.keep(url, cookies).stream().anyMatch(this::belongsInTheFile));
    }

    public boolean remove(Cookie cookie) {
        boolean removed = store.remove(cookie);
        changed(removed && belongsInTheFile(cookie));
        return removed;
    }

    public void removeSession() {
        changed(store.removeSession() && keepsSession);
    }

    public void clear() {
        changed(store.clear());
    }

    /** Writes what is not written yet, and waits for one who is writing. */
    public void flush() throws IOException {
        try {
            turn.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while another thread wrote " + file.path());
        }
        try {
            writeIfUnwritten();
        } finally {
            turn.release();
        }
    }

    private boolean belongsInTheFile(Cookie cookie) {
        return keepsSession || cookie.persistent();
    }

    private void changed(boolean any) {
        if (!any) {
            return;
        }
        unwritten.set(true);
        while (unwritten.get() && turn.tryAcquire()) {
            try {
                writeIfUnwritten();
            } catch (IOException e) {
                log.log(System.Logger.Level.WARNING, "Cookies are not saved, to be tried again: " + file.path(), e);
                return;
            } finally {
                turn.release();
            }
        }
    }

    private void writeIfUnwritten() throws IOException {
        if (unwritten.getAndSet(false)) {
            boolean done = false;
            try {
                file.write(store.all().stream().filter(this::belongsInTheFile).toList());
                done = true;
            } finally {
                if (!done) {
                    unwritten.set(true);
                }
            }
        }
    }
}
