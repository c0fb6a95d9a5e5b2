package dev.hawser.internal.trust;

import dev.hawser.PeerCertificateException;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts whom another trust manager trusts, and says of those that it refuses what is wrong with what they sent, by
 * {@link PeerCertificateException}.
 */
public final class ExplainingTrust extends X509ExtendedTrustManager {
    private static final String HTTPS = "HTTPS";

    private final X509ExtendedTrustManager decides;

    private ExplainingTrust(X509ExtendedTrustManager decides) {
        this.decides = decides;
    }

    /** The same trust, explained. One that is told nothing of the connection is not told here either: TLS checks more then. */
    public static X509TrustManager of(X509TrustManager decides) {
        return decides instanceof X509ExtendedTrustManager extended
                ? new ExplainingTrust(extended)
                : new Plain(decides);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        try {
            decides.checkServerTrusted(chain, authType, engine);
        } catch (CertificateException e) {
            throw explained(e, chain, decides, hostOf(engine.getSSLParameters(), engine.getHandshakeSession()));
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        try {
            decides.checkServerTrusted(chain, authType, socket);
        } catch (CertificateException e) {
            String host =
                    socket instanceof SSLSocket tls ? hostOf(tls.getSSLParameters(), tls.getHandshakeSession()) : null;
            throw explained(e, chain, decides, host);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        try {
            decides.checkServerTrusted(chain, authType);
        } catch (CertificateException e) {
            throw explained(e, chain, decides, null);
        }
    }

    /** The host that the certificate was to be for; null if that was not to be checked. */
    private static @Nullable String hostOf(SSLParameters parameters, @Nullable SSLSession session) {
        return HTTPS.equals(parameters.getEndpointIdentificationAlgorithm()) && session != null
                ? session.getPeerHost()
                : null;
    }

    private static CertificateException explained(
            CertificateException refused, X509Certificate[] chain, X509TrustManager trust, @Nullable String host) {
        return new Refusal(refused, List.of(chain), List.of(trust.getAcceptedIssuers()), host).explained();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        decides.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        decides.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        decides.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return decides.getAcceptedIssuers();
    }

    /** Trust that knows chains only; TLS itself compares the host and looks at the algorithms. */
    private record Plain(X509TrustManager decides) implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            try {
                decides.checkServerTrusted(chain, authType);
            } catch (CertificateException e) {
                throw explained(e, chain, decides, null);
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            decides.checkClientTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return decides.getAcceptedIssuers();
        }
    }
}
