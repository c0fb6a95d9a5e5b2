package dev.hawser.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private final InetAddress a = ip(1);
    private final InetAddress b = ip(2);
    private final Presence presence = new Presence();

    private static InetAddress ip(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void anAddressIsGoneAfterThreeAnswersWithoutItInARow() {
        assertThat(presence.observe(List.of(b), List.of(a, b))).isEmpty();
        assertThat(presence.observe(List.of(b), List.of(a, b))).isEmpty();
        assertThat(presence.observe(List.of(b), List.of(a, b))).containsExactly(a);
    }

    @Test
    void oneAnswerWithItBeginsTheCountAnew() {
        presence.observe(List.of(b), List.of(a));
        presence.observe(List.of(b), List.of(a));
        presence.observe(List.of(a), List.of(a));
        presence.observe(List.of(b), List.of(a));

        assertThat(presence.observe(List.of(b), List.of(a))).isEmpty();
        assertThat(presence.observe(List.of(b), List.of(a))).containsExactly(a);
    }

    @Test
    void aNewConnectionBeginsItsOwnCount() {
        presence.observe(List.of(b), List.of(a));
        presence.observe(List.of(b), List.of(a));
        presence.observe(List.of(b), List.of());

        assertThat(presence.observe(List.of(b), List.of(a))).isEmpty();
    }

    @Test
    void oneThatComesBackMakesThePatienceTwiceAsLong() {
        for (int i = 0; i < 3; i++) {
            presence.observe(List.of(b), List.of(a));
        }
        presence.observe(List.of(a), List.of(a));

        for (int i = 0; i < 5; i++) {
            assertThat(presence.observe(List.of(b), List.of(a))).isEmpty();
        }
        assertThat(presence.observe(List.of(b), List.of(a))).containsExactly(a);
    }

    /** Each answer names two of ten addresses, at random; there are connections to all. */
    @Test
    void rotatingAnswersDoNotDrainForEver() {
        Random random = new Random(7);
        List<InetAddress> all = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            all.add(ip(i));
        }
        Set<InetAddress> inUse = new HashSet<>(all);
        int early = 0;
        int late = 0;
        for (int answer = 0; answer < 20_000; answer++) {
            List<InetAddress> shuffled = new ArrayList<>(all);
            Collections.shuffle(shuffled, random);
            int ended = presence.observe(shuffled.subList(0, 2), inUse).size();
            if (answer < 1_000) {
                early += ended;
            } else {
                late += ended;
            }
        }

        assertThat(early).isPositive();
        assertThat(late).isZero();
    }
}
