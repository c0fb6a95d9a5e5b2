package dev.hawser.testserver;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * How the server speaks TLS.
 *
 * @param context what has the server's certificates
 * @param clientAuth whether the client is asked for its own
 * @param protocols what is offered by ALPN, in order of preference
 * @param change what is done to the parameters of each connection
 */
record ServerTls(SSLContext context, ClientAuth clientAuth, List<String> protocols, Consumer<SSLParameters> change) {
    /** Whether the client is asked for a certificate. */
    enum ClientAuth {
        NONE,
        WANTED,
        NEEDED
    }

    /** A socket over the raw one, after its handshake. */
    Socket handshake(Socket raw) throws IOException {
        return handshake(raw, context);
    }

    /** Begins a handshake that ends with an alert, for want of a certificate. */
    void failHandshake(Socket raw) throws IOException {
        try {
            SSLContext empty = SSLContext.getInstance("TLS");
            empty.init(new KeyManager[0], new TrustManager[0], new SecureRandom());
            handshake(raw, empty);
        } catch (GeneralSecurityException e) {
            throw new IOException("This JDK has no TLS", e);
        }
    }

    private Socket handshake(Socket raw, SSLContext with) throws IOException {
        SSLSocket socket = (SSLSocket) with.getSocketFactory().createSocket(raw, null, raw.getPort(), true);
        socket.setUseClientMode(false);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols.toArray(new String[0]));
        switch (clientAuth) {
            case NONE -> {}
            case WANTED -> parameters.setWantClientAuth(true);
            case NEEDED -> parameters.setNeedClientAuth(true);
        }
        change.accept(parameters);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }
}
