package dev.hawser.testserver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A certificate and the private key that proves it is one's own: made on the spot, for tests only.
 *
 * <pre>{@code
 * HeldCertificate root = new HeldCertificate.Builder().certificateAuthority(0).build();
 * HeldCertificate server = new HeldCertificate.Builder()
 *         .commonName("shop")
 *         .addSubjectAlternativeName("shop.example")
 *         .signedBy(root)
 *         .build();
 * }</pre>
 *
 * <p>Immutable, and safe for use by many threads; its {@link Builder} is not.
 */
public final class HeldCertificate {
    private final KeyPair keyPair;
    private final X509Certificate certificate;

    /** What holds a certificate and the keys that belong to it. */
    public HeldCertificate(KeyPair keyPair, X509Certificate certificate) {
        this.keyPair = keyPair;
        this.certificate = certificate;
    }

    /** The private key, and the public one that the certificate has, too. */
    public KeyPair keyPair() {
        return keyPair;
    }

    /** The certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** The certificate as PEM (RFC 7468). */
    public String certificatePem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The certificate cannot be encoded", e);
        }
    }

    /** The private key as PEM, in PKCS #8 (RFC 7468). */
    public String privateKeyPkcs8Pem() {
        return pem("PRIVATE KEY", keyPair.getPrivate().getEncoded());
    }

    /**
     * A certificate and its private key from PEM, each exactly once, in whatever order: as {@link #certificatePem} and
     * {@link #privateKeyPkcs8Pem} write them, as {@code openssl req -x509 -nodes} does.
     *
     * @throws IllegalArgumentException if it is not that, or the key is of an algorithm that this JDK does not have
     */
    public static HeldCertificate decode(String certificateAndPrivateKeyPem) {
        byte[] certificate = der("CERTIFICATE", certificateAndPrivateKeyPem);
        byte[] key = der("PRIVATE KEY", certificateAndPrivateKeyPem);
        try {
            X509Certificate x509 = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
            PublicKey publicKey = x509.getPublicKey();
            PrivateKey privateKey =
                    KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(key));
            return new HeldCertificate(new KeyPair(publicKey, privateKey), x509);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The certificate or its key cannot be decoded: " + e.getMessage(), e);
        }
    }

    /** The bytes of the only block of a kind. */
    private static byte[] der(String what, String pem) {
        String begin = "-----BEGIN " + what + "-----";
        int start = pem.indexOf(begin);
        int end = pem.indexOf("-----END " + what + "-----", Math.max(start, 0));
        if (start < 0 || end < 0 || pem.indexOf(begin, end) >= 0) {
            throw new IllegalArgumentException("There is to be one \"" + begin + "\", and its end");
        }
        return Base64.getMimeDecoder().decode(pem.substring(start + begin.length(), end));
    }

    private static String pem(String what, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
    }

    /**
     * A maker of certificates. By default a certificate is signed with its own key, valid from a minute ago for
     * a day, with an elliptic key of 256 bits, and no authority.
     */
    public static final class Builder {
        private static final int NO_AUTHORITY = -1;

        private @Nullable String commonName;
        private @Nullable String organizationalUnit;
        private final List<GeneralName> alternativeNames = new ArrayList<>();
        private @Nullable BigInteger serialNumber;
        private @Nullable KeyPair keyPair;
        private @Nullable HeldCertificate signer;
        private int maxIntermediates = NO_AUTHORITY;
        private Instant notBefore = Instant.now().minusSeconds(60);
        private Instant notAfter = notBefore.plus(Duration.ofDays(1));
        private boolean rsa;

        /** A builder with the defaults. */
        public Builder() {}

        /** Sets the common name; by default it is an arbitrary one. Host names go elsewhere: clients do not look here. */
        public Builder commonName(String name) {
            commonName = name;
            return this;
        }

        /** Sets the organizational unit; by default there is none. */
        public Builder organizationalUnit(String unit) {
            organizationalUnit = unit;
            return this;
        }

        /** Adds a host name, which may begin with {@code *.}, or an IP address, that the certificate is good for. */
        public Builder addSubjectAlternativeName(String name) {
            alternativeNames.add(new GeneralName(isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name));
            return this;
        }

        /** Sets the serial number; by default it is a random one. */
        public Builder serialNumber(long number) {
            return serialNumber(BigInteger.valueOf(number));
        }

        /** Sets the serial number; by default it is a random one. */
        public Builder serialNumber(BigInteger number) {
            serialNumber = number;
            return this;
        }

        /** Makes it valid from now on for that long. */
        public Builder duration(long duration, TimeUnit unit) {
            return duration(Duration.ofNanos(unit.toNanos(duration)));
        }

        /** Makes it valid from now on for that long. */
        public Builder duration(Duration duration) {
            Instant now = Instant.now();
            return validityInterval(now, now.plus(duration));
        }

        /** Makes it valid from one time to another, to the second. */
        public Builder validityInterval(Instant notBefore, Instant notAfter) {
            if (notAfter.isBefore(notBefore)) {
                throw new IllegalArgumentException(
                        "Valid from " + notBefore + " to " + notAfter + ", which is earlier");
            }
            this.notBefore = notBefore;
            this.notAfter = notAfter;
            return this;
        }

        /** Makes it valid from one time to another, in milliseconds since 1970. */
        public Builder validityInterval(long notBefore, long notAfter) {
            return validityInterval(Instant.ofEpochMilli(notBefore), Instant.ofEpochMilli(notAfter));
        }

        /** Uses these keys in place of new ones. */
        public Builder keyPair(KeyPair keys) {
            keyPair = keys;
            return this;
        }

        /** Uses these keys in place of new ones. */
        public Builder keyPair(PublicKey publicKey, PrivateKey privateKey) {
            return keyPair(new KeyPair(publicKey, privateKey));
        }

        /** Has it signed by another, which must be an {@linkplain #certificateAuthority authority} to be trusted. */
        public Builder signedBy(HeldCertificate signer) {
            this.signer = signer;
            return this;
        }

        /**
         * Lets the certificate sign others.
         *
         * @param maxIntermediates how many more authorities may stand between it and a certificate that is none
         */
        public Builder certificateAuthority(int maxIntermediates) {
            if (maxIntermediates < 0) {
                throw new IllegalArgumentException("maxIntermediates < 0: " + maxIntermediates);
            }
            this.maxIntermediates = maxIntermediates;
            return this;
        }

        /** Makes an elliptic key on the curve P-256: quick. This is the default. */
        public Builder ecdsa256() {
            rsa = false;
            return this;
        }

        /** Makes an RSA key of 2048 bits: slow to make. */
        public Builder rsa2048() {
            rsa = true;
            return this;
        }

        /** The certificate, with new keys unless some were given. */
        public HeldCertificate build() {
            KeyPair subjectKeys = keyPair != null ? keyPair : newKeyPair();
            X500Name subject = subject();
            X500Name issuer = signer == null
                    ? subject
                    : X500Name.getInstance(
                            signer.certificate().getSubjectX500Principal().getEncoded());
            PrivateKey signingKey =
                    signer == null ? subjectKeys.getPrivate() : signer.keyPair().getPrivate();
            try {
                JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        issuer,
                        serialNumber != null ? serialNumber : new BigInteger(120, new SecureRandom()),
                        Date.from(notBefore),
                        Date.from(notAfter),
                        subject,
                        subjectKeys.getPublic());
                if (maxIntermediates != NO_AUTHORITY) {
                    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(maxIntermediates));
                    builder.addExtension(
                            Extension.keyUsage,
                            true,
                            new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature));
                }
                if (!alternativeNames.isEmpty()) {
                    builder.addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(alternativeNames.toArray(GeneralName[]::new)));
                }
                ContentSigner contentSigner =
                        new JcaContentSignerBuilder(signatureAlgorithm(signingKey)).build(signingKey);
                return new HeldCertificate(
                        subjectKeys, new JcaX509CertificateConverter().getCertificate(builder.build(contentSigner)));
            } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
                throw new IllegalStateException("The certificate of " + subject + " cannot be made", e);
            }
        }

        private X500Name subject() {
            X500NameBuilder name = new X500NameBuilder();
            if (organizationalUnit != null) {
                name.addRDN(BCStyle.OU, organizationalUnit);
            }
            String arbitrary = Long.toHexString(new SecureRandom().nextLong());
            return name.addRDN(BCStyle.CN, commonName != null ? commonName : arbitrary)
                    .build();
        }

        private KeyPair newKeyPair() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance(rsa ? "RSA" : "EC");
                if (rsa) {
                    generator.initialize(2048);
                } else {
                    generator.initialize(new ECGenParameterSpec("secp256r1"));
                }
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("This JDK makes no keys of " + (rsa ? "RSA" : "EC"), e);
            }
        }

        private static String signatureAlgorithm(PrivateKey key) {
            return key.getAlgorithm().equals("RSA") ? "SHA256WithRSA" : "SHA256WithECDSA";
        }

        /** Whether it is an address, not a name; nothing is looked up. */
        private static boolean isAddress(String name) {
            return name.indexOf(':') >= 0 || name.matches("[0-9]+(\\.[0-9]+){3}");
        }
    }
}
