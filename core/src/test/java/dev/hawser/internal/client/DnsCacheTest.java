package dev.hawser.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hawser.CachingDns;
import dev.hawser.Dns;
import dev.hawser.internal.time.FakeClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DnsCacheTest {
    private final FakeClock clock = new FakeClock();
    private final List<String> asked = new ArrayList<>();
    private @Nullable Duration timeToLive;
    private @Nullable String fault;

    private final Dns source = new Dns() {
        @Override
        public List<InetAddress> lookup(String hostname) throws UnknownHostException {
            return answer(hostname).addresses();
        }

        @Override
        public Answer answer(String hostname) throws UnknownHostException {
            asked.add(hostname);
            if (fault != null) {
                throw new UnknownHostException(fault);
            }
            return new Answer(List.of(InetAddress.getByName("192.0.2." + asked.size())), timeToLive);
        }
    };

    private static final Duration SECOND = Duration.ofSeconds(1);

    private DnsCache cache(Duration least, Duration most, Duration unnamed, int hosts) {
        return new DnsCache(source, new DnsCache.Bounds(least, most, unnamed, SECOND, hosts), clock);
    }

    private DnsCache cache() {
        return cache(SECOND, Duration.ofHours(1), Duration.ofSeconds(30), 1000);
    }

    private static String text(Dns dns, String host) throws UnknownHostException {
        return dns.lookup(host).get(0).getHostAddress();
    }

    @Nested
    class AnAnswer {
        @Test
        void holdsForItsTime() throws Exception {
            timeToLive = Duration.ofSeconds(20);
            DnsCache dns = cache();

            assertThat(text(dns, "a.example")).isEqualTo("192.0.2.1");
            clock.advance(Duration.ofNanos(19_999_999_999L));
            assertThat(text(dns, "A.Example")).isEqualTo("192.0.2.1");
            assertThat(dns.answer("a.example").timeToLive()).isEqualTo(Duration.ofNanos(1));
            clock.advance(Duration.ofNanos(1));
            assertThat(text(dns, "a.example")).isEqualTo("192.0.2.2");
            assertThat(asked).containsExactly("a.example", "a.example");
        }

        @Test
        void holdsForTheDefaultIfItDoesNotSay() throws Exception {
            DnsCache dns = cache(SECOND, Duration.ofHours(1), Duration.ofSeconds(7), 10);

            assertThat(dns.answer("a.example").timeToLive()).isEqualTo(Duration.ofSeconds(7));
        }

        @Test
        void holdsWithinTheBounds() throws Exception {
            DnsCache dns = cache(Duration.ofSeconds(5), Duration.ofSeconds(9), SECOND, 10);
            timeToLive = Duration.ZERO;
            assertThat(dns.answer("short.example").timeToLive()).isEqualTo(Duration.ofSeconds(5));
            timeToLive = Duration.ofDays(7);
            assertThat(dns.answer("long.example").timeToLive()).isEqualTo(Duration.ofSeconds(9));
        }

        @Test
        void isForgottenOnDemand() throws Exception {
            DnsCache dns = cache();
            text(dns, "a.example");
            text(dns, "b.example");
            dns.evict("A.example");
            text(dns, "a.example");
            text(dns, "b.example");
            assertThat(asked).containsExactly("a.example", "b.example", "a.example");
            dns.evictAll();
            text(dns, "b.example");
            assertThat(asked).hasSize(4);
        }

        @Test
        void thatWasAskedForLongestAgoMakesRoom() throws Exception {
            DnsCache dns = cache(SECOND, Duration.ofHours(1), SECOND, 2);
            text(dns, "a.example");
            text(dns, "b.example");
            text(dns, "a.example");
            text(dns, "c.example");
            asked.clear();
            text(dns, "a.example");
            text(dns, "c.example");
            assertThat(asked).isEmpty();
            text(dns, "b.example");
            assertThat(asked).containsExactly("b.example");
        }
    }

    @Nested
    class AFailure {
        @Test
        void isRememberedBriefly() throws Exception {
            DnsCache dns = cache();
            fault = "no.example: nobody knows it";
            for (int i = 0; i < 3; i++) {
                assertThatExceptionOfType(UnknownHostException.class)
                        .isThrownBy(() -> dns.lookup("no.example"))
                        .withMessage("no.example: nobody knows it");
            }
            assertThat(asked).hasSize(1);
            clock.advance(Duration.ofSeconds(1));
            fault = null;
            assertThat(text(dns, "no.example")).isEqualTo("192.0.2.2");
        }

        @Test
        void ofTheSourceItselfIsNotRemembered() {
            List<String> calls = new ArrayList<>();
            DnsCache dns = new DnsCache(
                    hostname -> {
                        calls.add(hostname);
                        throw new IllegalStateException("out of order");
                    },
                    new DnsCache.Bounds(SECOND, SECOND, SECOND, SECOND, 10),
                    clock);

            for (int i = 0; i < 2; i++) {
                assertThatExceptionOfType(UnknownHostException.class)
                        .isThrownBy(() -> dns.lookup("a.example"))
                        .withMessage("a.example: java.lang.IllegalStateException: out of order");
            }
            assertThat(calls).hasSize(2);
        }
    }

    @Test
    void thoseWhoAskAtOnceShareALookUp() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        List<String> calls = new ArrayList<>();
        CachingDns dns = CachingDns.of(hostname -> {
            calls.add(hostname);
            begun.countDown();
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return List.of(InetAddress.getByName("192.0.2.9"));
        });
        List<FutureTask<String>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            FutureTask<String> one = new FutureTask<>(() -> text(dns, "a.example"));
            all.add(one);
            new Thread(one).start();
        }
        begun.await();
        over.countDown();

        for (FutureTask<String> one : all) {
            assertThat(one.get()).isEqualTo("192.0.2.9");
        }
        assertThat(calls).containsExactly("a.example");
    }

    @Test
    void someHostsCanBeGivenByHand() throws Exception {
        Dns dns = Dns.overriding(Map.of("fixed.example", List.of(InetAddress.getByName("192.0.2.77"))), source);

        assertThat(text(dns, "fixed.example")).isEqualTo("192.0.2.77");
        assertThat(text(dns, "other.example")).isEqualTo("192.0.2.1");
    }
}
