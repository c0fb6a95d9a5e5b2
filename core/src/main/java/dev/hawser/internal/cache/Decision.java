package dev.hawser.internal.cache;

import dev.hawser.CacheControl;
import dev.hawser.Headers;
import dev.hawser.Request;
import dev.hawser.internal.text.FieldLists;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a stored response may be used for (RFC 9111, sections 4 and 5.2; RFC 5861; RFC 8246), in a cache that is not shared. */
final class Decision {
    private static final Verdict FETCH = new Verdict.Fetch();
    private static final Verdict UNSATISFIABLE = new Verdict.Unsatisfiable();
    private static final Pattern NO_WEIGHT = Pattern.compile("q\\s*=\\s*0(\\.0*)?", Pattern.CASE_INSENSITIVE);

    private Decision() {}

    /** Whether a request is to be answered by the server and nobody else, so that the store need not be asked. */
    static boolean bypasses(Request request) {
        return !request.method().equals("GET") && !request.method().equals("HEAD")
                || request.cacheControl().noStore()
                || request.header("Upgrade") != null
                || hasConditions(request);
    }

    /** Who asks with conditions of his own compares with what he keeps himself. */
    private static boolean hasConditions(Request request) {
        return request.header("If-None-Match") != null
                || request.header("If-Modified-Since") != null
                || request.header("If-Match") != null
                || request.header("If-Unmodified-Since") != null;
    }

    /** How a request is to be answered, by the response that is stored for it, if there is one. */
    static Verdict of(Request request, @Nullable StoredResponse stored, long now) {
        CacheControl asked = request.cacheControl();
        Verdict verdict = stored == null || !isOfUse(request, stored) ? FETCH : judge(request, asked, stored, now);
        return asked.onlyIfCached() && !(verdict instanceof Verdict.Use) ? UNSATISFIABLE : verdict;
    }

    /** Whether the stored response is an answer to this request at all, whatever its age. */
    private static boolean isOfUse(Request request, StoredResponse stored) {
        return !bypasses(request)
                && accepts(request, stored.headers())
                && (request.header("Range") == null || ByteRange.isWithin(request, stored));
    }

    /** What the request did not ask for coded, its sender perhaps cannot decode; the server need not have said so by Vary. */
    private static boolean accepts(Request request, Headers stored) {
        List<String> codings = elements(stored.values("Content-Encoding"));
        if (codings.isEmpty()) {
            return true;
        }
        List<List<String>> offers = elements(request.headers("Accept-Encoding")).stream()
                .map(FieldLists::parameters)
                .toList();
        return codings.stream().allMatch(coding -> offers.stream().anyMatch(offer -> offers(offer, coding)));
    }

    /** Whether an element of {@code Accept-Encoding} is of that coding, and its weight is not 0 (RFC 9110, section 12.5.3). */
    private static boolean offers(List<String> offer, String coding) {
        return !offer.isEmpty()
                && offer.get(0).equalsIgnoreCase(coding)
                && offer.stream()
                        .skip(1)
                        .noneMatch(parameter -> NO_WEIGHT.matcher(parameter).matches());
    }

    private static List<String> elements(List<String> values) {
        return values.stream()
                .flatMap(value -> FieldLists.elements(value).stream())
                .toList();
    }

    private static Verdict judge(Request request, CacheControl asked, StoredResponse stored, long now) {
        CacheControl said = stored.cacheControl();
        if (mustBeConfirmed(said) || asked.noCache()) {
            return confirm(request, stored);
        }
        Freshness freshness = Freshness.of(stored, now);
        long limit = freshness.lifetime();
        boolean settled = said.immutable() && freshness.isFresh();
        if (asked.maxAgeSeconds() >= 0 && !settled) {
            limit = Math.min(limit, millis(asked.maxAgeSeconds()));
        }
        long allowed = said.mustRevalidate() ? 0 : millis(asked.maxStaleSeconds());
        if (freshness.age() + millis(asked.minFreshSeconds()) < limit + allowed) {
            return new Verdict.Use(false);
        }
        boolean picky = asked.maxAgeSeconds() >= 0 || asked.minFreshSeconds() >= 0 || asked.onlyIfCached();
        if (!picky && !said.mustRevalidate() && freshness.staleness() < millis(said.staleWhileRevalidateSeconds())) {
            return new Verdict.Use(true);
        }
        return confirm(request, stored);
    }

    /** {@code no-cache}; where it names fields, these are not stored, and the rest may be used (section 5.2.2.4). */
    private static boolean mustBeConfirmed(CacheControl said) {
        return said.noCache() && said.noCacheFields().isEmpty();
    }

    /** The request with a condition, which the server answers by 304 if the stored response is still right (section 4.3.1). */
    static Verdict confirm(Request request, StoredResponse stored) {
        if (!isOfUse(request, stored)
                || !stored.hasValidator()
                || !request.method().equals("GET")
                || request.header("Range") != null) {
            return FETCH;
        }
        String etag = stored.etag();
        String lastModified = stored.lastModified();
        Headers.Builder question = request.headers().newBuilder();
        if (etag != null) {
            question.addUnsafeNonAscii("If-None-Match", etag); // as it came
        }
        if (lastModified != null) {
            question.add("If-Modified-Since", lastModified); // beside a tag it is for those who know no tags
        }
        return new Verdict.Confirm(
                request.newBuilder().headers(question.build()).build());
    }

    /** Whether the stored response may stand in for an error (RFC 5861, section 4). */
    static boolean mayReplaceError(Request request, StoredResponse stored, long now) {
        CacheControl asked = request.cacheControl();
        CacheControl said = stored.cacheControl();
        if (asked.noCache() || mustBeConfirmed(said) || said.mustRevalidate() || !isOfUse(request, stored)) {
            return false;
        }
        int allowed = Math.max(asked.staleIfErrorSeconds(), said.staleIfErrorSeconds());
        return allowed >= 0 && Freshness.of(stored, now).staleness() < millis(allowed);
    }

    /** What the error may be for that (RFC 5861, section 4). */
    static boolean isError(int code) {
        return code == 500 || code == 502 || code == 503 || code == 504;
    }

    /** None are none; as many as can be counted are longer than any age. */
    private static long millis(int seconds) {
        return seconds == Integer.MAX_VALUE ? Long.MAX_VALUE / 4 : 1000L * Math.max(0, seconds);
    }
}
