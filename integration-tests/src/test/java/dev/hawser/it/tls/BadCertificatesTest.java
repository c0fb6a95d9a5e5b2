package dev.hawser.it.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.HawserClient;
import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.HeldCertificate;
import java.math.BigInteger;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is wrong with a server's certificate is said, with its host and where it was found. */
@Timeout(60)
class BadCertificatesTest {
    private final Instant now = Instant.now();

    private final Scene scene = new Scene();

    @AfterEach
    void stop() {
        scene.close();
    }

    private SSLHandshakeException refusal(Way way, HandshakeCertificates trusting) {
        return refusal(way.client(trusting).build());
    }

    private SSLHandshakeException refusal(HawserClient client) {
        SSLHandshakeException failure = Scene.failure(SSLHandshakeException.class, client, scene.request());
        assertThat(failure)
                .hasMessageContaining("TLS handshake with localhost:" + scene.server.port() + " at ")
                .hasMessageContaining("127.0.0.1:" + scene.server.port())
                .hasCauseInstanceOf(SSLHandshakeException.class)
                .hasStackTraceContaining(CertificateException.class.getPackageName());
        assertThat(scene.server.connectionCount()).as("connections made").isOne();
        return failure;
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void anExpiredOne(Way way) {
        scene.start(Scene.localhost()
                .signedBy(scene.root)
                .validityInterval(now.minus(Duration.ofDays(3)), now.minus(Duration.ofDays(1)))
                .build());

        assertThat(refusal(way, scene.trustingRoot()))
                .hasMessageContaining("its certificate, or one that signed it, has expired (NotAfter: ");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void oneSignedByAnExpiredOne(Way way) {
        HeldCertificate old = new HeldCertificate.Builder()
                .certificateAuthority(0)
                .signedBy(scene.root)
                .validityInterval(now.minus(Duration.ofDays(3)), now.minus(Duration.ofDays(1)))
                .build();
        scene.start(Scene.localhost().signedBy(old).build(), old.certificate());

        assertThat(refusal(way, scene.trustingRoot())).hasMessageContaining("has expired (NotAfter: ");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void oneThatIsNotYetValid(Way way) {
        scene.start(Scene.localhost()
                .signedBy(scene.root)
                .validityInterval(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(3)))
                .build());

        assertThat(refusal(way, scene.trustingRoot())).hasMessageContaining("is not yet valid (NotBefore: ");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aSelfSignedOne(Way way) {
        scene.start(Scene.localhost().build());

        assertThat(refusal(way, scene.trustingRoot())).hasMessageContaining("not trusted: it is self-signed, or");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void oneOfAnAuthorityThatIsNotTrusted(Way way) {
        HeldCertificate stranger =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        scene.start(Scene.localhost().signedBy(stranger).build(), stranger.certificate());

        assertThat(refusal(way, scene.trustingRoot())).hasMessageContaining("or its authority is not trusted, or");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void oneWithoutThoseBetweenItAndTheAuthority(Way way) {
        scene.start(Scene.localhost().signedBy(scene.between).build());

        assertThat(refusal(way, scene.trustingRoot()))
                .hasMessageContaining("or the server leaves out the certificates between them");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void oneOfAnAuthoritysNameButNotItsKey(Way way) {
        HeldCertificate namesake = new HeldCertificate.Builder()
                .commonName("root")
                .certificateAuthority(0)
                .build();
        scene.start(Scene.localhost().signedBy(namesake).build());

        assertThat(refusal(way, scene.trustingRoot())).hasMessageContaining("is not signed by the authority");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aRevokedOne(Way way) throws Exception {
        HeldCertificate revoked =
                Scene.localhost().serialNumber(77).signedBy(scene.root).build();
        scene.start(revoked);
        X509TrustManager checking = checkingRevocation(revocationOf(77));

        assertThat(refusal(client(way, checking)))
                .hasMessageContaining("its certificate, or one that signed it, has been revoked (")
                .hasMessageContaining("KEY_COMPROMISE");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void oneOfWhichItIsNotKnownWhetherItIsRevoked(Way way) throws Exception {
        scene.start(Scene.localhost().signedBy(scene.root).build());
        X509TrustManager checking = checkingRevocation();

        assertThat(refusal(client(way, checking)))
                .hasMessageContaining("whether its certificate has been revoked cannot be found out");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void oneForAnotherHost(Way way) {
        scene.start(Scene.localhost().signedBy(scene.root).build());
        HawserClient client = way.client(scene.trustingRoot()).build();

        for (String host : List.of("other.example", "127.0.0.2", "[::1]")) {
            assertThat(Scene.failure(SSLPeerUnverifiedException.class, client, scene.request(host)))
                    .hasMessageContaining(host.replace("[", "").replace("]", ""))
                    .hasMessageContaining("its certificate is for another host");
        }
        assertThat(scene.server.requestCount()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void oneThatNamesItsHostWhereNobodyLooks(Way way) {
        scene.start(new HeldCertificate.Builder()
                .commonName("localhost")
                .signedBy(scene.root)
                .build());
        HawserClient client = way.client(scene.trustingRoot()).build();

        assertThat(Scene.failure(SSLPeerUnverifiedException.class, client, scene.request()))
                .hasMessageContaining("Hostname localhost not verified")
                .hasMessageContaining("CN=localhost")
                .hasMessageContaining("has no subject alternative names");
        assertThat(scene.server.requestCount()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aGoodOneIsTakenWhateverItsHostIsCalled(Way way) throws Exception {
        scene.start(new HeldCertificate.Builder()
                .addSubjectAlternativeName("127.0.0.1")
                .addSubjectAlternativeName("*.shop.example")
                .addSubjectAlternativeName("xn--bcher-kva.example")
                .addSubjectAlternativeName("localhost")
                .signedBy(scene.root)
                .build());
        HawserClient client = way.client(scene.trustingRoot()).build();

        for (String host :
                List.of("127.0.0.1", "a.shop.example", "my_a.shop.example", "bücher.example", "localhost.")) {
            Scene.get(client, scene.request(host));
        }
        for (String host : List.of("shop.example", "a.b.shop.example", "my_a.b.shop.example", "my_a.example")) {
            assertThat(catchFailure(client, host)).hasMessageContaining(host);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aTrustManagerThatLooksAtNoHostIsNotReliedOn(Way way) {
        scene.start(Scene.localhost().signedBy(scene.root).build());
        HandshakeCertificates careless = new HandshakeCertificates.Builder()
                .addInsecureHost("other.example")
                .build();

        assertThat(Scene.failure(
                        SSLPeerUnverifiedException.class, way.client(careless).build(), scene.request("other.example")))
                .hasMessageContaining("Hostname other.example not verified")
                .hasMessageContaining("is for [localhost, 127.0.0.1]");
    }

    private SSLPeerUnverifiedException catchFailure(HawserClient client, String host) {
        client.connectionPool().evictAll();
        return Scene.failure(SSLPeerUnverifiedException.class, client, scene.request(host));
    }

    private static HawserClient client(Way way, X509TrustManager trusting) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new X509TrustManager[] {trusting}, null);
        HawserClient.Builder builder = new HawserClient.Builder();
        return way == Way.CONTEXT
                ? builder.sslContext(context, trusting).build()
                : builder.sslSocketFactory(context.getSocketFactory(), trusting).build();
    }

    private X509TrustManager checkingRevocation(X509CRL... lists) throws Exception {
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(
                Set.of(new TrustAnchor(scene.root.certificate(), null)), new X509CertSelector());
        parameters.setRevocationEnabled(true);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(List.of(lists))));
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters));
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    @SuppressWarnings("JavaUtilDate") // Bouncy Castle speaks no other
    private X509CRL revocationOf(long serialNumber) throws Exception {
        JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(scene.root.certificate(), Date.from(now));
        builder.setNextUpdate(Date.from(now.plus(Duration.ofDays(1))));
        builder.addCRLEntry(BigInteger.valueOf(serialNumber), Date.from(now), CRLReason.keyCompromise);
        return new JcaX509CRLConverter()
                .getCRL(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .build(scene.root.keyPair().getPrivate())));
    }
}
