package dev.hawser.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeldCertificateTest {
    @Test
    void certificateIsWhatTheBuilderWasTold() throws Exception {
        Instant from = Instant.parse("2030-01-01T00:00:00Z");
        X509Certificate certificate = new HeldCertificate.Builder()
                .commonName("shop")
                .organizationalUnit("tests")
                .addSubjectAlternativeName("*.shop.example")
                .addSubjectAlternativeName("127.0.0.1")
                .serialNumber(7)
                .validityInterval(from, from.plusSeconds(60))
                .build()
                .certificate();
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=shop,OU=tests");
        assertThat(certificate.getIssuerX500Principal()).isEqualTo(certificate.getSubjectX500Principal());
        assertThat(certificate.getSerialNumber()).isEqualTo(BigInteger.valueOf(7));
        assertThat(certificate.getNotBefore()).isEqualTo(Date.from(from));
        assertThat(certificate.getNotAfter()).isEqualTo(Date.from(from.plusSeconds(60)));
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        List<List<?>> names = List.copyOf(certificate.getSubjectAlternativeNames());
        assertThat(names).isEqualTo(List.of(List.of(2, "*.shop.example"), List.of(7, "127.0.0.1")));
    }

    @Test
    void defaultsAreValidNow() throws Exception {
        X509Certificate certificate = new HeldCertificate.Builder().build().certificate();
        certificate.checkValidity();
        assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("EC");
        assertThat(Duration.between(
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant()))
                .isEqualTo(Duration.ofDays(1));
    }

    @Test
    void authoritySignsAnother() throws Exception {
        HeldCertificate root = new HeldCertificate.Builder()
                .commonName("root")
                .certificateAuthority(3)
                .rsa2048()
                .build();
        X509Certificate signed =
                new HeldCertificate.Builder().signedBy(root).build().certificate();
        signed.verify(root.keyPair().getPublic());
        assertThat(signed.getIssuerX500Principal()).isEqualTo(root.certificate().getSubjectX500Principal());
        assertThat(root.certificate().getBasicConstraints()).isEqualTo(3);
        assertThat(root.keyPair().getPublic().getAlgorithm()).isEqualTo("RSA");
    }

    @Test
    void pemCanBeReadBack() throws Exception {
        HeldCertificate held = new HeldCertificate.Builder().build();
        byte[] pem = held.certificatePem().getBytes(StandardCharsets.US_ASCII);
        assertThat(CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)))
                .isEqualTo(held.certificate());

        String key = held.privateKeyPkcs8Pem();
        assertThat(key).startsWith("-----BEGIN PRIVATE KEY-----\n").endsWith("\n-----END PRIVATE KEY-----\n");
        byte[] der = Base64.getMimeDecoder().decode(key.replaceAll("-----[A-Z ]+-----", ""));
        assertThat(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)))
                .isEqualTo(held.keyPair().getPrivate());
    }

    @Test
    void whatIsWrittenAsPemIsDecodedAgain() {
        for (HeldCertificate.Builder builder :
                List.of(new HeldCertificate.Builder().ecdsa256(), new HeldCertificate.Builder().rsa2048())) {
            HeldCertificate held = builder.build();
            String certificate = held.certificatePem();
            String key = held.privateKeyPkcs8Pem();
            for (String pem : List.of(certificate + key, "text\n" + key.replace("\n", "\r\n") + "\n" + certificate)) {
                HeldCertificate decoded = HeldCertificate.decode(pem);
                assertThat(decoded.certificate()).isEqualTo(held.certificate());
                assertThat(decoded.keyPair().getPrivate())
                        .isEqualTo(held.keyPair().getPrivate());
            }
        }
    }

    @Test
    void whatIsNotOneCertificateAndOneKeyIsNotDecoded() {
        HeldCertificate held = new HeldCertificate.Builder().build();
        String certificate = held.certificatePem();
        String key = held.privateKeyPkcs8Pem();
        for (String pem : List.of(
                "",
                certificate,
                key,
                certificate + certificate + key,
                key + key + certificate,
                certificate + key.substring(0, 60),
                certificate.replace("-----\nM", "-----\nX") + key,
                certificate + key.replace("-----\nM", "-----\nX"))) {
            assertThatThrownBy(() -> HeldCertificate.decode(pem)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void keysAndLargeNumbersAreTaken() {
        KeyPair keys = new HeldCertificate.Builder().rsa2048().build().keyPair();
        BigInteger number = BigInteger.ONE.shiftLeft(100);
        X509Certificate certificate = new HeldCertificate.Builder()
                .keyPair(keys.getPublic(), keys.getPrivate())
                .serialNumber(number)
                .validityInterval(0L, 1_000L)
                .build()
                .certificate();
        assertThat(certificate.getPublicKey()).isEqualTo(keys.getPublic());
        assertThat(certificate.getSerialNumber()).isEqualTo(number);
        assertThat(certificate.getNotBefore()).isEqualTo(Date.from(Instant.EPOCH));
        assertThat(certificate.getNotAfter()).isEqualTo(Date.from(Instant.EPOCH.plusSeconds(1)));
    }

    @Test
    void intervalThatEndsBeforeItBeginsIsRefused() {
        Instant now = Instant.EPOCH;
        assertThatThrownBy(() -> new HeldCertificate.Builder().validityInterval(now, now.minusSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
