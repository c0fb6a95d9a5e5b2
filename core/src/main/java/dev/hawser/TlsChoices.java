package dev.hawser;

import java.util.List;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** What a client's builder was told of TLS; to be changed by that alone. There is a context, or a factory, or neither. */
final class TlsChoices {
    @Nullable
    SSLContext sslContext;

    @Nullable
    SSLSocketFactory sslSocketFactory;

    @Nullable
    X509TrustManager trustManager;

    @Nullable
    HostnameVerifier hostnameVerifier;

    CertificatePinner certificatePinner = CertificatePinner.DEFAULT;
    List<ConnectionSpec> connectionSpecs = List.of(ConnectionSpec.MODERN_TLS, ConnectionSpec.CLEARTEXT);

    /** The defaults. */
    TlsChoices() {}

    TlsChoices(TlsChoices from) {
        sslContext = from.sslContext;
        sslSocketFactory = from.sslSocketFactory;
        trustManager = from.trustManager;
        hostnameVerifier = from.hostnameVerifier;
        certificatePinner = from.certificatePinner;
        connectionSpecs = from.connectionSpecs;
    }

    static List<ConnectionSpec> checked(List<ConnectionSpec> specs) {
        if (specs.isEmpty()) {
            throw new IllegalArgumentException("At least one connection spec is required");
        }
        return List.copyOf(specs);
    }

    void speakBy(SSLContext context, X509TrustManager trust) {
        TlsSetup.checked(context);
        trustManager = TlsSetup.checked(trust);
        sslContext = context;
        sslSocketFactory = null;
    }

    void speakBy(SSLSocketFactory factory, X509TrustManager trust) {
        trustManager = TlsSetup.checked(trust);
        sslSocketFactory = factory;
        sslContext = null;
    }
}
