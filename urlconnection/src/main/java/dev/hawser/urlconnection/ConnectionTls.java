package dev.hawser.urlconnection;

import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** What the program told one connection of TLS. */
interface ConnectionTls {
    /** Nothing, as there is no TLS. */
    ConnectionTls NONE = new ConnectionTls() {
        @Override
        public @Nullable SSLSocketFactory socketFactory() {
            return null;
        }

        @Override
        public @Nullable HostnameVerifier verifier() {
            return null;
        }
    };

    /** What speaks TLS, or null if the client does. */
    @Nullable
    SSLSocketFactory socketFactory();

    /** Who is asked of a certificate that is for another host, or null for nobody. */
    @Nullable
    HostnameVerifier verifier();
}
