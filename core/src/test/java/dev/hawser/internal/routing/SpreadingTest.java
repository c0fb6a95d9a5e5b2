package dev.hawser.internal.routing;

import static dev.hawser.internal.routing.Ips.ip;
import static dev.hawser.internal.routing.Ips.ips;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Address;
import dev.hawser.Spread;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpreadingTest {
    private final Address server = Servers.named("one.test", host -> List.of());
    private final Address other = Servers.named("two.test", host -> List.of());

    /** Begins a connection to the first in order. */
    private static InetAddress connect(Spreading spreading, Address server, List<InetAddress> answer) {
        InetAddress first = spreading.order(server, answer).get(0);
        spreading.begun(server, first);
        return first;
    }

    @ParameterizedTest
    @EnumSource
    void everyAddressIsTriedInTheEnd(Spread spread) {
        Spreading spreading = new Spreading(spread);
        for (int i = 0; i < 5; i++) {
            assertThat(spreading.order(server, ips(4))).containsExactlyInAnyOrderElementsOf(ips(4));
        }
    }

    @Test
    void theFirstAnswerStaysFirst() {
        Spreading spreading = new Spreading(Spread.FIRST_ANSWER);
        for (int i = 0; i < 3; i++) {
            assertThat(connect(spreading, server, List.of(ip(2), ip(1)))).isEqualTo(ip(2));
        }
    }

    @Nested
    class RoundRobin {
        private final Spreading spreading = new Spreading(Spread.ROUND_ROBIN);

        @Test
        void eachHasItsTurn() {
            List<InetAddress> chosen = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                chosen.add(connect(spreading, server, ips(3)));
            }

            assertThat(chosen).containsExactly(ip(1), ip(2), ip(3), ip(1), ip(2), ip(3));
        }

        @Test
        void theOrderOfAnswersDoesNotMatter() {
            Random random = new Random(3);
            Map<InetAddress, Integer> counts = new HashMap<>();
            for (int i = 0; i < 30; i++) {
                List<InetAddress> answer = new ArrayList<>(ips(3));
                Collections.shuffle(answer, random);
                counts.merge(connect(spreading, server, answer), 1, Integer::sum);
            }

            assertThat(counts).isEqualTo(Map.of(ip(1), 10, ip(2), 10, ip(3), 10));
        }

        @Test
        void serversTakeTurnsOfTheirOwn() {
            for (int i = 0; i < 4; i++) {
                assertThat(connect(spreading, server, ips(2))).isEqualTo(ip(1 + i % 2));
                assertThat(connect(spreading, other, ips(2))).isEqualTo(ip(1 + i % 2));
            }
        }

        @Test
        void connectionsThatEndDoNotCount() {
            connect(spreading, server, ips(2));
            spreading.ended(ip(1));

            assertThat(connect(spreading, server, ips(2))).isEqualTo(ip(2));
        }
    }

    @Nested
    class FewestConnections {
        private final Spreading spreading = new Spreading(Spread.FEWEST_CONNECTIONS);

        @Test
        void theOneWithFewestComesFirst() {
            spreading.begun(server, ip(1));
            spreading.begun(server, ip(1));
            spreading.begun(server, ip(2));

            assertThat(spreading.order(server, ips(3))).containsExactly(ip(3), ip(2), ip(1));
        }

        @Test
        void aConnectionThatEndedCountsNoMore() {
            spreading.begun(server, ip(1));
            spreading.begun(server, ip(2));
            spreading.begun(server, ip(2));
            spreading.ended(ip(1));

            assertThat(spreading.order(server, ips(2))).containsExactly(ip(1), ip(2));
        }

        @Test
        void connectionsToOtherServersCount() {
            spreading.begun(other, ip(1));

            assertThat(spreading.order(server, ips(2))).containsExactly(ip(2), ip(1));
        }

        @Test
        void manyThatAskBeforeAnyHasBegunDoNotAllGetTheSame() {
            List<InetAddress> chosen = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                chosen.add(spreading.order(server, ips(3)).get(0));
            }

            assertThat(chosen).containsExactly(ip(1), ip(2), ip(3), ip(1), ip(2), ip(3));
        }

        @Test
        void moreEndsThanBeginningsAreAnError() {
            assertThatThrownBy(() -> spreading.ended(ip(1))).isInstanceOf(IllegalStateException.class);
        }
    }
}
