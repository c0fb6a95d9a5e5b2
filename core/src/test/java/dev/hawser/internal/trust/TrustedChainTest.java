package dev.hawser.internal.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;

class TrustedChainTest {
    private final TestCertificate root = TestCertificate.root("root");
    private final TestCertificate between = root.authority("between", 0);
    private final TestCertificate leaf = between.leaf("leaf");
    private final TestCertificate stranger = TestCertificate.root("stranger");

    @Test
    void theAnchorIsAddedIfTheServerLeavesItOut() throws Exception {
        assertThat(chain(sent(leaf, between), root)).isEqualTo(sent(leaf, between, root));
        assertThat(chain(sent(leaf, between, root), root)).isEqualTo(sent(leaf, between, root));
    }

    @Test
    void whatSignedNothingIsLeftOut() throws Exception {
        assertThat(chain(sent(leaf, stranger, between, root), root, stranger)).isEqualTo(sent(leaf, between, root));
    }

    @Test
    void whatIsOutOfOrderIsPutInOrder() throws Exception {
        assertThat(chain(sent(leaf, root, between), root)).isEqualTo(sent(leaf, between, root));
    }

    @Test
    void aTrustedCertificateNeedsNoOther() throws Exception {
        TestCertificate own = TestCertificate.of("own");
        assertThat(chain(sent(own), own)).isEqualTo(sent(own));
        assertThat(chain(sent(leaf), leaf)).isEqualTo(sent(leaf));
        assertThat(chain(sent(leaf, between), between)).isEqualTo(sent(leaf, between));
    }

    @Test
    void aTrustedAuthorityThatAnotherTrustedOneSignedLeadsOn() throws Exception {
        assertThat(chain(sent(leaf), between, root)).isEqualTo(sent(leaf, between, root));
    }

    @Test
    void authoritiesThatSignedEachOtherComeToAnEnd() throws Exception {
        TestCertificate one = TestCertificate.root("one");
        TestCertificate two = TestCertificate.root("two");
        List<X509Certificate> anchors = certificates(one, two, one.crossSignedBy(two), two.crossSignedBy(one));

        TestCertificate below = one.leaf("below");

        assertThat(TrustedChain.of(sent(below), anchors)).isEqualTo(sent(below, one));
    }

    @Test
    void aNameThatIsRightWithAKeyThatIsNotSignsNothing() {
        TestCertificate fake = TestCertificate.root("between");
        assertThatExceptionOfType(SSLPeerUnverifiedException.class)
                .isThrownBy(() -> chain(sent(leaf, fake), root, fake))
                .withMessageContaining("CN=leaf")
                .withMessageContaining("among 2");
    }

    @Test
    void aCertificateThatIsNoAuthoritySignsNothing() {
        TestCertificate below = leaf.leaf("below");
        assertThatExceptionOfType(SSLPeerUnverifiedException.class)
                .isThrownBy(() -> chain(sent(below, leaf, between), root))
                .withMessageContaining("CN=below");
    }

    @Test
    void anAuthorityThatMaySignNoOtherSignsNoOther() {
        TestCertificate third = between.authority("third", 0);
        assertThatExceptionOfType(SSLPeerUnverifiedException.class)
                .isThrownBy(() -> chain(sent(third.leaf("leaf"), third, between), root))
                .withMessageContaining("CN=third");
    }

    @Test
    void withoutAnAnchorThereIsNoChain() {
        assertThatExceptionOfType(SSLPeerUnverifiedException.class).isThrownBy(() -> chain(sent(leaf, between)));
        assertThatExceptionOfType(SSLPeerUnverifiedException.class).isThrownBy(() -> chain(sent(stranger), root));
        assertThatExceptionOfType(SSLPeerUnverifiedException.class).isThrownBy(() -> chain(List.of(), root));
    }

    @Test
    void aChainIsNoLongerThanTen() throws Exception {
        List<TestCertificate> line = new ArrayList<>(List.of(TestCertificate.root("0")));
        for (int i = 1; i < 9; i++) {
            line.add(0, line.get(0).authority(String.valueOf(i), 9 - i));
        }
        TestCertificate tenth = line.get(0).leaf("tenth");
        List<Certificate> sent = new ArrayList<>(sent(tenth));
        line.forEach(each -> sent.add(each.certificate()));
        X509Certificate anchor = line.get(8).certificate();
        assertThat(TrustedChain.of(sent, List.of(anchor))).hasSize(10);

        TestCertificate more = line.get(8).crossSignedBy(stranger);
        sent.set(9, more.certificate());
        assertThatExceptionOfType(SSLPeerUnverifiedException.class)
                .isThrownBy(() -> TrustedChain.of(sent, List.of(stranger.certificate())))
                .withMessageContaining("more than 10");
    }

    private static List<Certificate> chain(List<Certificate> sent, TestCertificate... anchors) throws Exception {
        return TrustedChain.of(sent, certificates(anchors));
    }

    private static List<Certificate> sent(TestCertificate... certificates) {
        return List.copyOf(certificates(certificates));
    }

    private static List<X509Certificate> certificates(TestCertificate... certificates) {
        return Stream.of(certificates).map(TestCertificate::certificate).toList();
    }
}
