package dev.hawser.it.tls;

import dev.hawser.HawserClient;
import dev.hawser.Protocol;
import dev.hawser.testserver.HandshakeCertificates;
import java.net.InetAddress;
import java.util.List;

/** Who speaks TLS, and what is spoken over it. */
enum Way {
    CONTEXT(Speaker.CONTEXT, Protocol.HTTP_1_1),
    CONTEXT_HTTP_2(Speaker.CONTEXT, Protocol.HTTP_2),
    TRUST_MANAGER(Speaker.TRUST_MANAGER, Protocol.HTTP_1_1),
    SOCKET_FACTORY(Speaker.SOCKET_FACTORY, Protocol.HTTP_1_1),
    SOCKET_FACTORY_HTTP_2(Speaker.SOCKET_FACTORY, Protocol.HTTP_2);

    /** Who speaks TLS. */
    enum Speaker {
        /** The user's context. */
        CONTEXT,
        /** A context that Hawser makes of the user's trust manager. */
        TRUST_MANAGER,
        SOCKET_FACTORY
    }

    final Speaker speaker;
    final Protocol protocol;

    Way(Speaker speaker, Protocol protocol) {
        this.speaker = speaker;
        this.protocol = protocol;
    }

    /** Whether what a server sent is seen, and so what is wrong with it is told. */
    boolean seesChains() {
        return speaker == Speaker.TRUST_MANAGER;
    }

    /** A maker of clients with these certificates, to whom every name is this machine. */
    HawserClient.Builder client(HandshakeCertificates certificates) {
        HawserClient.Builder builder = new HawserClient.Builder()
                .protocols(
                        protocol == Protocol.HTTP_2 ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1) : List.of(protocol))
                .dns(host -> List.of(InetAddress.getLoopbackAddress()));
        return switch (speaker) {
            case CONTEXT -> builder.sslContext(certificates.sslContext(), certificates.trustManager());
            case TRUST_MANAGER -> builder.sslContext(certificates.trustManager(), certificates.keyManager());
            case SOCKET_FACTORY ->
                builder.sslSocketFactory(certificates.sslSocketFactory(), certificates.trustManager());
        };
    }
}
