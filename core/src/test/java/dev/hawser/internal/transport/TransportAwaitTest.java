package dev.hawser.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.internal.transport.Loopback.Pair;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Waiting for something to read without reading it. */
@Timeout(60)
class TransportAwaitTest {
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONG = TimeUnit.SECONDS.toNanos(50);

    private Loopback loopback;

    @BeforeEach
    void listen() throws IOException {
        loopback = new Loopback();
    }

    @AfterEach
    void hangUp() throws IOException {
        loopback.close();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void endsInVainWhereNothingComesAndLeavesTheConnectionUsable(Kind kind) throws Exception {
        Pair pair = loopback.connect(kind);

        assertThat(pair.transport().awaitReadable(SHORT)).isFalse();
        assertThat(pair.echo(new byte[1000])).hasSize(1000);
        assertThat(pair.transport().awaitReadable(SHORT)).isFalse();
        assertThat(pair.echo(new byte[50_000])).hasSize(50_000);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void leavesWhatCameToBeRead(Kind kind) throws Exception {
        Pair pair = loopback.connect(kind);
        pair.peer().getOutputStream().write(new byte[] {1, 2, 3});

        assertThat(pair.transport().awaitReadable(LONG)).isTrue();
        assertThat(pair.transport().awaitReadable(LONG)).isTrue();
        byte[] read = new byte[3];
        for (int at = 0; at < 3; ) {
            at += pair.transport().read(read, at, 3 - at);
        }
        assertThat(read).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void noticesTheEndOfTheStream(Kind kind) throws Exception {
        Pair pair = loopback.connect(kind);
        pair.peer().close();

        assertThat(pair.transport().awaitReadable(LONG)).isTrue();
        assertThat(pair.transport().read(new byte[1], 0, 1)).isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void isCutByACloseFromAnotherThread(Kind kind) throws Exception {
        Pair pair = loopback.connect(kind);
        Other<Boolean> waiting = Other.start(() -> pair.transport().awaitReadable(LONG));
        waiting.awaitInNetwork();

        pair.transport().close();

        assertThatThrownBy(waiting::result).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"PLAIN", "ENGINE_TLS12", "ENGINE_TLS13", "LAYERED_TLS12", "LAYERED_TLS13"})
    void isCutByAnInterrupt(Kind kind) throws Exception {
        Pair pair = loopback.connect(kind);
        Other<Boolean> waiting = Other.start(() -> {
            try {
                return pair.transport().awaitReadable(LONG);
            } finally {
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            }
        });
        waiting.awaitInNetwork();

        waiting.interrupt();

        assertThatThrownBy(waiting::result).isInstanceOf(InterruptedIOException.class);
    }
}
