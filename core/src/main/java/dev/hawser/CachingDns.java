package dev.hawser;

import dev.hawser.internal.client.DnsCache;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Remembers the answers of another {@link Dns}, within bounds of time and number; failures, too, but briefly. Those who ask for
 * a host while it is being looked up share that look-up. Safe for use by many threads.
 */
public final class CachingDns implements Dns {
    private final DnsCache cache;

    private CachingDns(DnsCache cache) {
        this.cache = cache;
    }

    /** A cache of what {@code source} answers, with the defaults of {@link Builder}. */
    public static CachingDns of(Dns source) {
        return new Builder(source).build();
    }

    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
        return cache.lookup(hostname);
    }

    /** {@inheritDoc} Of a remembered answer, what is left of its time. */
    @Override
    public Answer answer(String hostname) throws UnknownHostException {
        return cache.answer(hostname);
    }

    /** Forgets what is known of a host. A look-up that is under way goes on for those who wait for it. */
    public void evict(String hostname) {
        cache.evict(hostname);
    }

    /** Forgets all that is known. */
    public void evictAll() {
        cache.evictAll();
    }

    /** The source, and the number of hosts that are remembered. */
    @Override
    public String toString() {
        return "CachingDns{" + cache + "}";
    }

    /** A maker of {@link CachingDns}. */
    public static final class Builder {
        private final Dns source;
        private Duration minTimeToLive = Duration.ofSeconds(1);
        private Duration maxTimeToLive = Duration.ofHours(1);
        private Duration defaultTimeToLive = Duration.ofSeconds(30);
        private Duration failureTimeToLive = Duration.ofSeconds(1);
        private int maxHosts = 1000;

        /** A builder of a cache of what {@code source} answers. */
        public Builder(Dns source) {
            this.source = Objects.requireNonNull(source, "source");
        }

        /** Sets for how long an answer holds at least, whatever it says; 1 s by default, not negative. */
        public Builder minTimeToLive(Duration time) {
            this.minTimeToLive = notNegative("minTimeToLive", time);
            return this;
        }

        /** Sets for how long an answer holds at most, whatever it says; 1 hour by default, not negative. */
        public Builder maxTimeToLive(Duration time) {
            this.maxTimeToLive = notNegative("maxTimeToLive", time);
            return this;
        }

        /** Sets for how long an answer holds that does not say, as those of {@link Dns#SYSTEM}; 30 s by default, not negative. */
        public Builder defaultTimeToLive(Duration time) {
            this.defaultTimeToLive = notNegative("defaultTimeToLive", time);
            return this;
        }

        /** Sets for how long it holds that a host is unknown; 1 s by default, not negative. */
        public Builder failureTimeToLive(Duration time) {
            this.failureTimeToLive = notNegative("failureTimeToLive", time);
            return this;
        }

        /** Sets how many hosts are remembered, those asked for last; 1,000 by default, from 1. */
        public Builder maxHosts(int most) {
            if (most < 1) {
                throw new IllegalArgumentException("maxHosts must be at least 1: " + most);
            }
            this.maxHosts = most;
            return this;
        }

        /**
         * The cache, with nothing in it.
         *
         * @throws IllegalArgumentException if {@code minTimeToLive} is above {@code maxTimeToLive}
         */
        public CachingDns build() {
            if (minTimeToLive.compareTo(maxTimeToLive) > 0) {
                throw new IllegalArgumentException(
                        "minTimeToLive is " + minTimeToLive + ", but maxTimeToLive is " + maxTimeToLive);
            }
            return new CachingDns(new DnsCache(
                    source,
                    new DnsCache.Bounds(minTimeToLive, maxTimeToLive, defaultTimeToLive, failureTimeToLive, maxHosts)));
        }

        private static Duration notNegative(String name, Duration time) {
            if (time.isNegative()) {
                throw new IllegalArgumentException(name + " < 0: " + time);
            }
            return time;
        }
    }
}
