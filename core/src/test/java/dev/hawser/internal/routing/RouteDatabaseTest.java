package dev.hawser.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Address;
import dev.hawser.Dns;
import dev.hawser.Route;
import dev.hawser.internal.time.FakeClock;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RouteDatabaseTest {
    private final FakeClock clock = new FakeClock();
    private final RouteDatabase database = new RouteDatabase(clock);
    private final Address address = Servers.named("one.example", Dns.SYSTEM);

    private Route route(int port) {
        return new Route(address, Proxy.NO_PROXY, new InetSocketAddress("192.0.2.1", port));
    }

    @Test
    void aRouteThatFailedIsPostponed() {
        database.failed(route(1));

        assertThat(database.isPostponed(route(1))).isTrue();
        assertThat(database.isPostponed(route(2))).isFalse();
    }

    @Test
    void itIsForgottenWhenTheRouteConnects() {
        database.failed(route(1));
        database.connected(route(1));

        assertThat(database.isPostponed(route(1))).isFalse();
        assertThat(database.size()).isZero();
    }

    @Test
    void itIsForgottenAfterFiveMinutesSinceItFailedLast() {
        database.failed(route(1));
        database.failed(route(2));
        clock.advance(Duration.ofMinutes(4));
        database.failed(route(1));
        clock.advance(Duration.ofMinutes(1));

        assertThat(database.isPostponed(route(2))).isFalse();
        assertThat(database.isPostponed(route(1))).isTrue();
        clock.advance(Duration.ofMinutes(4));
        assertThat(database.isPostponed(route(1))).isFalse();
        assertThat(database.size()).isZero();
    }

    @Test
    void ofTooManyTheOldestAreForgotten() {
        for (int port = 1; port <= RouteDatabase.MOST_REMEMBERED + 10; port++) {
            database.failed(route(port));
        }

        assertThat(database.size()).isEqualTo(RouteDatabase.MOST_REMEMBERED);
        assertThat(database.isPostponed(route(10))).isFalse();
        assertThat(database.isPostponed(route(11))).isTrue();
    }
}
