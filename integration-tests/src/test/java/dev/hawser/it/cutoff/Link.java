package dev.hawser.it.cutoff;

import dev.hawser.HawserClient;
import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.TestServer;

/** What calls go over. */
enum Link {
    PLAIN,
    /** TLS by an engine. */
    ENGINE,
    /** TLS by a user's factory of sockets. */
    LAYERED;

    private static final HandshakeCertificates CERTIFICATES = HandshakeCertificates.localhost();

    /** Starts a server at the other end. */
    void start(TestServer server) {
        if (this != PLAIN) {
            server.useHttps(CERTIFICATES.sslContext());
        }
        server.start();
    }

    /** A builder of clients for this end. */
    HawserClient.Builder client() {
        HawserClient.Builder builder = new HawserClient.Builder();
        return switch (this) {
            case PLAIN -> builder;
            case ENGINE -> builder.sslContext(CERTIFICATES.sslContext(), CERTIFICATES.trustManager());
            case LAYERED -> builder.sslSocketFactory(CERTIFICATES.sslSocketFactory(), CERTIFICATES.trustManager());
        };
    }
}
