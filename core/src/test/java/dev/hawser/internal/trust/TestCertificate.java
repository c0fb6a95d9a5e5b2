package dev.hawser.internal.trust;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A certificate made on the spot, and its keys. */
public record TestCertificate(String name, KeyPair keys, X509Certificate certificate) {
    /** An authority that signed itself. */
    public static TestCertificate root(String name) {
        return make(name, null, 9);
    }

    /** An authority that this one signed. */
    public TestCertificate authority(String name, int authoritiesBelow) {
        return make(name, this, authoritiesBelow);
    }

    /** A certificate that this one signed, and that may sign none. */
    public TestCertificate leaf(String name, String... hosts) {
        return make(name, this, -1, hosts);
    }

    /** A certificate of this one's name and keys, signed by another. */
    TestCertificate crossSignedBy(TestCertificate other) {
        return make(name, keys, other, 9);
    }

    /** A certificate for hosts that signed itself. */
    public static TestCertificate of(String name, String... hosts) {
        return make(name, null, -1, hosts);
    }

    private static TestCertificate make(
            String name, @Nullable TestCertificate signer, int authorities, String... hosts) {
        try {
            return make(name, KeyPairGenerator.getInstance("EC").generateKeyPair(), signer, authorities, hosts);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("JavaUtilDate") // Bouncy Castle speaks no other
    private static TestCertificate make(
            String name, KeyPair keys, @Nullable TestCertificate signer, int authorities, String... hosts) {
        try {
            long now = System.currentTimeMillis();
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Name("CN=" + (signer == null ? name : signer.name)),
                    BigInteger.valueOf(now),
                    new Date(now - Duration.ofDays(1).toMillis()),
                    new Date(now + Duration.ofDays(1).toMillis()),
                    new X500Name("CN=" + name),
                    keys.getPublic());
            if (authorities >= 0) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authorities));
            }
            if (hosts.length > 0) {
                GeneralName[] names = Stream.of(hosts)
                        .map(host -> new GeneralName(
                                host.indexOf(':') >= 0 || host.matches("[0-9.]+")
                                        ? GeneralName.iPAddress
                                        : GeneralName.dNSName,
                                host))
                        .toArray(GeneralName[]::new);
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            KeyPair signing = signer == null ? keys : signer.keys;
            return new TestCertificate(
                    name,
                    keys,
                    new JcaX509CertificateConverter()
                            .getCertificate(builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA").build(signing.getPrivate()))));
        } catch (Exception e) {
            throw new AssertionError("no certificate of " + name, e);
        }
    }
}
