package dev.hawser.internal.trust;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Contexts whose trust says why it refuses a certificate: of a user's parts, and of the system's. Safe for use by many threads. */
public final class TlsContexts {
    private final AtomicReference<@Nullable SSLContext> system = new AtomicReference<>();

    /** Contexts of which none is made. */
    public TlsContexts() {}

    /** A new context that trusts as {@code trust} does, and shows certificates of {@code shown}, if there are any. */
    public static SSLContext of(X509TrustManager trust, KeyManager... shown) throws GeneralSecurityException {
        return initialised(SSLContext.getInstance("TLS"), trust, shown);
    }

    private static SSLContext initialised(SSLContext made, X509TrustManager trust, KeyManager... shown)
            throws GeneralSecurityException {
        made.init(shown, new TrustManager[] {ExplainingTrust.of(trust)}, null);
        return made;
    }

    /**
     * What to use in place of {@code context}, which trusts as the system does: always the same for the JDK's own
     * default; the context itself if a program has set it ({@link SSLContext#setDefault}) or it has a client's certificate
     * to show ({@code javax.net.ssl.keyStore}).
     */
    public SSLContext inPlaceOf(SSLContext context) throws SSLException {
        if (!"Default".equals(context.getProtocol()) || System.getProperty("javax.net.ssl.keyStore") != null) {
            return context;
        }
        SSLContext known = system.get();
        if (known != null) {
            return known;
        }
        SSLContext made = ofSystem(context.getProvider());
        return system.compareAndSet(null, made) ? made : inPlaceOf(context);
    }

    private static SSLContext ofSystem(Provider provider) throws SSLException {
        try {
            return initialised(SSLContext.getInstance("TLS", provider), systemTrust());
        } catch (GeneralSecurityException e) {
            throw new SSLException("the system's TLS set-up cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** What trusts certificates if nothing is set: by {@code javax.net.ssl.trustStore}, or the JDK's own authorities. */
    public static X509TrustManager systemTrust() throws SSLException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            for (TrustManager each : factory.getTrustManagers()) {
                if (each instanceof X509TrustManager x509) {
                    return x509;
                }
            }
            throw new SSLException("the system has no X509TrustManager");
        } catch (GeneralSecurityException e) {
            throw new SSLException("the system's trust cannot be loaded: " + e.getMessage(), e);
        }
    }
}
