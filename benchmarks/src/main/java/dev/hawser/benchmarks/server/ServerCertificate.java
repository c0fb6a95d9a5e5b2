package dev.hawser.benchmarks.server;

import dev.hawser.testserver.HeldCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;

/** A certificate for 127.0.0.1, made on the spot: for nginx as PEM, for the clients' JVMs as a trust store. */
final class ServerCertificate {
    private static final String PASSWORD = "benchmark";

    private ServerCertificate() {}

    static void write(Path directory) throws IOException {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .commonName("127.0.0.1")
                .addSubjectAlternativeName("127.0.0.1")
                .build();
        Files.writeString(directory.resolve("certificate.pem"), certificate.certificatePem());
        Files.writeString(directory.resolve("key.pem"), certificate.privateKeyPkcs8Pem());
        try (OutputStream store = Files.newOutputStream(trustStore(directory))) {
            KeyStore trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            trust.setCertificateEntry("server", certificate.certificate());
            trust.store(store, PASSWORD.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot make a trust store", e);
        }
    }

    /** What nginx is to be told. */
    static String nginx(Path directory) {
        return """
                    ssl_certificate %1$s/certificate.pem;
                    ssl_certificate_key %1$s/key.pem;
                    ssl_protocols TLSv1.3;
                """.formatted(directory);
    }

    static List<String> trustOptions(Path directory) {
        return List.of(
                "-Djavax.net.ssl.trustStore=" + trustStore(directory),
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }

    private static Path trustStore(Path directory) {
        return directory.resolve("trust.p12");
    }
}
