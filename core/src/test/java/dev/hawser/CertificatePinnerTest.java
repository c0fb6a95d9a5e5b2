package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hawser.internal.trust.TestCertificate;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatePinnerTest {
    private static final String SOME = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private final TestCertificate root = TestCertificate.root("root");
    private final TestCertificate leaf = root.leaf("leaf");
    private final List<Certificate> chain = List.of(leaf.certificate(), root.certificate());

    @Test
    void aPinIsTheHashOfTheKey() throws Exception {
        byte[] key = leaf.certificate().getPublicKey().getEncoded();
        String expected = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        assertThat(CertificatePinner.pin(leaf.certificate())).isEqualTo("sha256/" + expected);
    }

    @Test
    void oneOfThePinsOnOneOfTheCertificatesIsEnough() {
        CertificatePinner pinner = pinner("h", SOME, CertificatePinner.pin(root.certificate()));
        assertThatCode(() -> pinner.check("h", chain)).doesNotThrowAnyException();
        assertThatCode(() -> pinner.check("other", List.of())).doesNotThrowAnyException();
        assertThatCode(() -> pinner.check("h", leaf.certificate(), root.certificate()))
                .doesNotThrowAnyException();
        assertThatExceptionOfType(SSLPeerUnverifiedException.class)
                .isThrownBy(() -> pinner.check("h", leaf.certificate()));
    }

    @Test
    void aPinOfTheOlderHashIsReadToo() throws Exception {
        byte[] key = leaf.certificate().getPublicKey().getEncoded();
        String sha1 = "sha1/"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-1").digest(key));
        assertThatCode(() -> pinner("h", sha1).check("h", chain)).doesNotThrowAnyException();
    }

    @Test
    void withoutOneTheErrorListsTheChainAndThePins() {
        assertThatExceptionOfType(SSLPeerUnverifiedException.class)
                .isThrownBy(() -> pinner("h", SOME).check("h", chain))
                .withMessageStartingWith("Certificate pinning failure! h ")
                .withMessageContaining("\n    " + CertificatePinner.pin(leaf.certificate()) + ": CN=leaf")
                .withMessageContaining("\n    " + CertificatePinner.pin(root.certificate()) + ": CN=root")
                .withMessageEndingWith("Pinned certificates for h:\n    " + SOME);
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com, true",
        "example.com, a.example.com, false",
        "EXAMPLE.com, example.com, true",
        "*.example.com, a.example.com, true",
        "*.example.com, a.b.example.com, false",
        "*.example.com, example.com, false",
        "*.example.com, aexample.com, false",
        "**.example.com, example.com, true",
        "**.example.com, a.example.com, true",
        "**.example.com, a.b.example.com, true",
        "**.example.com, aexample.com, false",
        "*.bücher.example, a.xn--bcher-kva.example, true",
        "127.0.0.1, 127.0.0.1, true",
        "::1, ::1, true",
        "0:0::1, ::1, true",
    })
    void aPatternMatchesHosts(String pattern, String host, boolean matched) {
        assertThat(pinner(pattern, SOME).findMatchingPins(host)).hasSize(matched ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "a*.example.com", "a.*.com", "*.*.com", "***.com", "**.", "*.", "", "a.example.com.", "a b"
            })
    void whatIsNoPatternIsRefused(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> pinner(pattern, SOME));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AAAA",
                "md5/AAAA",
                "sha256/AAAA",
                "sha256/!",
                "sha1/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
            })
    void whatIsNoPinIsRefused(String pin) {
        assertThatIllegalArgumentException().isThrownBy(() -> pinner("h", pin));
    }

    @Test
    void pinnersAreEqualIfTheirPinsAre() {
        assertThat(pinner("h", SOME))
                .isEqualTo(pinner("H", SOME.replace("=", "")))
                .hasSameHashCodeAs(pinner("h", SOME))
                .isNotEqualTo(pinner("i", SOME))
                .isNotEqualTo(CertificatePinner.DEFAULT);
        assertThat(pinner("h", SOME).pins()).hasToString("[" + SOME + "]");
    }

    private static CertificatePinner pinner(String pattern, String... pins) {
        return new CertificatePinner.Builder().add(pattern, pins).build();
    }
}
