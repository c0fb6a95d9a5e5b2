package dev.hawser.it.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.CertificatePinner;
import dev.hawser.HawserClient;
import dev.hawser.it.SocketsLeft;
import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.HeldCertificate;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host that is pinned to certificates is reached with one of them only. */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
class PinningTest {
    private final Scene scene = new Scene();
    private final HeldCertificate leaf =
            Scene.localhost().signedBy(scene.between).build();
    private final HeldCertificate stranger = new HeldCertificate.Builder()
            .commonName("stranger")
            .certificateAuthority(1)
            .build();

    @AfterEach
    void stop() {
        scene.close();
    }

    private HawserClient client(Way way, String pattern, HeldCertificate... pinned) {
        CertificatePinner.Builder pins = new CertificatePinner.Builder();
        for (HeldCertificate each : pinned) {
            pins.add(pattern, CertificatePinner.pin(each.certificate()));
        }
        return scene.client(way, scene.trustingRoot())
                .certificatePinner(pins.build())
                .build();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void anyOfTheChainWillDoEvenTheRootThatIsNotSent(Way way) throws Exception {
        scene.start(leaf, scene.between.certificate());

        Scene.get(client(way, "localhost", leaf), scene.request());
        Scene.get(client(way, "localhost", scene.between, stranger), scene.request());
        Scene.get(client(way, "localhost", scene.root), scene.request());
        Scene.get(client(way, "other.example", stranger), scene.request());
        Scene.get(client(way, "**.localhost", leaf), scene.request("localhost."));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void withoutOneThePinsAreListed(Way way) {
        scene.start(leaf, scene.between.certificate());

        for (String host : new String[] {"localhost", "localhost."}) {
            assertThat(Scene.failure(
                            SSLPeerUnverifiedException.class, client(way, "localhost", stranger), scene.request(host)))
                    .hasMessageContaining("Certificate pinning failure! localhost")
                    .hasMessageContaining(CertificatePinner.pin(leaf.certificate()) + ": CN=server")
                    .hasMessageContaining(CertificatePinner.pin(scene.between.certificate()) + ": CN=between")
                    .hasMessageContaining(CertificatePinner.pin(scene.root.certificate()) + ": CN=root")
                    .hasMessageContaining(
                            "Pinned certificates for localhost:\n    " + CertificatePinner.pin(stranger.certificate()));
        }
        assertThat(scene.server.requestCount()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aPinnedCertificateThatTheServerSendsWithoutNeedDoesNotCount(Way way) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        X509KeyManager showing = new Showing(
                leaf.keyPair().getPrivate(), leaf.certificate(), stranger.certificate(), scene.between.certificate());
        context.init(new KeyManager[] {showing}, null, null);
        scene.start(context);

        assertThat(Scene.failure(SSLPeerUnverifiedException.class, client(way, "localhost", stranger), scene.request()))
                .hasMessageContaining("Certificate pinning failure!");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void pinsAreNoReasonToTrust(Way way) {
        HeldCertificate own = Scene.localhost().build();
        scene.start(own);
        HandshakeCertificates careless =
                new HandshakeCertificates.Builder().addInsecureHost("localhost").build();
        HawserClient client = scene.client(way, careless)
                .certificatePinner(new CertificatePinner.Builder()
                        .add("localhost", CertificatePinner.pin(own.certificate()))
                        .build())
                .build();

        assertThat(Scene.failure(SSLPeerUnverifiedException.class, client, scene.request()))
                .hasMessageContaining("Failed to find a trusted certificate that signed CN=server");
    }

    @Test
    void clientsWithOtherPinsShareNoConnections() throws Exception {
        scene.start(leaf, scene.between.certificate());
        HawserClient client = scene.client(Way.CONTEXT, scene.trustingRoot()).build();
        Scene.get(client, scene.request());
        HawserClient pinned = client.newBuilder()
                .certificatePinner(new CertificatePinner.Builder()
                        .add("localhost", CertificatePinner.pin(leaf.certificate()))
                        .build())
                .build();
        Scene.get(pinned, scene.request());

        assertThat(scene.server.connectionCount()).isEqualTo(2);
    }

    /** Shows these certificates, whether they belong together or not. */
    private static final class Showing extends X509ExtendedKeyManager {
        private final PrivateKey key;
        private final X509Certificate[] chain;

        Showing(PrivateKey key, X509Certificate... chain) {
            this.key = key;
            this.chain = chain;
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return key.getAlgorithm().equals(keyType) ? "only" : null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.clone();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[] {"only"};
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return null;
        }
    }
}
