package dev.hawser.it.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.HawserClient;
import dev.hawser.PeerCertificateException;
import dev.hawser.PeerCertificateException.Reason;
import dev.hawser.it.SocketsLeft;
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
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is wrong with a server's certificate is said, with its host and where it was found. */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
class BadCertificatesTest {
    private final Instant now = Instant.now();

    private final Scene scene = new Scene();

    @AfterEach
    void stop() {
        scene.close();
    }

    private SSLHandshakeException refusal(Way way, HandshakeCertificates trusting) {
        return refusal(scene.client(way, trusting).build());
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
                .hasMessageContaining("its certificate CN=server has expired (NotAfter: ");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void oneSignedByAnExpiredOne(Way way) {
        HeldCertificate old = new HeldCertificate.Builder()
                .commonName("old")
                .certificateAuthority(0)
                .signedBy(scene.root)
                .validityInterval(now.minus(Duration.ofDays(3)), now.minus(Duration.ofDays(1)))
                .build();
        scene.start(Scene.localhost().signedBy(old).build(), old.certificate());

        assertThat(refusal(way, scene.trustingRoot()))
                .hasMessageContaining("the authority that vouches for it, CN=old, has expired (NotAfter: ");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void oneThatIsNotYetValid(Way way) {
        scene.start(Scene.localhost()
                .signedBy(scene.root)
                .validityInterval(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(3)))
                .build());

        assertThat(refusal(way, scene.trustingRoot()))
                .hasMessageContaining("its certificate CN=server is not yet valid (NotBefore: ");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aSelfSignedOne(Way way) {
        scene.start(Scene.localhost().build());

        saysWhich(
                way,
                Reason.SELF_SIGNED,
                "its certificate CN=server is self-signed, and not among the 1 that are trusted");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void oneOfAnAuthorityThatIsNotTrusted(Way way) {
        HeldCertificate stranger = new HeldCertificate.Builder()
                .commonName("stranger")
                .certificateAuthority(0)
                .build();
        scene.start(Scene.localhost().signedBy(stranger).build(), stranger.certificate());

        saysWhich(
                way,
                Reason.UNKNOWN_AUTHORITY,
                "the authority CN=stranger, which vouches for it, is not among the 1 that are trusted");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void oneWithoutThoseBetweenItAndTheAuthority(Way way) {
        scene.start(Scene.localhost().signedBy(scene.between).build());

        saysWhich(
                way,
                Reason.INCOMPLETE_CHAIN,
                "the chain that it sends is incomplete: its certificate CN=server is signed by CN=between, whose"
                        + " certificate it does not send, and which is not among the 1 that are trusted");
    }

    /** Where the chain is seen, one sentence says which it is and the cause shows the chain; elsewhere one names all. */
    private void saysWhich(Way way, Reason reason, String words) {
        SSLHandshakeException failure = refusal(way, scene.trustingRoot());
        if (way.seesChains()) {
            assertThat(failure).hasMessageContaining(" failed: " + words + " (");
            PeerCertificateException explained = explanation(failure);
            assertThat(explained.reason()).isEqualTo(reason);
            assertThat(explained.peerCertificates().get(0).getSubjectX500Principal())
                    .hasToString("CN=server");
        } else {
            assertThat(failure)
                    .hasMessageContaining(
                            " failed: its certificate is not trusted: it is self-signed, or its authority is"
                                    + " not trusted, or the server leaves out the certificates between them (");
        }
    }

    private static PeerCertificateException explanation(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof PeerCertificateException explained)) {
            cause = cause.getCause();
            assertThat(cause).as("cause of %s", failure).isNotNull();
        }
        return explained;
    }

    @Test
    void aClientWithoutSettingsIsToldToo() {
        scene.start(Scene.localhost().build());
        HawserClient client = new HawserClient();

        assertThat(refusal(client))
                .hasMessageContaining(" failed: its certificate CN=server is self-signed, and not among the ");
        assertThat(Scene.failure(SSLHandshakeException.class, client, scene.request("127.0.0.1")))
                .hasMessageContaining(" failed: its certificate CN=server is self-signed, and not among the ");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void oneWhoseKindOfSignatureTheJdkHasDisabled(Way way) throws Exception {
        HeldCertificate authority = new HeldCertificate.Builder()
                .commonName("rsa")
                .rsa2048()
                .certificateAuthority(0)
                .build();
        scene.start(weaklySigned(authority));

        assertThat(refusal(way, Scene.trusting(authority.certificate())))
                .hasMessageContaining(
                        "its certificate CN=server is of a kind that the JDK's security settings disable (")
                .hasMessageContaining("MD5");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void oneOfAnAuthoritysNameButNotItsKey(Way way) {
        HeldCertificate namesake = new HeldCertificate.Builder()
                .commonName("root")
                .certificateAuthority(0)
                .build();
        scene.start(Scene.localhost().signedBy(namesake).build());

        assertThat(refusal(way, scene.trustingRoot()))
                .hasMessageContaining("its certificate CN=server is not signed by the authority that it names");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aRevokedOne(Way way) throws Exception {
        HeldCertificate revoked =
                Scene.localhost().serialNumber(77).signedBy(scene.root).build();
        scene.start(revoked);
        X509TrustManager checking = checkingRevocation(revocationOf(77));

        assertThat(refusal(client(way, checking)))
                .hasMessageContaining("its certificate CN=server has been revoked (")
                .hasMessageContaining("KEY_COMPROMISE");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void oneOfWhichItIsNotKnownWhetherItIsRevoked(Way way) throws Exception {
        scene.start(Scene.localhost().signedBy(scene.root).build());
        X509TrustManager checking = checkingRevocation();

        assertThat(refusal(client(way, checking)))
                .hasMessageContaining("whether its certificate CN=server has been revoked cannot be found out");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void oneForAnotherHost(Way way) {
        scene.start(Scene.localhost().signedBy(scene.root).build());
        HawserClient client = scene.client(way, scene.trustingRoot()).build();

        for (String host : List.of("other.example", "127.0.0.2", "[::1]")) {
            String bare = host.replace("[", "").replace("]", "");
            assertThat(Scene.failure(SSLPeerUnverifiedException.class, client, scene.request(host)))
                    .hasMessageContaining(bare)
                    .hasMessageContaining(
                            way.seesChains()
                                    ? "its certificate is for another host than " + bare
                                            + ": CN=server is for [localhost, 127.0.0.1] ("
                                    : "its certificate is for another host (");
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
        HawserClient client = scene.client(way, scene.trustingRoot()).build();

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
        HawserClient client = scene.client(way, scene.trustingRoot()).build();

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
                        SSLPeerUnverifiedException.class,
                        scene.client(way, careless).build(),
                        scene.request("other.example")))
                .hasMessageContaining("Hostname other.example not verified")
                .hasMessageContaining("is for [localhost, 127.0.0.1]");
    }

    private SSLPeerUnverifiedException catchFailure(HawserClient client, String host) {
        client.connectionPool().evictAll();
        return Scene.failure(SSLPeerUnverifiedException.class, client, scene.request(host));
    }

    private static HawserClient client(Way way, X509TrustManager trusting) throws Exception {
        if (way.speaker == Way.Speaker.TRUST_MANAGER) {
            return new HawserClient.Builder().sslContext(trusting).build();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new X509TrustManager[] {trusting}, null);
        HawserClient.Builder builder = new HawserClient.Builder();
        return way.speaker == Way.Speaker.CONTEXT
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
    private HeldCertificate weaklySigned(HeldCertificate signer) throws Exception {
        HeldCertificate sound = Scene.localhost().signedBy(signer).build();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                signer.certificate(),
                BigInteger.ONE,
                sound.certificate().getNotBefore(),
                sound.certificate().getNotAfter(),
                sound.certificate().getSubjectX500Principal(),
                sound.certificate().getPublicKey());
        return new HeldCertificate(
                sound.keyPair(),
                new JcaX509CertificateConverter()
                        .getCertificate(builder.build(new JcaContentSignerBuilder("MD5withRSA")
                                .build(signer.keyPair().getPrivate()))));
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
