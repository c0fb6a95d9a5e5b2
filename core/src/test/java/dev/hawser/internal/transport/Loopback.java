package dev.hawser.internal.transport;

import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.time.FakeAlarms;
import dev.hawser.internal.time.FakeClock;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A listening port on the loopback interface, and transports connected to it; time stands still. */
final class Loopback implements AutoCloseable {
    static final SSLContext TLS = TestTls.context();
    private static final int BACKLOG = 50;

    final FakeClock clock = new FakeClock();
    final FakeAlarms alarms = new FakeAlarms(clock);
    final Lookout lookout = new Lookout();
    final Connector connector = new Connector(clock, alarms, new Buffers(), lookout);
    final ServerSocket listener;
    private final List<Closeable> opened = Collections.synchronizedList(new ArrayList<>());

    Loopback() throws IOException {
        this(BACKLOG);
    }

    Loopback(int backlog) throws IOException {
        listener = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    Opening open(Kind kind) {
        Opening opening = connector.open(address(), kind.sockets());
        opened.add(opening::cancel);
        return opening;
    }

    /** A transport and its peer, past all handshakes. */
    Pair connect(Kind kind) throws Exception {
        return connect(kind, List.of());
    }

    Pair connect(Kind kind, List<String> protocols) throws Exception {
        Opening opening = open(kind);
        Transport transport = opening.connect(0);
        Socket raw = accept();
        if (!kind.isTls()) {
            return new Pair(transport, raw, raw);
        }
        Other<SSLSocket> peer = Other.start(() -> shakeHands(raw, protocols));
        Transport secured = opening.startTls(kind.settings(TLS, protocols, true), "localhost", 443, 0);
        SSLSocket secure = peer.result();
        opened.add(secure); // on JDK 17 a TLS socket that nobody holds says goodbye when it is collected
        return new Pair(secured, secure, raw);
    }

    Socket accept() throws IOException {
        Socket socket = listener.accept();
        opened.add(socket);
        socket.setTcpNoDelay(true);
        return socket;
    }

    static SSLSocket shakeHands(Socket raw, List<String> protocols) throws IOException {
        SSLSocket socket = (SSLSocket) TLS.getSocketFactory().createSocket(raw, null, raw.getPort(), true);
        socket.setUseClientMode(false);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols.toArray(String[]::new));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    @Override
    public void close() throws IOException {
        for (Closeable each : List.copyOf(opened)) {
            each.close();
        }
        listener.close();
    }

    /** Both ends of a connection; {@code raw} is the TCP socket below the peer's TLS. */
    record Pair(Transport transport, Socket peer, Socket raw) {
        /** Sends bytes there and back, and returns what arrived. */
        byte[] echo(byte[] sent) throws Exception {
            Other<Void> echoing = Other.start(() -> {
                byte[] received = new byte[sent.length];
                new DataInputStream(peer.getInputStream()).readFully(received);
                peer.getOutputStream().write(received);
                return null;
            });
            transport.write(sent, 0, sent.length);
            byte[] back = readFully(sent.length);
            echoing.result();
            return back;
        }

        byte[] readFully(int length) throws IOException {
            byte[] back = new byte[length];
            int at = 0;
            while (at < length) {
                int count = transport.read(back, at, length - at);
                if (count < 0) {
                    throw new IOException("ended after " + at + " of " + length);
                }
                at += count;
            }
            return back;
        }

        /** Looks until something speaks against the connection. */
        Transport.Health awaitIllness() {
            return awaitIllness(Long.MAX_VALUE);
        }

        /** Looks at the connection as one that was idle for so long, until something speaks against it. */
        Transport.Health awaitIllness(long idleNanos) {
            Transport.Health health = Transport.Health.ALIVE;
            while (health == Transport.Health.ALIVE) {
                health = transport.check(idleNanos);
            }
            return health;
        }
    }
}
