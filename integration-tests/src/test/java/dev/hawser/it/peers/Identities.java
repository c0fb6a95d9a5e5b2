package dev.hawser.it.peers;

import dev.hawser.ConnectionPool;
import dev.hawser.ConnectionSpec;
import dev.hawser.HawserClient;
import dev.hawser.Protocol;
import dev.hawser.TlsVersion;
import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.HeldCertificate;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * An authority, one below it that signs, and clients that trust the former; to them every name is this machine, and they speak
 * HTTP/1.1.
 */
final class Identities implements AutoCloseable {
    final HeldCertificate root = new HeldCertificate.Builder()
            .commonName("root")
            .certificateAuthority(2)
            .build();
    final HeldCertificate between = new HeldCertificate.Builder()
            .commonName("between")
            .certificateAuthority(0)
            .signedBy(root)
            .build();

    private final List<ConnectionPool> pools = new ArrayList<>();

    /** A certificate for names, signed by the lower authority. */
    HeldCertificate of(String... names) {
        HeldCertificate.Builder builder =
                new HeldCertificate.Builder().commonName(names[0]).signedBy(between);
        for (String name : names) {
            builder.addSubjectAlternativeName(name);
        }
        return builder.build();
    }

    HandshakeCertificates trusting() {
        return new HandshakeCertificates.Builder()
                .addTrustedCertificate(root.certificate())
                .build();
    }

    /** What shows a certificate, too. */
    HandshakeCertificates showing(HeldCertificate own, HeldCertificate signer) {
        return new HandshakeCertificates.Builder()
                .heldCertificate(own, signer.certificate())
                .addTrustedCertificate(root.certificate())
                .build();
    }

    HawserClient.Builder client() {
        return client(trusting());
    }

    HawserClient.Builder client(HandshakeCertificates certificates) {
        ConnectionPool pool = new ConnectionPool();
        pools.add(pool);
        return new HawserClient.Builder()
                .connectionPool(pool)
                .protocols(List.of(Protocol.HTTP_1_1))
                .dns(host -> List.of(InetAddress.getLoopbackAddress()))
                .sslContext(certificates.trustManager(), certificates.keyManager());
    }

    /** Ends the connections of its clients, but for those of pools of their own. */
    @Override
    public void close() {
        pools.forEach(ConnectionPool::close);
    }

    static List<ConnectionSpec> only(TlsVersion... versions) {
        return List.of(
                new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
                        .tlsVersions(versions)
                        .build(),
                ConnectionSpec.CLEARTEXT);
    }
}
