package dev.hawser.it.tls;

import dev.hawser.HawserClient;
import dev.hawser.testserver.HandshakeCertificates;
import java.net.InetAddress;
import java.util.List;

/** Who speaks TLS. */
enum Way {
    /** The user's context. */
    CONTEXT,
    /** A context that Hawser makes of the user's trust manager. */
    TRUST_MANAGER,
    SOCKET_FACTORY;

    /** Whether what a server sent is seen, and so what is wrong with it is told. */
    boolean seesChains() {
        return this == TRUST_MANAGER;
    }

    /** A maker of clients with these certificates, to whom every name is this machine. */
    HawserClient.Builder client(HandshakeCertificates certificates) {
        HawserClient.Builder builder =
                new HawserClient.Builder().dns(host -> List.of(InetAddress.getLoopbackAddress()));
        return switch (this) {
            case CONTEXT -> builder.sslContext(certificates.sslContext(), certificates.trustManager());
            case TRUST_MANAGER -> builder.sslContext(certificates.trustManager(), certificates.keyManager());
            case SOCKET_FACTORY ->
                builder.sslSocketFactory(certificates.sslSocketFactory(), certificates.trustManager());
        };
    }
}
