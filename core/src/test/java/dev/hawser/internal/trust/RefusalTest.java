package dev.hawser.internal.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.PeerCertificateException;
import dev.hawser.PeerCertificateException.Reason;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalTest {
    private final CertificateException noPath =
            new CertificateException(new CertPathBuilderException("unable to find a path"));

    private final TestCertificate root = TestCertificate.root("root");
    private final TestCertificate between = root.authority("between", 0);
    private final TestCertificate leaf = between.leaf("leaf", "a.example");
    private final TestCertificate stranger = TestCertificate.root("stranger");

    private PeerCertificateException explained(List<X509Certificate> sent, TestCertificate... anchors) {
        return explained(new Refusal(noPath, sent, certificates(anchors), "a.example"));
    }

    private static PeerCertificateException explained(Refusal refusal) {
        assertThat(refusal.explained()).isInstanceOf(PeerCertificateException.class);
        PeerCertificateException explained = (PeerCertificateException) refusal.explained();
        assertThat(explained.peerCertificates()).isEqualTo(refusal.sent());
        assertThat(explained).hasCause(refusal.refused());
        return explained;
    }

    private static List<X509Certificate> certificates(TestCertificate... certificates) {
        return Stream.of(certificates).map(TestCertificate::certificate).toList();
    }

    @Nested
    class NoTrustedSigner {
        @Test
        void becauseItSignedItself() {
            PeerCertificateException explained = explained(certificates(TestCertificate.of("own", "a.example")), root);

            assertThat(explained.reason()).isEqualTo(Reason.SELF_SIGNED);
            assertThat(explained)
                    .hasMessage("its certificate CN=own is self-signed, and not among the 1 that are trusted");
        }

        @Test
        void becauseTheAuthorityIsUnknown() {
            PeerCertificateException explained = explained(certificates(leaf, between, root), stranger);

            assertThat(explained.reason()).isEqualTo(Reason.UNKNOWN_AUTHORITY);
            assertThat(explained)
                    .hasMessage("the authority CN=root, which vouches for it, is not among the 1 that are trusted");
        }

        @Test
        void becauseTheChainHasAGap() {
            PeerCertificateException explained = explained(certificates(leaf), root, stranger);

            assertThat(explained.reason()).isEqualTo(Reason.INCOMPLETE_CHAIN);
            assertThat(explained)
                    .hasMessage("the chain that it sends is incomplete: its certificate CN=leaf is signed by"
                            + " CN=between, whose certificate it does not send, and which is not among the 2 that are"
                            + " trusted");
        }

        @Test
        void becauseTheChainEndsTooSoon() {
            PeerCertificateException explained = explained(certificates(leaf, between), stranger);

            assertThat(explained.reason()).isEqualTo(Reason.INCOMPLETE_CHAIN);
            assertThat(explained)
                    .hasMessageStartingWith("the chain that it sends is incomplete: that of the authority CN=between is"
                            + " signed by CN=root, whose");
        }

        @Test
        void whateverOrderItIsSentIn() {
            assertThat(explained(certificates(leaf, root, between), stranger).reason())
                    .isEqualTo(Reason.UNKNOWN_AUTHORITY);
        }

        @Test
        void whateverElseIsSent() {
            assertThat(explained(certificates(leaf, stranger), root).reason()).isEqualTo(Reason.INCOMPLETE_CHAIN);
        }

        @Test
        void becauseTheTrustedOneOfThatNameHasAnotherKey() {
            PeerCertificateException explained =
                    explained(certificates(leaf), TestCertificate.root("between"), stranger);

            assertThat(explained.reason()).isEqualTo(Reason.OTHER_SIGNER);
            assertThat(explained)
                    .hasMessage("its certificate CN=leaf is not signed by the authority that it names: the CN=between"
                            + " that is trusted has another key");
        }

        @Test
        void becauseTheOneOfThatNameThatIsSentHasAnotherKey() {
            PeerCertificateException explained =
                    explained(certificates(leaf, TestCertificate.root("between")), stranger);

            assertThat(explained.reason()).isEqualTo(Reason.OTHER_SIGNER);
            assertThat(explained).hasMessageEndingWith("the CN=between that it sends has another key");
        }

        @Test
        void becauseTheSignerMaySignNone() {
            PeerCertificateException explained =
                    explained(certificates(leaf.leaf("below", "a.example"), leaf, between), root);

            assertThat(explained.reason()).isEqualTo(Reason.UNKNOWN_AUTHORITY);
            assertThat(explained).hasMessage("its certificate CN=below is signed by CN=leaf, who may not sign it");
        }

        @Test
        void whereNobodyIsTrusted() {
            assertThat(explained(certificates(stranger.leaf("x"), stranger)))
                    .hasMessageEndingWith("is not among the 0 that are trusted");
        }
    }

    @Nested
    class AnotherHost {
        private Refusal refusal(TestCertificate shown, String host) {
            return new Refusal(
                    new CertificateException("No subject alternative DNS name matching"),
                    certificates(shown, between),
                    certificates(root),
                    host);
        }

        @Test
        void isToldWithTheNamesThatAreThere() {
            PeerCertificateException explained =
                    explained(refusal(between.leaf("x", "a.example", "192.0.2.1"), "b.example"));

            assertThat(explained.reason()).isEqualTo(Reason.WRONG_HOST);
            assertThat(explained)
                    .hasMessage(
                            "its certificate is for another host than b.example: CN=x is for [a.example, 192.0.2.1]");
        }

        @Test
        void isToldWhereThereAreNone() {
            assertThat(explained(refusal(between.leaf("b.example"), "b.example")))
                    .hasMessageEndingWith("CN=b.example has no subject alternative names");
        }

        @Test
        void isToldWithTenNamesAtMost() {
            String[] names = IntStream.range(0, 25).mapToObj(i -> "h" + i).toArray(String[]::new);

            assertThat(explained(refusal(between.leaf("x", names), "b.example")))
                    .hasMessageEndingWith("h8, h9] and 15 more");
        }

        @Test
        void isNotSuspectedWhereTheNameIsRight() {
            Refusal refusal = refusal(leaf, "a.example");

            assertThat(refusal.explained()).isSameAs(refusal.refused());
        }

        @Test
        void isNotSuspectedWhereNobodyAsked() {
            Refusal refusal = new Refusal(noPath, certificates(leaf, between), certificates(root), null);

            assertThat(refusal.explained()).isSameAs(noPath);
        }
    }

    @Nested
    class WordsOfTheTrustManager {
        private void stand(CertificateException refused) {
            Refusal refusal = new Refusal(refused, certificates(leaf), certificates(stranger), "b.example");

            assertThat(refusal.explained()).isSameAs(refused);
        }

        static Stream<Exception> dates() {
            return Stream.of(new CertificateExpiredException("noon"), new CertificateNotYetValidException("noon"));
        }

        @ParameterizedTest
        @MethodSource("dates")
        void standIfTheyAreAboutTheDate(Exception cause) {
            stand(new CertificateException(cause));
        }

        @ParameterizedTest
        @EnumSource(
                names = {"UNSPECIFIED", "INVALID_SIGNATURE"},
                mode = Mode.EXCLUDE)
        void standIfTheyNameAReason(BasicReason reason) {
            stand(new CertificateException(new CertPathValidatorException("why", null, null, -1, reason)));
        }

        @Test
        void standIfTheyAreAnExplanation() {
            stand(new PeerCertificateException(Reason.SELF_SIGNED, "so", List.of(), noPath));
        }

        @Test
        void standIfNothingWasSent() {
            assertThat(new Refusal(noPath, List.of(), certificates(root), null).explained())
                    .isSameAs(noPath);
        }
    }
}
