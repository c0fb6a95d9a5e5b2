package dev.hawser;

import dev.hawser.internal.text.FieldLists;
import dev.hawser.internal.text.QuotedStrings;
import dev.hawser.internal.text.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The directives of a {@code Cache-Control} header: what a server allows caches to do with its response, or what a client
 * asks of them (RFC 9111, section 5.2; RFC 5861; RFC 8246). Numbers are seconds, -1 where there is no such directive.
 *
 * <p>Immutable, and safe for use by many threads; its {@link Builder} is not.
 */
public final class CacheControl {
    /** Of a request: a stored response is not to be used unless the server has confirmed it. */
    public static final CacheControl FORCE_NETWORK = new Builder().noCache().build();

    /**
     * Of a request: only a stored response is to be used, however stale it is; without one the answer is a 504. The network
     * is not used.
     */
    public static final CacheControl FORCE_CACHE = new Builder()
            .onlyIfCached()
            .maxStale(Integer.MAX_VALUE, TimeUnit.SECONDS)
            .build();

    private final Builder directives;

    /** As it was in the header, or null if it is to be written. */
    private final @Nullable String headerValue;

    private CacheControl(Builder directives, @Nullable String headerValue) {
        this.directives = new Builder(directives);
        this.headerValue = headerValue;
    }

    /**
     * The directives of {@code headers}. Those that are unknown are passed over, and so are values that cannot be read, but for
     * {@code max-age} and {@code s-maxage}, which then are 0: what says something of its age that nobody understands is not
     * fresh. Of a directive that is there twice the first counts. {@code Pragma: no-cache} counts where there is no
     * {@code Cache-Control} (RFC 9111, section 5.4).
     */
    public static CacheControl parse(Headers headers) {
        List<String> values = headers.values("Cache-Control");
        Builder directives = new Builder();
        for (String value : values) {
            for (String element : FieldLists.elements(value)) {
                if (element.indexOf(';') < 0) {
                    directives.read(element);
                } else { // set off as nobody should, but many do; what they forbid counts
                    FieldLists.parameters(element).forEach(directives::read);
                }
            }
        }
        if (values.isEmpty()) {
            for (String value : headers.values("Pragma")) {
                directives.noCache |= FieldLists.contains(value, "no-cache");
            }
        }
        return new CacheControl(directives, values.size() == 1 ? values.get(0) : null);
    }

    /**
     * In a response: it may be stored, but not used unless the server has confirmed it. In a request: no stored response is to
     * be used unless it is confirmed. Also true where only some fields are meant, see {@link #noCacheFields()}.
     */
    public boolean noCache() {
        return directives.noCache;
    }

    /** The fields that alone are meant by {@link #noCache()}, as in {@code no-cache="Set-Cookie"}; empty if all is meant. */
    public List<String> noCacheFields() {
        return directives.noCacheFields;
    }

    /** Whether nothing of the request and its response is to be stored. */
    public boolean noStore() {
        return directives.noStore;
    }

    /** How long after it was made a response is fresh; in a request, how old a response may be. */
    public int maxAgeSeconds() {
        return directives.maxAge;
    }

    /** How long a response is fresh in caches that many share. This client's is not one of them. */
    public int sMaxAgeSeconds() {
        return directives.sMaxAge;
    }

    /** Whether the response is meant for one user. */
    public boolean isPrivate() {
        return directives.isPrivate;
    }

    /** Whether the response may be given to any user. */
    public boolean isPublic() {
        return directives.isPublic;
    }

    /** Whether a response that is stale must not be used unless the server has confirmed it, whatever else is allowed. */
    public boolean mustRevalidate() {
        return directives.mustRevalidate;
    }

    /** The same as {@link #mustRevalidate()} for caches that many share. */
    public boolean proxyRevalidate() {
        return directives.proxyRevalidate;
    }

    /** Whether the response may be stored, whatever {@link #noStore()} says, by caches that know its status code. */
    public boolean mustUnderstand() {
        return directives.mustUnderstand;
    }

    /** In a request: how long ago a response may have become stale; {@link Integer#MAX_VALUE} for however long. */
    public int maxStaleSeconds() {
        return directives.maxStale;
    }

    /** In a request: for how long a response must go on to be fresh. */
    public int minFreshSeconds() {
        return directives.minFresh;
    }

    /** In a request: whether only a stored response is to be used; without one the answer is a 504. */
    public boolean onlyIfCached() {
        return directives.onlyIfCached;
    }

    /** Whether nobody on the way is to change the content. */
    public boolean noTransform() {
        return directives.noTransform;
    }

    /** In a response: whether it does not change while it is fresh, so that nobody need ask again (RFC 8246). */
    public boolean immutable() {
        return directives.immutable;
    }

    /** In a response: how long after it became stale it may be used while the server is asked again (RFC 5861, section 3). */
    public int staleWhileRevalidateSeconds() {
        return directives.staleWhileRevalidate;
    }

    /** How long after it became stale a response may be used in place of an error (RFC 5861, section 4). */
    public int staleIfErrorSeconds() {
        return directives.staleIfError;
    }

    /** The value of the header; empty without a directive. */
    @Override
    public String toString() {
        return headerValue != null ? headerValue : directives.written();
    }

    /** A maker of {@link CacheControl}s for requests. Times are to the second, longer ones than 68 years are cut to that. */
    public static final class Builder {
        private boolean noCache;
        private List<String> noCacheFields = List.of();
        private boolean noStore;
        private int maxAge = -1;
        private int sMaxAge = -1;
        private boolean isPrivate;
        private boolean isPublic;
        private boolean mustRevalidate;
        private boolean proxyRevalidate;
        private boolean mustUnderstand;
        private int maxStale = -1;
        private int minFresh = -1;
        private boolean onlyIfCached;
        private boolean noTransform;
        private boolean immutable;
        private int staleWhileRevalidate = -1;
        private int staleIfError = -1;

        /** A builder without a directive. */
        public Builder() {}

        private Builder(Builder from) {
            noCache = from.noCache;
            noCacheFields = List.copyOf(from.noCacheFields);
            noStore = from.noStore;
            maxAge = from.maxAge;
            sMaxAge = from.sMaxAge;
            isPrivate = from.isPrivate;
            isPublic = from.isPublic;
            mustRevalidate = from.mustRevalidate;
            proxyRevalidate = from.proxyRevalidate;
            mustUnderstand = from.mustUnderstand;
            maxStale = from.maxStale;
            minFresh = from.minFresh;
            onlyIfCached = from.onlyIfCached;
            noTransform = from.noTransform;
            immutable = from.immutable;
            staleWhileRevalidate = from.staleWhileRevalidate;
            staleIfError = from.staleIfError;
        }

        /** Has no stored response used unless the server has confirmed it. */
        public Builder noCache() {
            noCache = true;
            noCacheFields = List.of();
            return this;
        }

        /** Has nothing of the request and its response stored. */
        public Builder noStore() {
            noStore = true;
            return this;
        }

        /**
         * Sets how old a response may be.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder maxAge(int maxAge, TimeUnit unit) {
            this.maxAge = seconds("maxAge", maxAge, unit);
            return this;
        }

        /** Sets how old a response may be, as {@link #maxAge(int, TimeUnit)} does. */
        public Builder maxAge(Duration maxAge) {
            this.maxAge = seconds("maxAge", maxAge.toSeconds(), TimeUnit.SECONDS);
            return this;
        }

        /**
         * Sets how long ago a response may have become stale.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder maxStale(int maxStale, TimeUnit unit) {
            this.maxStale = seconds("maxStale", maxStale, unit);
            return this;
        }

        /** Sets how long ago a response may have become stale, as {@link #maxStale(int, TimeUnit)} does. */
        public Builder maxStale(Duration maxStale) {
            this.maxStale = seconds("maxStale", maxStale.toSeconds(), TimeUnit.SECONDS);
            return this;
        }

        /**
         * Sets for how long a response must go on to be fresh.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder minFresh(int minFresh, TimeUnit unit) {
            this.minFresh = seconds("minFresh", minFresh, unit);
            return this;
        }

        /** Sets for how long a response must go on to be fresh, as {@link #minFresh(int, TimeUnit)} does. */
        public Builder minFresh(Duration minFresh) {
            this.minFresh = seconds("minFresh", minFresh.toSeconds(), TimeUnit.SECONDS);
            return this;
        }

        /**
         * Sets how long after it became stale a response may be used in place of an error.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder staleIfError(Duration staleIfError) {
            this.staleIfError = seconds("staleIfError", staleIfError.toSeconds(), TimeUnit.SECONDS);
            return this;
        }

        /** Has only a stored response used; without one the answer is a 504. */
        public Builder onlyIfCached() {
            onlyIfCached = true;
            return this;
        }

        /** Asks that nobody on the way changes the content. */
        public Builder noTransform() {
            noTransform = true;
            return this;
        }

        /** Says that a response does not change while it is fresh; of use in responses only. */
        public Builder immutable() {
            immutable = true;
            return this;
        }

        /** The directives. */
        public CacheControl build() {
            return new CacheControl(this, null);
        }

        private static int seconds(String name, long time, TimeUnit unit) {
            if (time < 0) {
                throw new IllegalArgumentException(name + " < 0: " + time);
            }
            return (int) Math.min(unit.toSeconds(time), Integer.MAX_VALUE);
        }

        private void read(String directive) {
            int equals = directive.indexOf('=');
            String name = (equals < 0 ? directive : directive.substring(0, equals))
                    .trim()
                    .toLowerCase(Locale.ROOT);
            String argument = equals < 0
                    ? null
                    : QuotedStrings.unquote(directive.substring(equals + 1).trim());
            switch (name) {
                case "no-cache" -> readNoCache(argument);
                case "no-store" -> noStore = true;
                case "max-age" -> maxAge = maxAge >= 0 ? maxAge : secondsOr(0, argument);
                case "s-maxage" -> sMaxAge = sMaxAge >= 0 ? sMaxAge : secondsOr(0, argument);
                case "private" -> isPrivate = true;
                case "public" -> isPublic = true;
                case "must-revalidate" -> mustRevalidate = true;
                case "proxy-revalidate" -> proxyRevalidate = true;
                case "must-understand" -> mustUnderstand = true;
                case "max-stale" ->
                    maxStale =
                            maxStale >= 0 ? maxStale : argument == null ? Integer.MAX_VALUE : secondsOr(-1, argument);
                case "min-fresh" -> minFresh = minFresh >= 0 ? minFresh : secondsOr(-1, argument);
                case "only-if-cached" -> onlyIfCached = true;
                case "no-transform" -> noTransform = true;
                case "immutable" -> immutable = true;
                case "stale-while-revalidate" ->
                    staleWhileRevalidate = staleWhileRevalidate >= 0 ? staleWhileRevalidate : secondsOr(-1, argument);
                case "stale-if-error" -> staleIfError = staleIfError >= 0 ? staleIfError : secondsOr(-1, argument);
                default -> {
                    // An extension that is not known is passed over (RFC 9111, section 5.2.3).
                }
            }
        }

        /** What holds for all outweighs what holds for some fields; names that cannot be read are not known to be only some. */
        private void readNoCache(@Nullable String argument) {
            List<String> fields = argument == null ? List.of() : FieldLists.elements(argument);
            boolean named = !fields.isEmpty() && fields.stream().allMatch(Tokens::isToken);
            if (noCache && noCacheFields.isEmpty() || !named) {
                noCacheFields = List.of();
            } else {
                List<String> all = new ArrayList<>(noCacheFields);
                all.addAll(fields);
                noCacheFields = all;
            }
            noCache = true;
        }

        /** Seconds as RFC 9111, section 1.2.2, has them: too many to count are as many as can be counted. */
        private static int secondsOr(int otherwise, @Nullable String argument) {
            if (argument == null || argument.isEmpty()) {
                return otherwise;
            }
            long seconds = 0;
            for (int i = 0; i < argument.length(); i++) {
                char c = argument.charAt(i);
                if (c < '0' || c > '9') {
                    return otherwise;
                }
                seconds = Math.min(10 * seconds + c - '0', Integer.MAX_VALUE);
            }
            return (int) seconds;
        }

        private String written() {
            StringBuilder value = new StringBuilder();
            write(value, noCache, "no-cache");
            write(value, noStore, "no-store");
            write(value, maxAge, "max-age");
            write(value, sMaxAge, "s-maxage");
            write(value, isPrivate, "private");
            write(value, isPublic, "public");
            write(value, mustRevalidate, "must-revalidate");
            write(value, proxyRevalidate, "proxy-revalidate");
            write(value, mustUnderstand, "must-understand");
            write(value, maxStale, "max-stale");
            write(value, minFresh, "min-fresh");
            write(value, onlyIfCached, "only-if-cached");
            write(value, noTransform, "no-transform");
            write(value, immutable, "immutable");
            write(value, staleWhileRevalidate, "stale-while-revalidate");
            write(value, staleIfError, "stale-if-error");
            return value.toString();
        }

        private void write(StringBuilder value, boolean there, String name) {
            if (there) {
                value.append(value.isEmpty() ? "" : ", ").append(name);
                if (name.equals("no-cache") && !noCacheFields.isEmpty()) {
                    value.append('=').append(QuotedStrings.quote(String.join(", ", noCacheFields)));
                }
            }
        }

        private static void write(StringBuilder value, int seconds, String name) {
            if (seconds >= 0) {
                value.append(value.isEmpty() ? "" : ", ")
                        .append(name)
                        .append('=')
                        .append(seconds);
            }
        }
    }
}
