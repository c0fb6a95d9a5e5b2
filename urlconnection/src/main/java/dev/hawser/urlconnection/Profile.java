package dev.hawser.urlconnection;

import dev.hawser.HawserClient;
import java.net.Authenticator;
import java.net.Proxy;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What one connection was told that a client must know. Connections of equal profiles share a client.
 *
 * @param connectMillis the time to connect; 0 for no limit
 * @param readMillis the time that one read may wait; 0 for no limit
 * @param proxy the only way to go, or null if the client's selector is asked
 * @param sslSocketFactory what speaks TLS, or null if the client does
 * @param hostnameVerifier who is asked of a certificate that is for another host, or null for nobody
 * @param authenticator who has the passwords for proxies, or null for the JVM's own
 */
record Profile(
        int connectMillis,
        int readMillis,
        @Nullable Proxy proxy,
        @Nullable SSLSocketFactory sslSocketFactory,
        @Nullable HostnameVerifier hostnameVerifier,
        @Nullable Authenticator authenticator) {

    /** A client that is set up as {@code base}, but for what the profile says. */
    HawserClient derive(HawserClient base, Passwords passwords) {
        HawserClient.Builder client = base.newBuilder()
                .connectTimeout(connectMillis, TimeUnit.MILLISECONDS)
                .readTimeout(readMillis, TimeUnit.MILLISECONDS);
        if (proxy != null) {
            client.proxy(proxy);
        }
        if (sslSocketFactory != null) {
            client.sslSocketFactory(sslSocketFactory, new UnknownTrust());
        }
        if (hostnameVerifier != null) {
            client.hostnameVerifier(new Fallback(hostnameVerifier));
        }
        if (authenticator != null) {
            client.proxyAuthenticator(passwords.ofProxies(authenticator));
        }
        return client.build();
    }

    /** Asks the program's verifier only of certificates that the standard check refuses, as the JDK does. */
    private record Fallback(HostnameVerifier asked) implements HostnameVerifier {
        @Override
        public boolean verify(String host, SSLSession session) {
            return HawserClient.standardHostnameVerifier().verify(host, session) || asked.verify(host, session);
        }
    }

    /** Stands for what a socket factory trusts, which it does not tell; only pins would ask, for the issuers. All are equal. */
    private record UnknownTrust() implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            throw new UnsupportedOperationException("the socket factory decides whom it trusts");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            throw new UnsupportedOperationException("the socket factory decides whom it trusts");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
