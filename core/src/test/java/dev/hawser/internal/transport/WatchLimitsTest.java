package dev.hawser.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.time.FakeAlarms;
import dev.hawser.internal.time.FakeClock;
import dev.hawser.internal.transport.Loopback.Pair;
import dev.hawser.internal.transport.Transport.Health;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much a peer may say while nobody asked, before it is taken for one that sends stray bytes. */
@Timeout(60)
class WatchLimitsTest {
    private static final int MOST_EXAMINATIONS = 100;
    private static final int MOST_LOOKS = 16;

    private Loopback loopback;
    private Watchman watchman;

    @BeforeEach
    void listen() throws IOException {
        loopback = new Loopback();
        watchman = new Watchman(loopback.lookout);
    }

    @AfterEach
    void hangUp() throws IOException {
        watchman.close();
        loopback.close();
    }

    private CompletableFuture<Health> watch(Transport raw, Transport speaker) {
        CompletableFuture<Health> fault = new CompletableFuture<>();
        watchman.tell(() -> ((RawTransport) raw).watch(speaker, fault::complete))
                .join();
        return fault;
    }

    @Test
    void aPeerThatIsReadyForEverIsLookedAtAHundredTimes() throws Exception {
        Pair pair = loopback.connect(Kind.PLAIN);
        Content content = new Content(pair.transport(), Integer.MAX_VALUE);
        CompletableFuture<Health> fault = watch(pair.transport(), content);
        pair.peer().getOutputStream().write(1);

        assertThat(fault.get()).isEqualTo(Health.STRAY_BYTES);
        assertThat(content.looks).hasValue(MOST_EXAMINATIONS);
        pair.transport().unwatch();
        assertThat(pair.transport().check(0)).isEqualTo(Health.STRAY_BYTES);
    }

    @Test
    void eachWatchCountsAnew() throws Exception {
        Pair pair = loopback.connect(Kind.PLAIN);
        for (int i = 0; i < 3; i++) {
            Content content = new Content(pair.transport(), MOST_EXAMINATIONS);
            CompletableFuture<Health> fault = watch(pair.transport(), content);
            pair.peer().getOutputStream().write(1);
            content.silent.join();
            pair.transport().unwatch();

            assertThat(fault).isNotDone();
            assertThat(pair.transport().check(0)).isEqualTo(Health.ALIVE);
        }
    }

    @Test
    void aLookReadsNoMoreThanSixteenTimes() throws Exception {
        assertThat(lookAtKeyUpdates(1)).isEqualTo(Health.STRAY_BYTES);
    }

    @Test
    void aLookReadsAsOftenAsItMustBelowThat() throws Exception {
        assertThat(lookAtKeyUpdates(1_000)).isEqualTo(Health.ALIVE);
    }

    /** What is found on a connection whose peer has sent tickets and a key update, if each read takes so many bytes. */
    private Health lookAtKeyUpdates(int bytes) throws Exception {
        Opening opening = loopback.open(Kind.PLAIN);
        Transport plain = opening.connect(0);
        Dribbling raw = new Dribbling((RawTransport) plain, bytes);
        SSLEngine engine = Loopback.TLS.createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        EngineTransport transport = new EngineTransport(raw, engine, new Buffers());
        Socket accepted = loopback.accept();
        Other<SSLSocket> peer = Other.start(() -> Loopback.shakeHands(accepted, List.of()));
        transport.handshake();
        peer.result().startHandshake(); // on TLS 1.3 this sends a key update
        assertThat(raw.awaitBytes(Long.MAX_VALUE / 2)).isTrue();
        Health health = transport.check(Long.MAX_VALUE);

        assertThat(raw.looks).isLessThanOrEqualTo(MOST_LOOKS);
        return health;
    }

    /** A speaker that is content with whatever its peer says, and reads it at the given look only. */
    private static final class Content extends Unspeaking {
        final CompletableFuture<Void> silent = new CompletableFuture<>();
        private final Transport below;
        private final int reading;
        final AtomicInteger looks = new AtomicInteger();

        Content(Transport below, int reading) {
            this.below = below;
            this.reading = reading;
        }

        @Override
        public Health check(long idleNanos) {
            if (looks.incrementAndGet() == reading) {
                try {
                    assertThat(((RawTransport) below).look(new byte[10], 0, 10)).isOne();
                    silent.complete(null);
                } catch (IOException | AssertionError e) {
                    silent.completeExceptionally(e);
                }
            }
            return Health.ALIVE;
        }

        @Override
        public void park() {
            below.park();
        }
    }

    /** A transport of which nothing is wanted but what is overridden. */
    private abstract static class Unspeaking extends Transport {
        @Override
        public int read(byte[] into, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean awaitReadable(long nanos) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long bytesSent() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void askAfter(long idleNanos) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void timeouts(long readNanos, long writeNanos) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void closeIdle(byte... lastWords) {
            throw new UnsupportedOperationException();
        }

        @Override
        public InetSocketAddress remote() {
            throw new UnsupportedOperationException();
        }

        @Override
        public InetSocketAddress local() {
            throw new UnsupportedOperationException();
        }

        @Override
        public @Nullable SSLSession session() {
            throw new UnsupportedOperationException();
        }

        @Override
        public @Nullable String applicationProtocol() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket socket() {
            throw new UnsupportedOperationException();
        }
    }

    /** A TCP connection of which a look takes a few bytes only, and counts. */
    private static final class Dribbling extends RawTransport {
        private final RawTransport below;
        private final int bytes;
        private int looks;

        Dribbling(RawTransport below, int bytes) {
            this(below, bytes, new FakeClock());
        }

        private Dribbling(RawTransport below, int bytes, FakeClock clock) {
            super(below.remote(), below.remote(), clock, new FakeAlarms(clock));
            this.below = below;
            this.bytes = bytes;
        }

        @Override
        int look(byte[] into, int offset, int length) throws IOException {
            looks++;
            return below.look(into, offset, Math.min(length, bytes));
        }

        @Override
        void connect(@Nullable InetAddress localAddress, long timeoutNanos) {}

        @Override
        int receive(byte[] into, int offset, int length) throws IOException {
            return below.receive(into, offset, length);
        }

        @Override
        void send(byte[] from, int offset, int length) throws IOException {
            below.send(from, offset, length);
        }

        @Override
        boolean awaitBytes(long nanos) throws IOException {
            return below.awaitBytes(nanos);
        }

        @Override
        void offer(byte[] from, int offset, int length) throws IOException {
            below.offer(from, offset, length);
        }

        @Override
        long leastIdleNanos() {
            return 0;
        }

        @Override
        void cut() throws IOException {
            below.cut();
        }

        @Override
        public void park() {
            below.park();
        }

        @Override
        public InetSocketAddress local() {
            return below.local();
        }

        @Override
        public @Nullable Socket socket() {
            return below.socket();
        }
    }
}
