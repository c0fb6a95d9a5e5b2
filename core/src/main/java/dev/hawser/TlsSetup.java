package dev.hawser;

import java.util.Objects;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Who speaks TLS with a server, and whom it takes for the server. Immutable, and safe for use by many threads.
 *
 * @param sslContext what makes TLS engines; null if {@code sslSocketFactory} is given
 * @param sslSocketFactory what layers TLS over a socket; null if the context is used
 * @param x509TrustManager what trusts certificates in the context or the factory, or null for the system's
 * @param hostnameVerifier what holds a certificate against the host, or null for the standard check
 * @param certificatePinner the certificates that hosts are pinned to
 */
public record TlsSetup(
        @Nullable SSLContext sslContext,
        @Nullable SSLSocketFactory sslSocketFactory,
        @Nullable X509TrustManager x509TrustManager,
        @Nullable HostnameVerifier hostnameVerifier,
        CertificatePinner certificatePinner) {
    /**
     * A set-up.
     *
     * @throws IllegalArgumentException unless there is either a context or a factory
     */
    public TlsSetup {
        if ((sslContext == null) == (sslSocketFactory == null)) {
            throw new IllegalArgumentException("either an SSLContext or an SSLSocketFactory speaks TLS");
        }
    }

    static SSLContext checked(SSLContext sslContext) {
        try {
            Objects.requireNonNull(sslContext, "sslContext").getSocketFactory();
            return sslContext;
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("the SSLContext cannot be used: " + e.getMessage(), e);
        }
    }

    static X509TrustManager checked(X509TrustManager trustManager) {
        Objects.requireNonNull(trustManager, "trustManager");
        if (trustManager.getAcceptedIssuers() == null) {
            throw new IllegalArgumentException(trustManager + ".getAcceptedIssuers() == null");
        }
        return trustManager;
    }
}
