package dev.hawser.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.internal.transport.Loopback.Pair;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every wait on the network can be ended: by its limit, from another thread, by an interrupt. */
@Timeout(60)
class TransportCutTest {
    private static final long TEN_SECONDS = TimeUnit.SECONDS.toNanos(10);
    private static final Duration ELEVEN_SECONDS = Duration.ofSeconds(11);

    /** More than the kernel's buffers of both ends hold. */
    private static final byte[] MUCH = new byte[50_000_000];

    private Loopback loopback;

    @BeforeEach
    void listen() throws IOException {
        loopback = new Loopback();
    }

    @AfterEach
    void hangUp() throws IOException {
        loopback.close();
    }

    /** Reads, on a thread that is now waiting; tells whether its interrupt flag was set in the end. */
    private static Other<Integer> reading(Transport transport) {
        return Other.start(() -> transport.read(new byte[10], 0, 10)).awaitInNetwork();
    }

    private static Other<Void> writing(Transport transport) {
        return Other.<Void>start(() -> {
                    transport.write(MUCH, 0, MUCH.length);
                    return null;
                })
                .awaitInNetwork();
    }

    @Nested
    class ByItsLimit {
        @ParameterizedTest
        @EnumSource(Kind.class)
        void aReadThatTakesTooLongTimesOut(Kind kind) throws Exception {
            Transport transport = loopback.connect(kind).transport();
            transport.timeouts(TEN_SECONDS, 0);
            Other<Integer> reading = reading(transport);
            loopback.alarms.advance(ELEVEN_SECONDS);

            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(reading::result)
                    .withMessageStartingWith("timeout")
                    .withMessageContaining("10000 ms")
                    .withMessageContaining(loopback.address().toString());
        }

        @ParameterizedTest
        @EnumSource(Kind.class)
        void aWriteThatTakesTooLongTimesOut(Kind kind) throws Exception {
            Transport transport = loopback.connect(kind).transport();
            transport.timeouts(0, TEN_SECONDS);
            Other<Void> writing = writing(transport);
            // The limit starts anew with each part, so that time has to pass again until it strikes.
            Other<Void> timePasses = Other.start(() -> {
                while (transport.check(0) == Transport.Health.ALIVE) {
                    loopback.alarms.advance(ELEVEN_SECONDS);
                }
                return null;
            });

            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(writing::result)
                    .withMessageStartingWith("timeout")
                    .withMessageContaining("10000 ms");
            timePasses.result();
        }

        @ParameterizedTest
        @EnumSource(Kind.class)
        void anOperationThatEndsInTimeIsNotCutLater(Kind kind) throws Exception {
            Pair pair = loopback.connect(kind);
            pair.transport().timeouts(TEN_SECONDS, TEN_SECONDS);
            for (int i = 0; i < 3; i++) {
                assertThat(pair.echo(new byte[100])).hasSize(100);
                loopback.alarms.advance(ELEVEN_SECONDS);
                assertThat(pair.transport().check(0)).isEqualTo(Transport.Health.ALIVE);
            }
        }

        @ParameterizedTest
        @EnumSource(Kind.class)
        void withoutALimitNoAlarmIsSet(Kind kind) throws Exception {
            Pair pair = loopback.connect(kind);
            pair.echo(new byte[100]);

            assertThat(loopback.alarms.setCount()).isZero();
        }
    }

    @Nested
    class FromAnotherThread {
        @ParameterizedTest
        @EnumSource(Kind.class)
        void closingEndsARead(Kind kind) throws Exception {
            Transport transport = loopback.connect(kind).transport();
            Other<Integer> reading = reading(transport);
            transport.close();

            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(reading::result)
                    .withMessageContaining("closed while reading from " + loopback.address());
        }

        @ParameterizedTest
        @EnumSource(Kind.class)
        void closingEndsAWriteWithAnError(Kind kind) throws Exception {
            Transport transport = loopback.connect(kind).transport();
            Other<Void> writing = writing(transport);
            transport.close();

            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(writing::result)
                    .withMessageContaining("closed while writing to " + loopback.address());
        }

        @ParameterizedTest
        @EnumSource(Kind.class)
        void aClosedTransportRefusesToWork(Kind kind) throws Exception {
            Transport transport = loopback.connect(kind).transport();
            transport.timeouts(TEN_SECONDS, TEN_SECONDS);
            transport.close();
            transport.close();

            assertThatExceptionOfType(SocketException.class).isThrownBy(() -> transport.read(new byte[1], 0, 1));
            assertThatExceptionOfType(SocketException.class).isThrownBy(() -> transport.write(new byte[1], 0, 1));
            assertThat(transport.check(0)).isEqualTo(Transport.Health.PEER_CLOSED);
            transport.closeIdle();
        }
    }

    @Nested
    class ByAnInterrupt {
        @ParameterizedTest
        @EnumSource(value = Kind.class, mode = EnumSource.Mode.MATCH_NONE, names = "USER_SOCKET.*")
        void aReadEndsAtOnceAndTheFlagStays(Kind kind) throws Exception {
            Transport transport = loopback.connect(kind).transport();
            transport.timeouts(TEN_SECONDS, TEN_SECONDS);
            Other<Boolean> reading = flagAfterInterrupt(() -> transport.read(new byte[10], 0, 10))
                    .awaitInNetwork();
            reading.interrupt();

            assertThat(reading.result()).isTrue();
            assertThat(transport.check(Long.MAX_VALUE)).isEqualTo(Transport.Health.PEER_CLOSED);
        }

        @ParameterizedTest
        @EnumSource(value = Kind.class, mode = EnumSource.Mode.MATCH_NONE, names = "USER_SOCKET.*")
        void aWriteEndsAtOnceAndTheFlagStays(Kind kind) throws Exception {
            Transport transport = loopback.connect(kind).transport();
            transport.timeouts(TEN_SECONDS, TEN_SECONDS);
            Other<Boolean> writing = flagAfterInterrupt(() -> transport.write(MUCH, 0, MUCH.length))
                    .awaitInNetwork();
            writing.interrupt();

            assertThat(writing.result()).isTrue();
        }

        @ParameterizedTest
        @EnumSource(Kind.class)
        void anInterruptedThreadDoesNotBegin(Kind kind) throws Exception {
            Transport transport = loopback.connect(kind).transport();
            Other<Boolean> reading = flagAfterInterrupt(() -> {
                Thread.currentThread().interrupt();
                transport.read(new byte[10], 0, 10);
            });

            assertThat(reading.result()).isTrue();
        }

        private Other<Boolean> flagAfterInterrupt(ThrowingCallable operation) {
            return Other.start(() -> {
                assertThatThrownBy(operation)
                        .isInstanceOf(InterruptedIOException.class)
                        .isNotInstanceOf(SocketTimeoutException.class)
                        .hasMessageContaining(loopback.address().toString());
                return Thread.currentThread().isInterrupted();
            });
        }
    }
}
