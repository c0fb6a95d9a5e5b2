package dev.hawser.internal.cache;

import dev.hawser.CacheControl;
import dev.hawser.Headers;
import dev.hawser.internal.text.HttpDates;
import java.time.Duration;
import java.util.List;

/**
 * How old a response is, and how long it is fresh (RFC 9111, section 4.2), in milliseconds.
 *
 * @param age how long ago the server made it, or confirmed it
 * @param lifetime at which age it becomes stale
 */
record Freshness(long age, long lifetime) {
    /** Where nothing says how long a response is fresh, the longest that is guessed. */
    static final long LONGEST_GUESS = Duration.ofDays(7).toMillis();

    /** A clock that runs this far behind the time at which a response was received was set back: its age is unknown. */
    private static final long CLOCK_TOLERANCE = Duration.ofMinutes(1).toMillis();

    /** Farther than any age that is counted: 68 years. */
    private static final long OLDEST = 1000L * Integer.MAX_VALUE;

    static Freshness of(StoredResponse stored, long now) {
        return new Freshness(age(stored, now), lifetime(stored));
    }

    boolean isFresh() {
        return age < lifetime;
    }

    /** How long it has been stale; 0 or less while it is fresh. */
    long staleness() {
        return age - lifetime;
    }

    /** Section 4.2.3. */
    private static long age(StoredResponse stored, long now) {
        long resident = now - stored.receivedAt();
        if (resident < -CLOCK_TOLERANCE) {
            return OLDEST;
        }
        long apparent = Math.max(0, stored.receivedAt() - stored.dateMillis());
        long delay = Math.max(0, stored.receivedAt() - stored.sentAt());
        long corrected = ageField(stored.headers()) + delay;
        return Math.min(OLDEST, Math.max(apparent, corrected) + Math.max(0, resident));
    }

    /** Section 5.1: the first value counts, and one that cannot be read does not. */
    private static long ageField(Headers headers) {
        List<String> values = headers.values("Age");
        if (values.isEmpty()) {
            return 0;
        }
        String value = values.get(0);
        int comma = value.indexOf(',');
        String first = (comma < 0 ? value : value.substring(0, comma)).trim();
        if (first.isEmpty() || !first.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        return first.length() > 10 ? OLDEST : Math.min(OLDEST, 1000 * Long.parseLong(first));
    }

    /** Section 4.2.1, for a cache that is not shared. */
    static long lifetime(StoredResponse stored) {
        CacheControl control = stored.cacheControl();
        if (control.maxAgeSeconds() >= 0) {
            return 1000L * control.maxAgeSeconds();
        }
        List<String> expires = stored.headers().values("Expires");
        if (!expires.isEmpty()) {
            return Math.max(0, expiry(expires.get(0)) - stored.dateMillis());
        }
        return mayGuess(stored) ? guess(stored) : 0;
    }

    /** Section 5.3: what is no date is in the past, and so is what only looks like one; section 4.2.1: the first line counts. */
    private static long expiry(String value) {
        return StoredResponse.millisOr(HttpDates.parseStrictly(value), 0);
    }

    /** A tenth of the time that it had not changed for (section 4.2.2). */
    private static long guess(StoredResponse stored) {
        long modified = StoredResponse.millisOr(stored.headers().getInstant("Last-Modified"), Long.MAX_VALUE);
        long unchanged = modified == Long.MAX_VALUE ? 0 : stored.dateMillis() - modified;
        return Math.min(LONGEST_GUESS, Math.max(0, unchanged / 10));
    }

    /** Answers to queries are as good as always made for the moment, so nothing is guessed of them. */
    private static boolean mayGuess(StoredResponse stored) {
        return stored.url().query() == null
                && (Storable.isHeuristicallyCacheable(stored.code())
                        || stored.cacheControl().isPublic());
    }
}
