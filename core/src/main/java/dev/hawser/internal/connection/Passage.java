package dev.hawser.internal.connection;

import dev.hawser.Address;
import dev.hawser.Handshake;
import dev.hawser.Route;
import dev.hawser.internal.pool.Dial;
import dev.hawser.internal.transport.Transport;
import java.io.IOException;
import java.net.Proxy;
import javax.net.ssl.SSLSession;

/** The way from a TCP connection to one that can be used: past the proxy if there is one, and through the TLS handshake. */
final class Passage {
    private final ConnectionMaker maker;
    private final Dial<Address, HttpConnection> dial;
    private final Steps steps;
    private final DialSettings settings;
    private final Route route;

    /** The TCP connection; a proxy may take several. */
    private TcpAttempt attempt;

    /** What the server has said already. */
    private byte[] early = {};

    Passage(
            ConnectionMaker maker,
            Dial<Address, HttpConnection> dial,
            Steps steps,
            DialSettings settings,
            TcpAttempt connected) {
        this.maker = maker;
        this.dial = dial;
        this.steps = steps;
        this.settings = settings;
        this.route = connected.route();
        this.attempt = connected;
    }

    /** Goes all the way; what fails on it closes the connection. */
    HttpConnection take() throws IOException {
        dial.onAbort(attempt::cancel);
        boolean done = false;
        try {
            passProxy();
            Transport transport = route.address().isHttps() ? secure() : attempt.transport();
            HttpConnection connection = maker.connection(route, transport, settings.http2(), early);
            steps.connectEnd(route, connection.protocol());
            maker.opened(connection);
            done = true;
            return connection;
        } finally {
            if (!done) {
                attempt.discarded();
            }
        }
    }

    private void passProxy() throws IOException {
        if (route.proxy().type() == Proxy.Type.SOCKS) {
            Address server = route.address();
            SocksHandshake handshake =
                    new SocksHandshake(server.proxySetup().socks(), server.host(), server.port(), new ProxyPeer(route));
            attempt.opening().speak("asking for a connection by", settings.connectNanos(), handshake::perform);
        } else if (route.requiresTunnel()) {
            Tunnel tunnel = new Tunnel(maker, route, settings.limits(), settings.connectNanos());
            while (!tunnel.open(attempt.opening())) {
                steps.connectEnd(route, null);
                reconnect();
            }
            early = tunnel.early();
        }
    }

    private void reconnect() throws IOException {
        TcpAttempt next = attempt.again();
        dial.onAbort(next::cancel);
        next.connect();
        attempt.discarded();
        attempt = next;
    }

    /** Shakes hands, once for each connection spec that is tried, each time by a connection of its own. */
    private Transport secure() throws IOException {
        SpecChoice specs = new SpecChoice(route.address());
        Failures failures = new Failures();
        while (true) {
            try {
                return shakeHands(specs);
            } catch (IOException e) {
                failures.add(e);
                if (dial.isAborted() || !specs.mayGoOn(e)) {
                    throw failures.last();
                }
                steps.connectFailed(route, e);
                reconnect();
                passProxy();
            }
        }
    }

    private Transport shakeHands(SpecChoice specs) throws IOException {
        steps.secureConnectStart();
        Transport transport = new TlsStep(route.address(), maker.tlsContexts())
                .take(attempt.opening(), specs, settings.connectNanos());
        SSLSession session = transport.session();
        Handshake handshake = session == null ? null : Handshake.get(session);
        steps.secureConnectEnd(handshake);
        return transport;
    }
}
