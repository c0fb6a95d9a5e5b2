package dev.hawser.it.tls;

import dev.hawser.HawserClient;
import dev.hawser.testserver.HandshakeCertificates;
import java.net.InetAddress;
import java.util.List;

/** Who speaks TLS. */
enum Way {
    CONTEXT,
    SOCKET_FACTORY;

    /** A maker of clients with these certificates, to whom every name is this machine. */
    HawserClient.Builder client(HandshakeCertificates certificates) {
        HawserClient.Builder builder =
                new HawserClient.Builder().dns(host -> List.of(InetAddress.getLoopbackAddress()));
        return switch (this) {
            case CONTEXT -> builder.sslContext(certificates.sslContext(), certificates.trustManager());
            case SOCKET_FACTORY ->
                builder.sslSocketFactory(certificates.sslSocketFactory(), certificates.trustManager());
        };
    }
}
