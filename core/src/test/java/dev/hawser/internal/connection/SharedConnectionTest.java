package dev.hawser.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Address;
import dev.hawser.Protocol;
import org.junit.jupiter.api.Test;

/** A connection of HTTP/2, as the pool has it. */
class SharedConnectionTest {
    private final MadeConnections made = new MadeConnections();
    private final Address address = address("one.example");
    private final HttpConnection connection = made.connection(address, new ScriptedTransport());

    private static Address address(String host) {
        return MadeConnections.address("http://" + host + "/", Protocol.H2_PRIOR_KNOWLEDGE);
    }

    @Test
    void saysAndHearsNothingBeforeThePoolHasIt() {
        assertThat(made.threads).isEmpty();
        assertThat(made.alarms.setCount()).isZero();

        connection.listed();

        assertThat(made.threads).isNotEmpty();
    }

    /** SETTINGS that allow 7 streams at once. */
    @Test
    void hearsWhatItsServerHasSaidBeforeWhenThePoolHasIt() {
        byte[] settings = {0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 7};
        HttpConnection tunnelled = made.connection(address, new ScriptedTransport(), settings);
        assertThat(made.told).isEmpty();

        tunnelled.listed();

        assertThat(made.told).containsExactly("capacity 7");
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

        assertThat(made.told).containsExactly("suspected true");
    }

    @Test
    void servesEveryHostButThoseThatItsServerSentAway() {
        connection.misdirected(address("two.example"));

        assertThat(connection.serves(address)).isTrue();
        assertThat(connection.serves(address("two.example"))).isFalse();
        assertThat(connection.serves(address("three.example"))).isTrue();
    }
}
