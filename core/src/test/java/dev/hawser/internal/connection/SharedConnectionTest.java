package dev.hawser.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Address;
import dev.hawser.ConnectionSpec;
import dev.hawser.Dns;
import dev.hawser.HttpUrl;
import dev.hawser.Protocol;
import dev.hawser.Retirement;
import dev.hawser.Route;
import dev.hawser.Spread;
import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.http2.LocalSettings;
import dev.hawser.internal.routing.AddressWatch;
import dev.hawser.internal.routing.Spreading;
import dev.hawser.internal.time.FakeAlarms;
import dev.hawser.internal.time.FakeClock;
import dev.hawser.internal.transport.Connector;
import dev.hawser.internal.transport.Lookout;
import java.io.IOException;
import java.net.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A connection of HTTP/2, as the pool has it. */
class SharedConnectionTest {
    private final FakeClock clock = new FakeClock();
    private final FakeAlarms alarms = new FakeAlarms(clock);
    private final Buffers buffers = new Buffers();
    private final List<String> threads = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final ConnectionMaker maker = new ConnectionMaker(
            new Connector(clock, alarms, buffers, new Lookout()),
            buffers,
            clock,
            alarms,
            (name, keeps, work) -> threads.add(name),
            0,
            new Spreading(Spread.FIRST_ANSWER),
            new AddressWatch<>(() -> 0, clock, alarms, (name, keeps, work) -> {}, gone -> {}),
            new SharedReports() {
                @Override
                public void capacityChanged(HttpConnection connection) {
                    told.add("capacity " + connection.capacity());
                }

                @Override
                public void suspicionChanged(HttpConnection connection) {
                    told.add("suspected " + connection.isSuspected());
                }

                @Override
                public void ended(HttpConnection connection, Retirement reason) {
                    told.add("ended " + reason);
                }
            });
    private final Address address = address("one.example");
    private final HttpConnection connection = connection();

    private static Address address(String host) {
        return new Address(
                HttpUrl.get("http://" + host + "/"),
                Dns.SYSTEM,
                null,
                null,
                null,
                List.of(ConnectionSpec.CLEARTEXT),
                List.of(Protocol.H2_PRIOR_KNOWLEDGE),
                null,
                null);
    }

    private HttpConnection connection() {
        ScriptedTransport transport = new ScriptedTransport();
        try {
            return maker.connection(
                    new Route(address, Proxy.NO_PROXY, transport.remote()), transport, LocalSettings.DEFAULT);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void saysAndHearsNothingBeforeThePoolHasIt() {
        assertThat(threads).isEmpty();
        assertThat(alarms.setCount()).isZero();

        connection.listed();

        assertThat(threads).isNotEmpty();
    }

    @Test
    void allowsAHundredExchangesUntilItsServerTells() {
        assertThat(connection.isShared()).isTrue();
        assertThat(connection.capacity()).isEqualTo(100);
    }

    @Test
    void isSuspectedWhenACallWasNotAnsweredInTime() {
        connection.listed();

        connection.suspect();
        connection.suspect();

        assertThat(told).containsExactly("suspected true");
    }

    @Test
    void servesEveryHostButThoseThatItsServerSentAway() {
        connection.misdirected(address("two.example"));

        assertThat(connection.serves(address)).isTrue();
        assertThat(connection.serves(address("two.example"))).isFalse();
        assertThat(connection.serves(address("three.example"))).isTrue();
    }
}
