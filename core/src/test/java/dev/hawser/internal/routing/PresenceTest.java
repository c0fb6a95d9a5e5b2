package dev.hawser.internal.routing;

import static dev.hawser.internal.routing.Ips.ip;
import static dev.hawser.internal.routing.Ips.ips;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresenceTest {
    private final InetAddress a = ip(1);
    private final InetAddress b = ip(2);
    private final Presence presence = new Presence();

    /** So many answers that name b only, with connections to a; how often a was found gone. */
    private int goneAfter(int answers) {
        int gone = 0;
        for (int i = 0; i < answers; i++) {
            gone += presence.observe(List.of(b), List.of(a)).size();
        }
        return gone;
    }

    @Test
    void anAddressIsGoneAfterThreeAnswersWithoutItInARow() {
        assertThat(presence.observe(List.of(b), List.of(a, b))).isEmpty();
        assertThat(presence.observe(List.of(b), List.of(a, b))).isEmpty();
        assertThat(presence.observe(List.of(b), List.of(a, b))).containsExactly(a);
    }

    @Test
    void oneAnswerWithItBeginsTheCountAnew() {
        goneAfter(1);
        presence.observe(List.of(a), List.of(a));

        assertThat(goneAfter(2)).isZero();
        assertThat(goneAfter(1)).isOne();
    }

    @Test
    void aNewConnectionBeginsItsOwnCount() {
        goneAfter(2);
        presence.named(a);

        assertThat(goneAfter(2)).isZero();
    }

    @Test
    void anAnswerMayNameAnAddressTwice() {
        assertThat(presence.observe(List.of(a, a), List.of(a, a))).isEmpty();
    }

    @Nested
    class RotatingAnswers {
        @Test
        void aReturnMakesThePatienceTwiceTheAbsence() {
            goneAfter(3);
            presence.observe(List.of(a), List.of(a));

            assertThat(goneAfter(5)).isZero();
            assertThat(goneAfter(1)).isOne();
        }

        @Test
        void thePatienceEndsWithTheRotation() {
            goneAfter(10);
            for (int i = 0; i < 97; i++) {
                presence.observe(List.of(a, b), List.of(a));
            }

            assertThat(goneAfter(2)).isZero();
            assertThat(goneAfter(1)).isOne();
        }

        @Test
        void aReturnAfterAVeryLongTimeIsNoRotation() {
            goneAfter(3);
            for (int i = 0; i < 60; i++) {
                presence.observe(List.of(b), List.of(b));
            }
            presence.observe(List.of(a), List.of(a));

            assertThat(goneAfter(3)).isOne();
        }

        @Test
        void oneAtATimeInTurnEndsOneConnectionOnce() {
            List<InetAddress> all = ips(8);
            int gone = 0;
            for (int answer = 0; answer < 1_000; answer++) {
                gone += presence.observe(List.of(all.get(answer % 8)), answer < 3 ? List.of() : List.of(ip(1)))
                        .size();
            }

            assertThat(gone).isLessThanOrEqualTo(5);
        }

        /** Each answer names some of the addresses, at random; there are connections to all. */
        @ParameterizedTest
        @CsvSource({"4, 8", "2, 10", "1, 3", "1, 8"})
        void drainingEnds(int named, int addresses) {
            Random random = new Random(7);
            Set<InetAddress> inUse = new HashSet<>(ips(addresses));
            int late = 0;
            for (int answer = 0; answer < 20_000; answer++) {
                List<InetAddress> shuffled = new ArrayList<>(ips(addresses));
                Collections.shuffle(shuffled, random);
                int ended = presence.observe(shuffled.subList(0, named), inUse).size();
                late += answer < 1_000 ? 0 : ended;
            }

            assertThat(late).isZero();
        }

        @Test
        void anAddressThatLeavesThemIsStillFoundGone() {
            Random random = new Random(7);
            List<InetAddress> all = new ArrayList<>(ips(8));
            for (int answer = 0; answer < 1_000; answer++) {
                Collections.shuffle(all, random);
                presence.observe(all.subList(0, 4), all);
            }
            List<InetAddress> left = new ArrayList<>(all);
            left.remove(a);
            boolean gone = false;
            for (int answer = 0; answer < 96; answer++) {
                Collections.shuffle(left, random);
                gone |= presence.observe(left.subList(0, 4), all).contains(a);
            }

            assertThat(gone).isTrue();
        }
    }
}
