package dev.hawser.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Protocol;
import dev.hawser.Retirement;
import dev.hawser.internal.http.ExchangeCodec;
import dev.hawser.internal.transport.Transport.Health;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {
    private static final long JUST_NOW = 1_000;

    private final MadeConnections made = new MadeConnections();

    private HttpConnection connection(String url, ScriptedTransport transport) {
        return made.connection(MadeConnections.address(url, Protocol.HTTP_1_1), transport);
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

        assertThat(made.maker
                        .suspects()
                        .has(connection("http://one.example/", new ScriptedTransport())
                                .route()
                                .address()))
                .isFalse();
    }
}
