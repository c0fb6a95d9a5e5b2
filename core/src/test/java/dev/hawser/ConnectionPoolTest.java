package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionPoolTest {
    private static final Duration NEGATIVE = Duration.ofNanos(-1);

    @Test
    void hasTheKnownDefaults() {
        try (ConnectionPool pool = new ConnectionPool()) {
            ConnectionPoolSettings settings = pool.settings();

            assertThat(settings.name()).isEqualTo("default");
            assertThat(settings.maxIdleConnections()).isEqualTo(5);
            assertThat(settings.keepAliveDuration()).isEqualTo(Duration.ofMinutes(5));
            assertThat(settings.keepAliveWithoutHint()).isEqualTo(Duration.ofMinutes(5));
            assertThat(List.of(
                            settings.maxIdlePerAddress(),
                            settings.maxConnections(),
                            settings.maxConnectionsPerAddress(),
                            settings.maxWaiters(),
                            settings.maxRequestsPerConnection(),
                            settings.maxStreamsPerConnection(),
                            settings.maxMultiplexedConnectionsPerAddress()))
                    .containsOnly(Integer.MAX_VALUE);
            assertThat(settings.acquireTimeout()).isZero();
            assertThat(settings.maxConcurrentDials()).isEqualTo(8);
            assertThat(settings.maxLifetime()).isEqualTo(Duration.ofMinutes(30));
            assertThat(settings.lifetimeJitter()).isEqualTo(0.1);
            assertThat(settings.minIdlePerAddress()).isZero();
            assertThat(settings.validateAfterInactivity()).isEqualTo(Duration.ofMillis(1));
            assertThat(settings.reuseOrder()).isEqualTo(ReuseOrder.MOST_RECENTLY_USED);
            assertThat(settings.addressRefresh()).isZero();
            assertThat(settings.spread()).isEqualTo(Spread.FIRST_ANSWER);
            assertThat(settings.leakDetectionThreshold()).isZero();
        }
    }

    @Test
    void takesTheTwoSettingsThatOkHttpHas() {
        try (ConnectionPool pool = new ConnectionPool(3, 7, TimeUnit.SECONDS)) {
            assertThat(pool.settings().maxIdleConnections()).isEqualTo(3);
            assertThat(pool.settings().keepAliveDuration()).isEqualTo(Duration.ofSeconds(7));
        }
    }

    /** A wrong setting, and what the error has to say. */
    record Wrong(String message, Consumer<ConnectionPool.Builder> setting) {
        @Override
        public String toString() {
            return message;
        }
    }

    static List<Wrong> wrongSettings() {
        return List.of(
                new Wrong("name is blank", builder -> builder.name(" ")),
                new Wrong("maxIdleConnections must be at least 0: -1", builder -> builder.maxIdleConnections(-1)),
                new Wrong("maxIdlePerAddress must be at least 0: -1", builder -> builder.maxIdlePerAddress(-1)),
                new Wrong("keepAliveDuration <= 0: PT0S", builder -> builder.keepAliveDuration(Duration.ZERO)),
                new Wrong("keepAliveWithoutHint <= 0: PT0S", builder -> builder.keepAliveWithoutHint(Duration.ZERO)),
                new Wrong("maxConnections must be at least 1: 0", builder -> builder.maxConnections(0)),
                new Wrong(
                        "maxConnectionsPerAddress must be at least 1: 0",
                        builder -> builder.maxConnectionsPerAddress(0)),
                new Wrong("maxWaiters must be at least 0: -1", builder -> builder.maxWaiters(-1)),
                new Wrong("acquireTimeout < 0: PT-0.000000001S", builder -> builder.acquireTimeout(NEGATIVE)),
                new Wrong("maxConcurrentDials must be at least 1: 0", builder -> builder.maxConcurrentDials(0)),
                new Wrong("maxLifetime <= 0: PT0S", builder -> builder.maxLifetime(Duration.ZERO)),
                new Wrong("lifetimeJitter must be from 0 to 1: 1.5", builder -> builder.lifetimeJitter(1.5)),
                new Wrong(
                        "maxRequestsPerConnection must be at least 1: 0",
                        builder -> builder.maxRequestsPerConnection(0)),
                new Wrong("minIdlePerAddress must be at least 0: -1", builder -> builder.minIdlePerAddress(-1)),
                new Wrong(
                        "maxStreamsPerConnection must be at least 1: 0", builder -> builder.maxStreamsPerConnection(0)),
                new Wrong(
                        "maxMultiplexedConnectionsPerAddress must be at least 1: 0",
                        builder -> builder.maxMultiplexedConnectionsPerAddress(0)),
                new Wrong("addressRefresh < 0: PT-0.000000001S", builder -> builder.addressRefresh(NEGATIVE)),
                new Wrong(
                        "validateAfterInactivity < 0: PT-0.000000001S",
                        builder -> builder.validateAfterInactivity(NEGATIVE)),
                new Wrong(
                        "leakDetectionThreshold < 0: PT-0.000000001S",
                        builder -> builder.leakDetectionThreshold(NEGATIVE)),
                new Wrong(
                        "minIdlePerAddress is 6, but maxIdleConnections is 5",
                        builder -> builder.minIdlePerAddress(6).build()),
                new Wrong(
                        "minIdlePerAddress is 3, but maxConnectionsPerAddress is 2",
                        builder -> builder.minIdlePerAddress(3)
                                .maxConnectionsPerAddress(2)
                                .build()));
    }

    @ParameterizedTest
    @MethodSource("wrongSettings")
    void refusesAWrongSettingAtOnce(Wrong wrong) {
        ConnectionPool.Builder builder = new ConnectionPool.Builder();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> wrong.setting().accept(builder))
                .withMessage(wrong.message());
    }

    @Nested
    class ItsBuilder {
        @Test
        void holdsThePresentSettings() {
            try (ConnectionPool pool = new ConnectionPool.Builder()
                            .name("orders")
                            .maxConnections(10)
                            .acquireTimeout(Duration.ofSeconds(1))
                            .build();
                    ConnectionPool copy = pool.newBuilder().build()) {
                assertThat(copy.settings()).isEqualTo(pool.settings());
            }
        }

        @Test
        void cannotChangeTheSpreadOfAPoolInUse() {
            try (ConnectionPool pool = new ConnectionPool()) {
                ConnectionPool.Builder changed = pool.newBuilder().spread(Spread.ROUND_ROBIN);

                assertThatIllegalArgumentException()
                        .isThrownBy(() -> pool.resize(changed))
                        .withMessage("spread of a pool cannot be changed: it is FIRST_ANSWER, not ROUND_ROBIN");
            }
        }

        @Test
        void letsTheTimeWithoutHintFollowTheOtherUnlessItWasSet() {
            try (ConnectionPool pool = new ConnectionPool()) {
                pool.resize(pool.newBuilder().keepAliveDuration(Duration.ofMinutes(9)));

                assertThat(pool.settings().keepAliveWithoutHint()).isEqualTo(Duration.ofMinutes(9));
            }
        }

        @Test
        void letsTheTimeByProxyFollowTheOneWithoutHintUnlessItWasSet() {
            try (ConnectionPool pool = new ConnectionPool()) {
                pool.resize(pool.newBuilder().keepAliveWithoutHint(Duration.ofSeconds(5)));
                assertThat(pool.settings().keepAliveWithoutHintByProxy()).isEqualTo(Duration.ofSeconds(5));

                pool.resize(pool.newBuilder().keepAliveWithoutHintByProxy(Duration.ofSeconds(60)));
                pool.resize(pool.newBuilder().keepAliveWithoutHint(Duration.ofSeconds(4)));

                assertThat(pool.settings().keepAliveWithoutHintByProxy()).isEqualTo(Duration.ofSeconds(60));
            }
        }
    }

    @Test
    void isSeenEmptyInItsSnapshot() {
        try (ConnectionPool pool = new ConnectionPool()) {
            ConnectionPoolSnapshot snapshot = pool.snapshot();

            assertThat(snapshot.total()).isEqualTo(new ConnectionPoolSnapshot.Counts(0, 0, 0, 0, 0));
            assertThat(snapshot.connections()).isEmpty();
            assertThat(snapshot.waiters()).isEmpty();
            assertThat(snapshot.suspended()).isFalse();
        }
    }

    @Test
    void isDrainedAtOnceWhenItIsEmpty() throws InterruptedException {
        assertThat(new ConnectionPool().drain(Duration.ZERO)).isTrue();
    }
}
