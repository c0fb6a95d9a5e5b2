package dev.hawser.internal.cache;

import dev.hawser.CacheStore;
import dev.hawser.Headers;
import dev.hawser.Request;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where in a store the responses are: under their key, or, where they depend on the request, under keys of variants that are listed there. */
final class Shelving {
    /** How much longer than its variants a list of them is kept, so that it need not be written with each. */
    private static final long SLACK_MILLIS = 24 * 60 * 60 * 1000L;

    private final CacheStore store;
    private final long keepStaleMillis;

    Shelving(CacheStore store, long keepStaleMillis) {
        this.store = store;
        this.keepStaleMillis = keepStaleMillis;
    }

    /** A response and its entry, whose key is the response's own. */
    record Shelved(String key, StoredResponse stored, CacheStore.Entry entry) {}

    /** The response that is stored under a key for such a request, or null. */
    @Nullable
    Shelved read(String key, Request request) throws IOException {
        CacheStore.Entry entry = store.read(key);
        Record record = entry == null ? null : recordOf(key, entry);
        if (entry != null && record instanceof Variants variants) {
            entry.close();
            String variant = variants.keyFor(key, request.headers());
            return variants.keys().contains(variant) ? readVariant(variant, request) : null;
        }
        return entry == null || record == null ? null : matched(key, record, entry, request);
    }

    private @Nullable Shelved readVariant(String key, Request request) throws IOException {
        CacheStore.Entry entry = store.read(key);
        Record record = entry == null ? null : recordOf(key, entry);
        return entry == null || record == null ? null : matched(key, record, entry, request);
    }

    /** What the metadata say; where that cannot be read, the entry is closed and removed. */
    private @Nullable Record recordOf(String key, CacheStore.Entry entry) throws IOException {
        try {
            return Metadata.read(entry.metadata());
        } catch (IOException e) {
            entry.close();
            store.remove(key);
            return null;
        }
    }

    /** The response, if it is one to this URL and these fields (RFC 9111, section 4.1); else the entry is closed. */
    private static @Nullable Shelved matched(String key, Record record, CacheStore.Entry entry, Request request) {
        if (record instanceof StoredResponse stored
                && stored.url().toString().equals(Keys.common(request.url()))
                && stored.nominated().equals(Vary.nominated(stored.varyNames(), request.headers()))) {
            return new Shelved(key, stored, entry);
        }
        entry.close();
        return null;
    }

    /** Begins to store a response; null if the store does not want it. */
    @Nullable
    Writing write(String key, StoredResponse stored, Headers request) throws IOException {
        long keepUntil = keepUntil(stored);
        List<String> names = stored.varyNames();
        Variants listed = variantsAt(key);
        if (names.isEmpty()) {
            CacheStore.Writer writer = store.write(key, Metadata.of(stored), keepUntil);
            return writer == null ? null : new Writing(writer, () -> removeVariants(listed));
        }
        Variants variants = listed != null && listed.names().equals(names)
                ? listed
                : new Variants(UUID.randomUUID().toString(), names, List.of(), 0);
        String variant = variants.keyFor(key, request);
        CacheStore.Writer writer = store.write(variant, Metadata.of(stored), keepUntil);
        return writer == null ? null : new Writing(writer, () -> list(key, variants, variant, keepUntil));
    }

    /** Lists a variant that has been stored; those that are no longer listed go. */
    private void list(String key, Variants seen, String variant, long keepUntil) throws IOException {
        Variants now = variantsAt(key);
        Variants before = now != null && now.generation().equals(seen.generation()) ? now : seen;
        if (before == now && before.keys().contains(variant) && before.keepUntilMillis() >= keepUntil) {
            return;
        }
        Variants after = before.with(variant, Math.max(before.keepUntilMillis(), keepUntil + SLACK_MILLIS));
        try (CacheStore.Writer writer = store.write(key, Metadata.of(after), after.keepUntilMillis())) {
            if (writer == null || !writer.commit()) {
                store.remove(variant);
                return;
            }
        }
        for (Variants gone : now == null || now == before ? List.of(before) : List.of(before, now)) {
            for (String each : gone.keys()) {
                if (!after.keys().contains(each)) {
                    store.remove(each);
                }
            }
        }
    }

    private @Nullable Variants variantsAt(String key) throws IOException {
        CacheStore.Entry entry = store.read(key);
        if (entry == null) {
            return null;
        }
        try (entry) {
            return recordOf(key, entry) instanceof Variants variants ? variants : null;
        }
    }

    /** Removes what is stored under a key, with its variants; the list first, as without it they are not found. */
    void remove(String key) throws IOException {
        Variants variants = variantsAt(key);
        store.remove(key);
        removeVariants(variants);
    }

    private void removeVariants(@Nullable Variants gone) throws IOException {
        if (gone != null) {
            for (String variant : gone.keys()) {
                store.remove(variant);
            }
        }
    }

    /** Until when a response can be of use: while it is fresh, and for as long again as stale ones are. */
    long keepUntil(StoredResponse stored) {
        long fresh = Math.max(0, Freshness.of(stored, stored.receivedAt()).lifetime());
        long allowed = 1000L
                * Math.max(
                        stored.cacheControl().staleIfErrorSeconds(),
                        stored.cacheControl().staleWhileRevalidateSeconds());
        return stored.receivedAt() + fresh + Math.max(keepStaleMillis, allowed);
    }

    /** A response on its way into the store. */
    record Writing(CacheStore.Writer writer, Afterwards afterwards) {}

    /** What is to be done once the response is stored. */
    @FunctionalInterface
    interface Afterwards {
        void run() throws IOException;
    }
}
