package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CachingDnsTest {
    private final List<String> asked = new ArrayList<>();
    private final CachingDns.Builder settings = new CachingDns.Builder(hostname -> {
        asked.add(hostname);
        return List.of(InetAddress.getByName("192.0.2.1"));
    });

    @Test
    void whatWasAnsweredIsRememberedUntilItIsEvicted() throws Exception {
        CachingDns dns = settings.build();
        for (int i = 0; i < 3; i++) {
            assertThat(dns.lookup("a.example")).containsExactly(InetAddress.getByName("192.0.2.1"));
        }
        assertThat(asked).containsExactly("a.example");
        dns.evict("a.example");
        assertThat(dns.answer("a.example").timeToLive()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(30));
        dns.evictAll();
        dns.lookup("a.example");
        assertThat(asked).hasSize(3);
        assertThat(dns.toString()).endsWith("hosts=1}");
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> settings.minTimeToLive(Duration.ofNanos(-1)))
                .withMessage("minTimeToLive < 0: PT-0.000000001S");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> settings.maxHosts(0))
                .withMessage("maxHosts must be at least 1: 0");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> settings.maxTimeToLive(Duration.ZERO).build())
                .withMessage("minTimeToLive is PT1S, but maxTimeToLive is PT0S");
    }
}
