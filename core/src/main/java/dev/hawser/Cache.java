package dev.hawser;

import dev.hawser.internal.cache.CacheCounts;
import dev.hawser.internal.cache.ResponseCache;
import java.io.Closeable;
import java.io.File;
import java.io.Flushable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps responses, so that the same request need not be answered by the server again (RFC 9111), as a cache that is not shared. Give
 * it to {@link HawserClient.Builder#cache}. {@link Response#cacheResponse()} and {@link Response#networkResponse()} tell
 * who has answered; {@link CacheControl} says for one request what may be used.
 *
 * <p>What a response allows counts, {@code no-store} and {@code Vary} included. What was asked for with credentials, that is an
 * {@code Authorization} or {@code Cookie} field, is used only for requests with the very same, unless the response is
 * {@code public}. So one cache may serve requests of many users, but not of clients that show different certificates of their
 * own: nothing in the request tells these apart. A body is stored while it is read, and only if it is read to
 * its end.
 *
 * <p>A store that fails makes calls go to the server; it fails none. The first failure is logged as a warning
 * (System.Logger {@code dev.hawser.Cache}).
 *
 * <p>Safe for use by many threads, and by many clients. It should be closed when no client uses it any more.
 */
public final class Cache implements Closeable, Flushable {
    private static final Duration KEEP_STALE = Duration.ofDays(30);

    private final ResponseCache engine;

    private final @Nullable File directory;

    /**
     * A cache in a folder, which is made if it is not there, and which belongs to the cache alone. It is for one process at a time.
     *
     * @param maxSize how many bytes its files may have; beyond it those not used for longest are deleted
     * @throws IllegalArgumentException if {@code maxSize} is below 1
     * @throws UncheckedIOException if the folder cannot be used, or another cache uses it: the message names it
     */
    public Cache(File directory, long maxSize) {
        this(new ResponseCache(opened(directory, maxSize), KEEP_STALE), directory);
    }

    /** A cache in a store of your own, which closes with the cache. */
    public Cache(CacheStore store) {
        this(store, KEEP_STALE);
    }

    /**
     * A cache in a store of your own, which closes with the cache.
     *
     * @param keepStale how long responses are kept beyond the time at which they become stale, as the server may confirm them
     *     then; 30 days by default
     * @throws IllegalArgumentException if {@code keepStale} is negative
     */
    public Cache(CacheStore store, Duration keepStale) {
        this(new ResponseCache(Objects.requireNonNull(store, "store"), notNegative(keepStale)), null);
    }

    private Cache(ResponseCache engine, @Nullable File directory) {
        this.engine = engine;
        this.directory = directory;
    }

    /** What does the work; null for no cache. */
    static @Nullable ResponseCache engine(@Nullable Cache cache) {
        return cache == null ? null : cache.engine;
    }

    private static CacheStore opened(File directory, long maxSize) {
        try {
            return CacheStores.inFolder(directory.toPath(), maxSize);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static Duration notNegative(Duration keepStale) {
        if (keepStale.isNegative()) {
            throw new IllegalArgumentException("keepStale is negative: " + keepStale);
        }
        return keepStale;
    }

    /** The folder, or null if it was not given as one. */
    public @Nullable File directory() {
        return directory;
    }

    /** Has no effect: a cache is ready from the start. It is here as OkHttp's has it. */
    public void initialize() throws IOException {}

    /** Removes all that is stored. */
    public void evictAll() throws IOException {
        engine.clear();
    }

    /** Removes all that is stored, and closes the cache. Its folder stays. */
    public void delete() throws IOException {
        engine.clear();
        close();
    }

    /**
     * Removes all that is stored for a URL, for all users and variants; whether there was something. It looks at each key of the
     * store.
     */
    public boolean remove(HttpUrl url) throws IOException {
        return engine.remove(url);
    }

    /**
     * The URLs of what is stored, each once, as of now. {@link Iterator#remove()} removes what is stored for the last one.
     *
     * @throws UnsupportedOperationException if the store cannot tell
     */
    public Iterator<String> urls() throws IOException {
        Iterator<String> urls = engine.urls().iterator();
        return new Iterator<>() {
            private @Nullable String last;

            @Override
            public boolean hasNext() {
                return urls.hasNext();
            }

            @Override
            public String next() {
                if (!urls.hasNext()) {
                    throw new NoSuchElementException();
                }
                String url = urls.next();
                last = url;
                return url;
            }

            @Override
            public void remove() {
                if (last == null) {
                    throw new IllegalStateException("remove() before next()");
                }
                try {
                    engine.remove(HttpUrl.get(last));
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot remove " + last, e);
                }
                last = null;
            }
        };
    }

    /** The bytes that are stored, or -1 if the store cannot tell. */
    public long size() throws IOException {
        return engine.store().size();
    }

    /** The bytes that may be stored, or -1 if the store does not limit them. */
    public long maxSize() {
        return engine.store().maxSize();
    }

    /** How many requests came by the cache, redirects counted each. */
    public int requestCount() {
        return counts().requests();
    }

    /** How many of them went to the server, if only to have what is stored confirmed. */
    public int networkCount() {
        return counts().network();
    }

    /** How many of them were answered by what is stored, confirmed or not. */
    public int hitCount() {
        return counts().hits();
    }

    /** How many responses were stored. */
    public int writeSuccessCount() {
        return counts().written();
    }

    /** How many responses were begun to be stored, and then were not: given up by the reader, cut off, or the store failed. */
    public int writeAbortCount() {
        return counts().abandoned();
    }

    private CacheCounts counts() {
        return engine.counts();
    }

    @Override
    public void flush() throws IOException {
        engine.store().flush();
    }

    /** Closes the store. Clients go on without a cache. Idempotent. */
    @Override
    public void close() throws IOException {
        engine.close();
    }

    /** Whether {@link #close()} was called. */
    public boolean isClosed() {
        return engine.isClosed();
    }

    /** The store, and the counts. */
    @Override
    public String toString() {
        return "Cache{" + engine.store() + ", requests " + requestCount() + ", network " + networkCount() + ", hits "
                + hitCount() + "}";
    }
}
