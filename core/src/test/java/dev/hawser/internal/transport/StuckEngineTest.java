package dev.hawser.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.transport.Transport.Health;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A TLS engine that says that all is well and does nothing, however often it is asked. */
@Timeout(60)
class StuckEngineTest {
    private static final byte[] ROPE = {'r', 'o', 'p', 'e'};

    private final Stuck engine = new Stuck();
    private Loopback loopback;
    private EngineTransport transport;

    /** A transport whose peer has said something. */
    @BeforeEach
    void connect() throws IOException {
        loopback = new Loopback();
        RawTransport raw = (RawTransport) loopback.open(Kind.PLAIN).connect(0);
        transport = new EngineTransport(raw, engine, new Buffers());
        Socket peer = loopback.accept();
        peer.getOutputStream().write(ROPE);
        assertThat(raw.awaitBytes(Long.MAX_VALUE / 2)).isTrue();
    }

    @AfterEach
    void hangUp() throws IOException {
        transport.close();
        loopback.close();
    }

    private void assertStuck(ThrowingCallable use) {
        assertThatThrownBy(use)
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("127.0.0.1:" + loopback.address().getPort())
                .hasMessageContaining("is stuck: " + Stuck.class.getName())
                .hasMessageContaining(engine.status.toString());
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_HANDSHAKING", "NEED_UNWRAP", "NEED_WRAP"})
    void readingFails(HandshakeStatus status) {
        engine.status = status;

        assertStuck(() -> transport.read(new byte[10], 0, 10));
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_HANDSHAKING", "NEED_UNWRAP", "NEED_WRAP"})
    void readingWithoutWaitingFails(HandshakeStatus status) {
        engine.status = status;

        assertStuck(() -> transport.readNow(new byte[10], 0, 10));
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_HANDSHAKING", "NEED_UNWRAP", "NEED_WRAP"})
    void aLookFindsTheConnectionDead(HandshakeStatus status) {
        engine.status = status;

        assertThat(transport.check(Long.MAX_VALUE)).isEqualTo(Health.PEER_CLOSED);
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_HANDSHAKING", "NEED_WRAP"})
    void writingFails(HandshakeStatus status) {
        engine.status = status;

        assertStuck(() -> transport.write(ROPE, 0, ROPE.length));
        assertStuck(() -> transport.writeNow(ROPE, 0, ROPE.length));
    }

    @ParameterizedTest
    @EnumSource(names = {"NEED_UNWRAP", "NEED_WRAP"})
    void shakingHandsFails(HandshakeStatus status) {
        engine.status = status;

        assertStuck(transport::handshake);
    }

    @Test
    void anEngineThatHasATaskIsAskedAgain() throws IOException {
        engine.status = HandshakeStatus.NEED_TASK;
        engine.task = () -> engine.status = HandshakeStatus.NOT_HANDSHAKING;

        assertStuck(() -> transport.read(new byte[10], 0, 10));

        assertThat(engine.asked).isEqualTo(2);
    }

    /** An engine that answers OK, by nothing taken and nothing made. */
    private static final class Stuck extends SSLEngine {
        private static final int FOR_EVER = 1_000;

        HandshakeStatus status = HandshakeStatus.NOT_HANDSHAKING;

        @Nullable
        Runnable task;

        int asked;

        private SSLEngineResult answer() {
            if (++asked > FOR_EVER) {
                throw new IllegalStateException("asked more than " + FOR_EVER + " times");
            }
            return new SSLEngineResult(SSLEngineResult.Status.OK, status, 0, 0);
        }

        @Override
        public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer destination) {
            return answer();
        }

        @Override
        public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] destinations, int offset, int length) {
            return answer();
        }

        @Override
        public HandshakeStatus getHandshakeStatus() {
            return status;
        }

        @Override
        public @Nullable Runnable getDelegatedTask() {
            Runnable next = task;
            task = null;
            return next;
        }

        @Override
        public void beginHandshake() {}

        @Override
        public void closeInbound() {}

        @Override
        public boolean isInboundDone() {
            return false;
        }

        @Override
        public void closeOutbound() {}

        @Override
        public boolean isOutboundDone() {
            return false;
        }

        @Override
        public SSLSession getSession() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String[] getEnabledCipherSuites() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setEnabledCipherSuites(String[] suites) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String[] getSupportedProtocols() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String[] getEnabledProtocols() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setEnabledProtocols(String[] protocols) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setUseClientMode(boolean mode) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean getUseClientMode() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setNeedClientAuth(boolean need) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean getNeedClientAuth() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setWantClientAuth(boolean want) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean getWantClientAuth() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setEnableSessionCreation(boolean flag) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean getEnableSessionCreation() {
            throw new UnsupportedOperationException();
        }
    }
}
