package dev.hawser.internal.transport;

import dev.hawser.UnixDomainAddress;
import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One connection in the making, step by step: first TCP, then TLS if wanted; plain bytes may be spoken in
 * between, for a proxy's tunnel. The steps are for one thread; {@link #cancel()} is for any. A step that
 * fails closes what was connected.
 */
public final class Opening {
    private final InetSocketAddress remote;
    private final Object peer;
    private final SocketSettings settings;
    private final Clock clock;
    private final Alarms alarms;
    private final Buffers buffers;
    private final Lookout lookout;

    private volatile boolean canceled;
    private volatile @Nullable RawTransport raw;

    Opening(
            InetSocketAddress remote,
            Object peer,
            SocketSettings settings,
            Clock clock,
            Alarms alarms,
            Buffers buffers,
            Lookout lookout) {
        if (remote.isUnresolved()) {
            throw new IllegalArgumentException("not resolved: " + remote);
        }
        this.remote = remote;
        this.peer = peer;
        this.settings = settings;
        this.clock = clock;
        this.alarms = alarms;
        this.buffers = buffers;
        this.lookout = lookout;
    }

    /**
     * Connects TCP, or to a Unix domain socket.
     *
     * @param timeoutNanos the limit, 0 for none
     * @throws ConnectException if the peer refused or cannot be reached; names the address
     * @throws java.net.SocketTimeoutException if the limit passed; names the address and the milliseconds
     * @throws InterruptedIOException if the thread was interrupted; its flag stays set
     * @throws IOException if it was cancelled
     */
    public Transport connect(long timeoutNanos) throws IOException {
        RawTransport made = unconnected();
        raw = made;
        perform("connecting to", timeoutNanos, made, () -> {
            try {
                made.connect(settings.localAddress(), timeoutNanos);
            } catch (ConnectException e) {
                throw named(e);
            } catch (SocketException e) {
                throw remote instanceof UnixDomainAddress ? named(e) : e; // a path that leads nowhere
            }
        });
        return made;
    }

    /**
     * Speaks plain bytes over the connected transport, to get past a proxy.
     *
     * @param operation what is done with the peer, for messages: "opening a tunnel through"
     * @param timeoutNanos the limit of all of it, 0 for none
     * @throws java.net.SocketTimeoutException if the limit passed; names operation, peer and milliseconds
     * @throws InterruptedIOException if the thread was interrupted; its flag stays set
     * @throws IOException if {@code talk} throws one, the peer hung up, or it was cancelled
     * @throws IllegalStateException if TCP is not connected
     */
    public void speak(String operation, long timeoutNanos, Talk talk) throws IOException {
        RawTransport connected = connected();
        perform(operation, timeoutNanos, connected, () -> talk.with(connected));
    }

    /** What is spoken before TLS. */
    @FunctionalInterface
    public interface Talk {
        /** Speaks. */
        void with(Transport transport) throws IOException;
    }

    private RawTransport connected() {
        RawTransport connected = raw;
        if (connected == null) {
            throw new IllegalStateException("not connected to " + peer);
        }
        return connected;
    }

    /**
     * Handshakes TLS over the connected transport, which is then the returned one's and not to be used any
     * more. Sends the host name (SNI, RFC 6066, section 3) and offers protocols (ALPN, RFC 7301).
     *
     * @param host the name that was asked for, or an IP address
     * @param timeoutNanos the limit of the whole handshake, 0 for none
     * @throws SSLException if the peers do not come to terms; says why, and names host and address
     * @throws java.net.UnknownServiceException if there is nothing to offer
     * @throws java.net.SocketTimeoutException if the limit passed; names host, address and milliseconds
     * @throws InterruptedIOException if the thread was interrupted; its flag stays set
     * @throws IOException if the peer hung up, or it was cancelled
     * @throws IllegalStateException if TCP is not connected
     */
    public Transport startTls(TlsSettings tls, String host, int port, long timeoutNanos) throws IOException {
        RawTransport connected = connected();
        TlsTransport made = layer(tls, host, port, connected);
        String operation = "shaking hands (TLS) with " + host + ":" + port + " at";
        try {
            perform(operation, timeoutNanos, connected, made::handshake);
        } catch (SSLException e) {
            throw TlsFailure.ofHandshake(e, host + ":" + port + " at " + remote);
        }
        return made;
    }

    /** Ends whatever step is under way, at once, and every later one; closes what is connected. Idempotent. */
    public void cancel() {
        canceled = true;
        RawTransport made = raw;
        if (made != null) {
            made.close();
        }
    }

    private RawTransport unconnected() throws IOException {
        if (remote instanceof UnixDomainAddress) {
            return new ChannelTransport(unixChannel(), remote, peer, clock, alarms, buffers, lookout);
        }
        SocketFactory factory = settings.factory();
        if (factory == null) {
            return new ChannelTransport(SocketChannel.open(), remote, peer, clock, alarms, buffers, lookout);
        }
        return new SocketTransport(factory.createSocket(), remote, peer, clock, alarms);
    }

    private SocketChannel unixChannel() throws IOException {
        try {
            return SocketChannel.open(StandardProtocolFamily.UNIX);
        } catch (UnsupportedOperationException e) {
            SocketException failure = new SocketException("this system has no Unix domain sockets such as " + remote);
            failure.initCause(e);
            throw failure;
        }
    }

    private TlsTransport layer(TlsSettings tls, String host, int port, RawTransport connected) throws IOException {
        if (tls.source() instanceof TlsSettings.Engine source) {
            SSLContext context = source.context();
            SSLEngine engine = context.createSSLEngine(host, port);
            engine.setUseClientMode(true);
            engine.setSSLParameters(tls.applyTo(engine.getSSLParameters(), host));
            return new EngineTransport(connected, engine, buffers);
        }
        SSLSocketFactory factory = ((TlsSettings.Layered) tls.source()).factory();
        PipeSocket pipe = new PipeSocket(connected, buffers);
        Socket made = factory.createSocket(pipe, host, port, true);
        if (!(made instanceof SSLSocket socket)) {
            throw new SocketException(factory.getClass().getName() + " made no SSLSocket: " + made);
        }
        socket.setUseClientMode(true);
        socket.setSSLParameters(tls.applyTo(socket.getSSLParameters(), host));
        return new LayeredTransport(connected, pipe, socket);
    }

    /** Does one step within its limit. */
    private void perform(String operation, long timeoutNanos, RawTransport on, Step step) throws IOException {
        Limit limit = new Limit(alarms, on, operation);
        limit.set(timeoutNanos);
        boolean done = false;
        try {
            limit.begin();
            if (canceled) {
                throw new SocketException("Canceled");
            }
            step.perform();
            limit.end();
            done = true;
        } catch (ConnectException e) {
            throw e;
        } catch (IOException e) {
            throw limit.failure(e, canceled || on.isClosed());
        } finally {
            limit.release();
            if (!done) {
                on.close();
            }
        }
    }

    private ConnectException named(SocketException cause) {
        ConnectException named = new ConnectException("Failed to connect to " + peer + ": " + cause.getMessage());
        named.initCause(cause);
        return named;
    }

    private interface Step {
        void perform() throws IOException;
    }
}
