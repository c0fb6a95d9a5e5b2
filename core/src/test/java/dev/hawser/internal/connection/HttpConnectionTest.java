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
import dev.hawser.internal.http.ExchangeCodec;
import dev.hawser.internal.http2.LocalSettings;
import dev.hawser.internal.routing.AddressWatch;
import dev.hawser.internal.routing.Spreading;
import dev.hawser.internal.time.FakeAlarms;
import dev.hawser.internal.time.FakeClock;
import dev.hawser.internal.time.Threads;
import dev.hawser.internal.transport.Connector;
import dev.hawser.internal.transport.Lookout;
import dev.hawser.internal.transport.Transport.Health;
import java.io.IOException;
import java.net.Proxy;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {
    private static final long JUST_NOW = 1_000;

    private final FakeClock clock = new FakeClock();
    private final FakeAlarms alarms = new FakeAlarms(clock);
    private final Buffers buffers = new Buffers();
    private final ConnectionMaker maker = new ConnectionMaker(
            new Connector(clock, alarms, buffers, new Lookout()),
            buffers,
            clock,
            alarms,
            Threads.platform(),
            0,
            new Spreading(Spread.FIRST_ANSWER),
            new AddressWatch<>(() -> 0, clock, alarms, Threads.platform(), gone -> {}),
            new SharedReports() {
                @Override
                public void capacityChanged(HttpConnection connection) {}

                @Override
                public void suspicionChanged(HttpConnection connection) {}

                @Override
                public void ended(HttpConnection connection, Retirement reason) {}
            });

    private HttpConnection connection(String url, ScriptedTransport transport) {
        Address address = new Address(
                HttpUrl.get(url),
                Dns.SYSTEM,
                null,
                null,
                null,
                List.of(ConnectionSpec.CLEARTEXT),
                List.of(Protocol.HTTP_1_1),
                null,
                null);
        try {
            return maker.connection(
                    new Route(address, Proxy.NO_PROXY, transport.remote()), transport, LocalSettings.DEFAULT);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aLookSaysWhatIsWrong() {
        ScriptedTransport transport = new ScriptedTransport();
        HttpConnection connection = connection("http://one.example/", transport);

        assertThat(connection.check(JUST_NOW)).isNull();
        transport.health = Health.PEER_CLOSED;
        assertThat(connection.check(JUST_NOW)).isEqualTo(Retirement.PEER_CLOSED);
        transport.health = Health.STRAY_BYTES;
        assertThat(connection.check(JUST_NOW)).isEqualTo(Retirement.STRAY_BYTES);
        assertThat(transport.idleNanos).containsOnly(JUST_NOW);
    }

    @Test
    void aWatchedConnectionGivesUpItsCodecUntilItIsUsedAgain() {
        HttpConnection connection = connection("http://one.example/", new ScriptedTransport());
        ExchangeCodec codec = connection.codec();
        assertThat(connection.codec()).isSameAs(codec);
        connection.begun();

        ExchangeCodec next = connection.codec();
        assertThat(next).isNotSameAs(codec);
        assertThat(connection.codec()).isSameAs(next);
    }

    @Nested
    class OnceAServerHasSentStrayBytes {
        private final ScriptedTransport transport = new ScriptedTransport();

        OnceAServerHasSentStrayBytes() {
            connection("http://one.example/", new ScriptedTransport()).close(Retirement.STRAY_BYTES);
        }

        @Test
        void theNetworkIsAskedBeforeEachUseOfItsConnections() {
            assertThat(connection("http://one.example/other", transport).check(JUST_NOW))
                    .isNull();

            assertThat(transport.idleNanos).containsExactly(Long.MAX_VALUE);
        }

        @Test
        void otherServersAreNotSuspected() {
            assertThat(connection("http://two.example/", transport).check(JUST_NOW))
                    .isNull();

            assertThat(transport.idleNanos).containsExactly(JUST_NOW);
        }
    }

    @Test
    void anOrdinaryEndMakesNoSuspect() {
        for (Retirement reason : Retirement.values()) {
            if (reason != Retirement.STRAY_BYTES) {
                ScriptedTransport transport = new ScriptedTransport();
                connection("http://one.example/", transport).close(reason);
                assertThat(transport.closed).isTrue();
            }
        }

        assertThat(maker.suspects()
                        .has(connection("http://one.example/", new ScriptedTransport())
                                .route()
                                .address()))
                .isFalse();
    }
}
