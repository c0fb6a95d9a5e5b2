package dev.hawser.internal.transport;

import java.util.List;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The ways to make a transport. */
enum Kind {
    PLAIN(false, null, Tls.NONE),
    ENGINE_TLS12(false, "TLSv1.2", Tls.ENGINE),
    ENGINE_TLS13(false, "TLSv1.3", Tls.ENGINE),
    LAYERED_TLS12(false, "TLSv1.2", Tls.LAYERED),
    LAYERED_TLS13(false, "TLSv1.3", Tls.LAYERED),
    USER_SOCKET(true, null, Tls.NONE),
    USER_SOCKET_ENGINE_TLS13(true, "TLSv1.3", Tls.ENGINE),
    USER_SOCKET_LAYERED_TLS13(true, "TLSv1.3", Tls.LAYERED);

    enum Tls {
        NONE,
        ENGINE,
        LAYERED
    }

    final boolean userSocket;
    final @Nullable String version;
    final Tls tls;

    Kind(boolean userSocket, @Nullable String version, Tls tls) {
        this.userSocket = userSocket;
        this.version = version;
        this.tls = tls;
    }

    boolean isTls() {
        return tls != Tls.NONE;
    }

    SocketSettings sockets() {
        return userSocket ? new SocketSettings(SocketFactory.getDefault(), null) : SocketSettings.DEFAULT;
    }

    TlsSettings settings(SSLContext context, List<String> applicationProtocols, boolean identifyEndpoint) {
        TlsSettings.Source source = tls == Tls.ENGINE
                ? new TlsSettings.Engine(context)
                : new TlsSettings.Layered(context.getSocketFactory());
        TlsSettings.Offer offer = enabled -> {
            if (version != null) {
                enabled.setProtocols(new String[] {version});
            }
        };
        return new TlsSettings(source, offer, applicationProtocols, identifyEndpoint);
    }
}
