package dev.hawser.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.internal.transport.Loopback.Pair;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A transport that is used by threads which may be interrupted at any time. */
@Timeout(60)
@ParameterizedClass
@EnumSource(names = {"PLAIN", "ENGINE_TLS12", "ENGINE_TLS13"})
class TransportSharedTest {
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);
    private static final int MORE_THAN_IT_HOLDS = 64 << 20;
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    private final Kind kind;
    private Loopback loopback;
    private Pair pair;
    private Transport transport;

    TransportSharedTest(Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void connect() throws Exception {
        loopback = new Loopback();
        pair = loopback.connect(kind);
        transport = pair.transport();
        assertThat(transport.share()).isTrue();
    }

    @AfterEach
    void hangUp() throws IOException {
        transport.close();
        loopback.close();
    }

    private String poll(long nanos) throws IOException {
        byte[] into = new byte[100];
        int count = transport.poll(into, 0, into.length, nanos);
        return count < 0 ? "the end" : new String(into, 0, count, StandardCharsets.US_ASCII);
    }

    /** Polls until something comes: what belongs to TLS alone ends a poll, too. */
    private String pollOn() throws IOException {
        String came = "";
        while (came.isEmpty()) {
            came = poll(LONG);
        }
        return came;
    }

    private void say() throws IOException {
        pair.peer().getOutputStream().write(HELLO);
    }

    private String heard(int count) throws IOException {
        return new String(pair.peer().getInputStream().readNBytes(count), StandardCharsets.US_ASCII);
    }

    @Test
    void aPollBringsWhatIsThere() throws Exception {
        say();

        assertThat(pollOn()).isEqualTo("hello");
    }

    @Test
    void aPollWaitsForWhatComes() throws Exception {
        Other<String> polling = Other.start(this::pollOn).awaitInNetwork();
        say();

        assertThat(polling.result()).isEqualTo("hello");
    }

    @Test
    void aPollWhoseTimeIsUpBringsNothing() throws Exception {
        assertThat(poll(1)).isEmpty();
        assertThat(poll(0)).isEmpty();
        say();
        assertThat(pollOn()).isEqualTo("hello");
    }

    @Test
    void anInterruptEndsThePollAlone() throws Exception {
        Other<Boolean> polling = Other.start(() -> poll(LONG).isEmpty()
                        && Thread.currentThread().isInterrupted()
                        && poll(LONG).isEmpty())
                .awaitInNetwork();
        polling.interrupt();

        assertThat(polling.result()).isTrue();
        say();
        assertThat(pollOn()).isEqualTo("hello");
    }

    @Test
    void wakingEndsThePollThatIsOrTheNext() throws Exception {
        Other<String> polling = Other.start(() -> poll(LONG)).awaitInNetwork();
        transport.wake();
        assertThat(polling.result()).isEmpty();

        transport.park();
        transport.wake();
        assertThat(poll(LONG)).isEmpty();
    }

    @Test
    void theEndOfThePeersStreamIsToldAsSuch() throws Exception {
        pair.peer().shutdownOutput();

        assertThat(pollOn()).isEqualTo("the end");
    }

    @Test
    void closingEndsThePollAndFreesTheSocket() throws Exception {
        Set<String> before = Descriptors.sockets();
        Other<String> polling = Other.start(() -> poll(LONG)).awaitInNetwork();
        transport.close();

        assertThatThrownBy(polling::result)
                .isInstanceOf(SocketException.class)
                .hasMessageStartingWith("Socket closed while reading from");
        Set<String> after = Descriptors.sockets();
        before.removeAll(after);
        assertThat(before).hasSize(1);
    }

    @Test
    void aPollAfterTheCloseFails() {
        transport.close();

        assertThatThrownBy(() -> poll(LONG)).isInstanceOf(SocketException.class);
    }

    @Test
    void aFaultIsNotTakenForAnInterrupt() throws Exception {
        pair.raw().setSoLinger(true, 0);
        pair.raw().close();
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> {
                        while (true) {
                            boolean unused = transport.writeNow(HELLO, 0, HELLO.length);
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(InterruptedIOException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void whoIsInterruptedWritesAsWell() throws Exception {
        Thread.currentThread().interrupt();

        boolean all = transport.writeNow(HELLO, 0, HELLO.length);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(all).isTrue();
        assertThat(heard(HELLO.length)).isEqualTo("hello");
    }

    /** Writes until the peer's side takes no more; returns how many records that took. */
    private int writeUntilStuck(byte[] record) throws IOException {
        int records = 1;
        while (transport.writeNow(record, 0, record.length)) {
            records++;
        }
        return records;
    }

    private static byte[] record() {
        byte[] record = new byte[Transport.MOST_WRITTEN_NOW];
        new Random(1).nextBytes(record);
        return record;
    }

    @Test
    void whatThePeerDoesNotTakeAtOnceIsKeptAndSentFirst() throws Exception {
        byte[] record = record();
        int records = writeUntilStuck(record);
        Other<Boolean> finishing = Other.start(() -> {
                    transport.finishWrite();
                    return transport.writeNow(HELLO, 0, HELLO.length);
                })
                .awaitInNetwork();
        finishing.interrupt();

        DataInputStream in = new DataInputStream(pair.peer().getInputStream());
        for (int i = 0; i < records; i++) {
            assertThat(Arrays.equals(in.readNBytes(record.length), record)).isTrue();
        }
        assertThat(finishing.result()).isTrue();
        assertThat(heard(HELLO.length)).isEqualTo("hello");
    }

    @Test
    void aWaitingWriteFindsRoomAgain() throws Exception {
        byte[] record = record();
        int records = writeUntilStuck(record);
        Other<Void> writing = Other.<Void>start(() -> {
                    transport.finishWrite();
                    transport.write(record, 0, record.length);
                    return null;
                })
                .awaitInNetwork();

        DataInputStream in = new DataInputStream(pair.peer().getInputStream());
        for (int i = 0; i <= records; i++) {
            assertThat(Arrays.equals(in.readNBytes(record.length), record)).isTrue();
        }
        writing.result();
    }

    /** Finishes what is kept, and writes more than the network holds for a peer who reads nothing. */
    private Other<Void> writeWithoutEnd() {
        return Other.start(() -> {
            transport.finishWrite();
            transport.write(new byte[MORE_THAN_IT_HOLDS], 0, MORE_THAN_IT_HOLDS);
            return null;
        });
    }

    /** Lets time pass until the work has ended. */
    private void awaitOverdue(Other<?> work) {
        while (!work.awaitInNetwork().isDone()) {
            loopback.alarms.advance(Duration.ofSeconds(11));
            Thread.onSpinWait();
        }
    }

    @Test
    void finishingWhatIsStuckTimesOut() throws Exception {
        transport.timeouts(0, TimeUnit.SECONDS.toNanos(10));
        int unused = writeUntilStuck(record());
        Other<Void> writing = writeWithoutEnd();
        awaitOverdue(writing);

        assertThatThrownBy(writing::result)
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessageContaining("10000 ms writing to");
    }

    @Test
    void aPollThatAnOverdueWriteCutSaysSo() throws Exception {
        transport.timeouts(0, TimeUnit.SECONDS.toNanos(10));
        int unused = writeUntilStuck(record());
        Other<String> polling = Other.start(() -> poll(LONG)).awaitInNetwork();
        Other<Void> writing = writeWithoutEnd();
        awaitOverdue(writing);

        assertThatThrownBy(polling::result)
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessageContaining("10000 ms writing to");
        assertThatThrownBy(writing::result).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void itIsUsedAgainAfterItWasParked() throws Exception {
        say();
        assertThat(pollOn()).isEqualTo("hello");
        transport.park();
        say();
        assertThat(pollOn()).isEqualTo("hello");
        assertThat(transport.writeNow(HELLO, 0, HELLO.length)).isTrue();
        assertThat(heard(HELLO.length)).isEqualTo("hello");
    }

    @Test
    void aLookFindsItAliveAndThenGone() throws Exception {
        assertThat(transport.check(Long.MAX_VALUE)).isEqualTo(Transport.Health.ALIVE);
        pair.raw().close();

        assertThat(pair.awaitIllness()).isEqualTo(Transport.Health.PEER_CLOSED);
    }

    @Test
    void itIsUsedAgainAfterItWasWatched() throws Exception {
        try (Watchman watchman = new Watchman(loopback.lookout)) {
            for (int i = 0; i < 3; i++) {
                transport.park();
                watchman.tell(() -> transport.watch(fault -> {})).get();
                transport.unwatch();
                say();
                assertThat(pollOn()).isEqualTo("hello");
                assertThat(transport.writeNow(HELLO, 0, HELLO.length)).isTrue();
                assertThat(heard(HELLO.length)).isEqualTo("hello");
            }
        }
    }

    @Test
    void lastWordsAreSentBeforeTheEnd() throws Exception {
        transport.closeIdle(HELLO);

        assertThat(heard(2 * HELLO.length)).isEqualTo("hello");
    }
}
