package dev.hawser.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import dev.hawser.internal.transport.Loopback.Pair;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes in at one end comes out at the other, whatever the transport is made of. */
@Timeout(60)
class TransportTest {
    private static final int LARGE = 3_000_001;

    private Loopback loopback;

    @BeforeEach
    void listen() throws IOException {
        loopback = new Loopback();
    }

    @AfterEach
    void hangUp() throws IOException {
        loopback.close();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void bytesComeBackAsTheyWereSent(Kind kind) throws Exception {
        Pair pair = loopback.connect(kind);
        for (int length : new int[] {1, 100, 16_384, 16_385, 100_000}) {
            assertThat(pair.echo(bytes(length))).as("%d bytes", length).isEqualTo(bytes(length));
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneThreadReadsWhileAnotherWrites(Kind kind) throws Exception {
        Pair pair = loopback.connect(kind);
        byte[] there = bytes(LARGE);
        byte[] back = bytes(LARGE + 1);
        Other<Void> writer = Other.start(() -> {
            pair.transport().write(there, 0, there.length);
            return null;
        });
        Other<Void> peerWriter = Other.start(() -> {
            pair.peer().getOutputStream().write(back);
            return null;
        });
        Other<byte[]> peerReader = Other.start(() -> {
            byte[] received = new byte[there.length];
            new DataInputStream(pair.peer().getInputStream()).readFully(received);
            return received;
        });

        assertThat(pair.readFully(back.length)).isEqualTo(back);
        assertThat(peerReader.result()).isEqualTo(there);
        writer.result();
        peerWriter.result();
    }

    @ParameterizedTest
    @EnumSource
    void readingIntoASmallArrayLosesNothing(Kind kind) throws Exception {
        Pair pair = loopback.connect(kind);
        byte[] sent = bytes(500);
        pair.peer().getOutputStream().write(sent);
        byte[] received = new byte[sent.length];
        byte[] window = new byte[20];
        for (int at = 0; at < sent.length; ) {
            int count = pair.transport().read(window, 3, 7);
            System.arraycopy(window, 3, received, at, count);
            at += count;
        }

        assertThat(received).isEqualTo(sent);
        assertThat(Arrays.copyOfRange(window, 0, 3)).containsOnly(0);
        assertThat(Arrays.copyOfRange(window, 10, 20)).containsOnly(0);
    }

    @ParameterizedTest
    @EnumSource
    void readingOrWritingNothingDoesNothing(Kind kind) throws Exception {
        Pair pair = loopback.connect(kind);

        assertThat(pair.transport().read(new byte[5], 5, 0)).isZero();
        pair.transport().write(new byte[5], 5, 0);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> pair.transport().read(new byte[5], 3, 3));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> pair.transport().write(new byte[5], 3, 3));
    }

    @ParameterizedTest
    @EnumSource
    void anOrderlyEndReadsAsEndAndStaysSo(Kind kind) throws Exception {
        Pair pair = loopback.connect(kind);
        pair.peer().close();

        assertThat(pair.transport().read(new byte[10], 0, 10)).isEqualTo(-1);
        assertThat(pair.transport().read(new byte[10], 0, 10)).isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource
    void parkingBetweenExchangesChangesNothing(Kind kind) throws Exception {
        Pair pair = loopback.connect(kind);
        for (int i = 1; i < 5; i++) {
            assertThat(pair.echo(bytes(i * 1000))).isEqualTo(bytes(i * 1000));
            pair.transport().park();
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothEndsKnowTheirAddresses(Kind kind) throws Exception {
        Pair pair = loopback.connect(kind);

        assertThat(pair.transport().remote()).isEqualTo(loopback.address());
        assertThat(pair.transport().local()).isEqualTo(pair.raw().getRemoteSocketAddress());
        Socket socket = Objects.requireNonNull(pair.transport().socket());
        assertThat(socket.getPort()).isEqualTo(loopback.address().getPort());
        assertThat(socket.getTcpNoDelay()).isTrue();
        assertThat(pair.transport().socket().getKeepAlive()).isTrue();
    }

    /** The rest of the megabyte is what the JVM may allocate for itself on this thread. */
    @Test
    void aPlainExchangeAllocatesNothing() throws Exception {
        Pair pair = loopback.connect(Kind.PLAIN);
        int rounds = 2_000;
        byte[] buffer = new byte[100];
        Other<Void> echoing = Other.start(() -> {
            byte[] received = new byte[100];
            DataInputStream in = new DataInputStream(pair.peer().getInputStream());
            for (int i = 0; i < 2 * rounds; i++) {
                in.readFully(received);
                pair.peer().getOutputStream().write(received);
            }
            return null;
        });
        pair.transport().timeouts(1_000_000_000, 1_000_000_000);
        exchange(pair.transport(), buffer, rounds);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        exchange(pair.transport(), buffer, rounds);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        echoing.result();

        assertThat(allocated / rounds).as("bytes for each exchange").isZero();
    }

    private static void exchange(Transport transport, byte[] buffer, int rounds) throws IOException {
        for (int i = 0; i < rounds; i++) {
            transport.write(buffer, 0, buffer.length);
            for (int at = 0; at < buffer.length; ) {
                at += transport.read(buffer, at, buffer.length - at);
            }
        }
    }
}
