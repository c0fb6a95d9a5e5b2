package dev.hawser.internal.transport;

import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * One connection in the making, step by step: first TCP, then TLS if wanted; plain bytes may be spoken in
 * between, for a proxy's tunnel. The steps are for one thread; {@link #cancel()} is for any.
 */
public final class Opening {
    Opening(InetSocketAddress remote, SocketSettings settings, Clock clock, Alarms alarms, Buffers buffers) {}

    /**
     * Connects TCP.
     *
     * @param timeoutNanos the limit, 0 for none
     * @throws java.net.ConnectException if the peer refused or cannot be reached; names the address
     * @throws java.net.SocketTimeoutException if the limit passed; names the address and the milliseconds
     * @throws java.io.InterruptedIOException if the thread was interrupted; its flag stays set
     * @throws IOException if it was cancelled
     */
    public Transport connect(long timeoutNanos) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Handshakes TLS over the connected transport, which is then the returned one's and not to be used any
     * more. Sends the host name (SNI, RFC 6066, section 3) and offers protocols (ALPN, RFC 7301).
     *
     * @param timeoutNanos the limit of the whole handshake, 0 for none
     * @throws javax.net.ssl.SSLException if the peers do not come to terms
     * @throws java.net.SocketTimeoutException if the limit passed
     * @throws IOException if the peer hung up, or it was cancelled
     */
    public Transport startTls(TlsSettings tls, String host, int port, long timeoutNanos) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Ends whatever step is under way, at once, and every later one; closes what is connected. Idempotent. */
    public void cancel() {}
}
