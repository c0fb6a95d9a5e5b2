package dev.hawser.internal.cache;

import dev.hawser.CacheStore;
import dev.hawser.Handshake;
import dev.hawser.Headers;
import dev.hawser.HttpUrl;
import dev.hawser.Request;
import dev.hawser.Response;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * The responses of a store, to be found for requests, and kept up to date. Where the store fails, there is nothing stored: the
 * failure is logged, and no call fails by it. Safe for use by many threads.
 */
public final class ResponseCache implements Closeable {
    private static final int STRIPES = 64;

    private final CacheStore store;
    private final Shelving shelving;
    private final StoreFailures failures = new StoreFailures();
    private final CacheCounts counts = new CacheCounts();
    private volatile boolean closed;
    private final Set<String> beingConfirmed = ConcurrentHashMap.newKeySet();

    /** How often something was invalidated, by the hashes of the URLs. */
    private final AtomicIntegerArray invalidations = new AtomicIntegerArray(STRIPES);

    /**
     * A cache over a store.
     *
     * @param keepStale how long what is stale is kept, as it may be confirmed, or be better than an error
     */
    public ResponseCache(CacheStore store, Duration keepStale) {
        this.store = store;
        this.shelving = new Shelving(store, keepStale.toMillis());
    }

    public CacheStore store() {
        return store;
    }

    public CacheCounts counts() {
        return counts;
    }

    /** A stored response, opened to be read; closed by who found it. */
    public final class Found implements Closeable {
        private final String home;
        private final String key;
        private final StoredResponse stored;
        private final CacheStore.Entry entry;

        /**
         * What was found.
         *
         * @param home the key under which it was looked for: of its own user, or of what is for anyone
         * @param key the key of the entry, which is another one if it is a variant
         */
        Found(String home, String key, StoredResponse stored, CacheStore.Entry entry) {
            this.home = home;
            this.key = key;
            this.stored = stored;
            this.entry = entry;
        }

        /** The key of the entry. */
        public String key() {
            return key;
        }

        /** The number of bytes in the body. */
        public long bodyLength() {
            return entry.bodyLength();
        }

        /** The body; closing it closes this. Null if it is damaged: then it is dropped, and this is of no use. */
        public @Nullable InputStream body() {
            try {
                return entry.body();
            } catch (IOException | RuntimeException e) {
                failures.tell("read the body of " + Keys.urlOf(key), e);
                return null;
            }
        }

        /** The response, without a body, as an answer to {@code request}. */
        public Response.Builder response(Request request) {
            return responseOf(stored, stored.headers(), request);
        }

        /** The same with its age in seconds (RFC 9111, section 5.1), as one that was not confirmed must have it. */
        public Response.Builder agedResponse(Request request, long now) {
            return responseOf(stored, agedHeaders(now), request);
        }

        /** The same in place of an error that the server answered, with the cookies that this sets. */
        public Response.Builder agedResponse(Request request, long now, Response error) {
            return responseOf(stored, Freshening.shownInsteadOf(error.headers(), agedHeaders(now)), request);
        }

        private Headers agedHeaders(long now) {
            long seconds = Freshness.of(stored, now).age() / 1000;
            return stored.headers()
                    .newBuilder()
                    .set("Age", Long.toString(seconds))
                    .build();
        }

        /** Whether it may stand in for an error. */
        public boolean mayReplaceError(Request request, long now) {
            return Decision.mayReplaceError(request, stored, now);
        }

        /**
         * The response with the fields of a 304, which are stored as far as they may be. If that names another entity tag, it is not
         * about this response, which then stays as it is for this once, and is removed (RFC 9111, section 4.3.4).
         *
         * @param asked the request, without the condition
         * @param mark as it was before the server was asked
         */
        public Response.Builder confirmed(Request asked, Response answer, int mark) {
            if (Freshening.isAboutAnother(stored, answer.headers())) {
                drop();
                return responseOf(stored, Freshening.shown(stored, answer.headers()), asked);
            }
            StoredResponse merged = Freshening.merged(
                    stored, asked, answer.headers(), answer.sentRequestAtMillis(), answer.receivedResponseAtMillis());
            refresh(merged, asked, mark);
            return responseOf(merged, Freshening.shown(merged, answer.headers()), asked);
        }

        private void drop() {
            try {
                shelving.remove(key);
            } catch (IOException | RuntimeException e) {
                failures.tell("remove " + Keys.urlOf(key), e);
            }
        }

        private void refresh(StoredResponse merged, Request asked, int mark) {
            try {
                if (!Storable.mayBeKept(asked, merged.code(), merged.headers()) || isNowAnothers(merged, asked)) {
                    shelving.remove(key);
                } else if (mark == mark(asked)) {
                    entry.update(Metadata.of(merged), shelving.keepUntil(merged));
                }
            } catch (IOException | RuntimeException e) {
                failures.tell("update " + Keys.urlOf(key), e);
            }
        }

        /** Whether it was for anyone, and is now for the one user who asked. */
        private boolean isNowAnothers(StoredResponse merged, Request asked) {
            return !merged.isForAnyone() && !home.equals(Keys.own(asked));
        }

        @Override
        public void close() {
            entry.close();
        }
    }

    private static Response.Builder responseOf(StoredResponse stored, Headers headers, Request request) {
        Handshake handshake = stored.handshake();
        return new Response.Builder()
                .request(request)
                .protocol(stored.protocol())
                .code(stored.code())
                .message(stored.message())
                .headers(headers)
                .handshake(handshake)
                .sentRequestAtMillis(stored.sentAt())
                .receivedResponseAtMillis(stored.receivedAt());
    }

    /** What is stored for a request: of its own user, or what is for anyone; null if nothing is, or the request is not for caches. */
    public @Nullable Found find(Request request) {
        if (closed || Decision.bypasses(request)) {
            return null;
        }
        String own = Keys.own(request);
        String common = Keys.common(request.url());
        Found found = find(own, request, false);
        return found != null || own.equals(common) ? found : find(common, request, true);
    }

    private @Nullable Found find(String key, Request request, boolean forAnyone) {
        try {
            Shelving.Shelved shelved = shelving.read(key, request);
            if (shelved == null) {
                return null;
            }
            if (forAnyone && !shelved.stored().isForAnyone()) {
                shelved.entry().close();
                return null;
            }
            return new Found(key, shelved.key(), shelved.stored(), shelved.entry());
        } catch (IOException | RuntimeException e) {
            failures.tell("read " + Keys.urlOf(key), e);
            return null;
        }
    }

    /** How a request is to be answered, with what was found for it. */
    public static Verdict decide(Request request, @Nullable Found found, long now) {
        return Decision.of(request, found == null ? null : found.stored, now);
    }

    /** The verdict on a request that is made only to bring what is stored up to date. */
    public static Verdict decideToConfirm(Request request, @Nullable Found found) {
        return found == null ? new Verdict.Fetch() : Decision.confirm(request, found.stored);
    }

    /** Whether an answer of this code is an error that what is stored may stand in for. */
    public static boolean isError(int code) {
        return Decision.isError(code);
    }

    /** What changes when something of the request's URL, and perhaps another's, is invalidated. */
    public int mark(Request request) {
        return invalidations.get(stripe(Keys.common(request.url())));
    }

    private static int stripe(String commonKey) {
        int hash = commonKey.hashCode();
        return (hash ^ hash >>> 16) & STRIPES - 1;
    }

    /** Whether the caller is the one who now brings an entry up to date in the background; until {@link #endConfirming}. */
    public boolean beginConfirming(String key) {
        return beingConfirmed.add(key);
    }

    public void endConfirming(String key) {
        beingConfirmed.remove(key);
    }

    /**
     * Takes in what a server answered: stores it, or brings stored responses up to date, or removes them.
     *
     * @param request as it was sent, but without a condition of ours
     * @param mark as it was before the request was sent
     * @return what is to be given the body, or null if the response is not stored
     */
    public @Nullable Recording take(Request request, Response response, @Nullable Found found, int mark) {
        if (closed) {
            return null;
        }
        try {
            invalidate(Invalidation.targets(request, response.code(), response.headers()), request);
            if (request.method().equals("HEAD") && response.code() == 200) {
                freshenByHead(request, response, mark);
                return null;
            }
            if (Storable.test(request, response.code(), response.headers()) && Storable.endIsCertain(response)) {
                return record(request, response, found, mark);
            }
            if (found != null && isNews(response.code())) {
                shelving.remove(found.key());
            }
        } catch (IOException | RuntimeException e) {
            failures.tell("write " + request.url().redact(), e);
        }
        return null;
    }

    /** Whether an answer of this code says that an earlier one is out of date. */
    private static boolean isNews(int code) {
        return code >= 200 && code < 400 && code != 206 && code != 304 || code == 404 || code == 410;
    }

    private void invalidate(List<HttpUrl> targets, Request request) throws IOException {
        for (HttpUrl url : targets) {
            String common = Keys.common(url);
            invalidations.incrementAndGet(stripe(common));
            shelving.remove(common);
            shelving.remove(Keys.own(request.newBuilder().url(url).build()));
        }
    }

    /** RFC 9111, section 4.3.5: the fields of the GET's response are brought up to date, or it is of no use any more. */
    private void freshenByHead(Request request, Response head, int mark) throws IOException {
        try (Found found = find(request)) {
            if (found == null) {
                return;
            }
            if (Freshening.isAboutTheSame(found.stored, found.entry.bodyLength(), head.headers())) {
                found.confirmed(request, head, mark);
            } else {
                shelving.remove(found.key());
            }
        }
    }

    private @Nullable Recording record(Request request, Response response, @Nullable Found found, int mark)
            throws IOException {
        Headers fields = Storable.fields(response.headers());
        StoredResponse stored = new StoredResponse(
                HttpUrl.get(Keys.common(request.url())),
                Vary.nominated(Vary.names(fields), request.headers()),
                response.protocol(),
                response.code(),
                response.message(),
                fields,
                response.sentRequestAtMillis(),
                response.receivedResponseAtMillis(),
                response.handshake());
        String key = stored.isForAnyone() ? Keys.common(request.url()) : Keys.own(request);
        if (found != null && !found.home.equals(key) && isNews(response.code())) {
            shelving.remove(found.key()); // it would not be replaced, and go on to be found
        }
        Shelving.Writing writing = shelving.write(key, stored, request.headers());
        return writing == null ? null : new Recording(writing, () -> mark == mark(request), failures, counts);
    }

    /** The URLs of what is stored at the moment, each once. */
    public Set<String> urls() throws IOException {
        Set<String> urls = new LinkedHashSet<>();
        for (Iterator<String> keys = store.keys(); keys.hasNext(); ) {
            urls.add(Keys.urlOf(keys.next()));
        }
        return urls;
    }

    /** Removes all that is stored for a URL, whoever asked for it; whether there was something. */
    public boolean remove(HttpUrl url) throws IOException {
        String common = Keys.common(url);
        invalidations.incrementAndGet(stripe(common));
        boolean removed = store.remove(common);
        try {
            for (Iterator<String> keys = store.keys(); keys.hasNext(); ) {
                String key = keys.next();
                if (key.startsWith(common + "#")) {
                    removed |= store.remove(key);
                }
            }
        } catch (UnsupportedOperationException e) {
            // What is not found by the key of the URL ends by its own time.
        }
        return removed;
    }

    /** Removes everything. */
    public void clear() throws IOException {
        for (int i = 0; i < STRIPES; i++) {
            invalidations.incrementAndGet(i);
        }
        store.clear();
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        store.close();
    }
}
