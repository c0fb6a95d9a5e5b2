package dev.hawser.internal.client;

import dev.hawser.Address;
import dev.hawser.ClientSettings;
import dev.hawser.HttpUrl;
import dev.hawser.Protocol;
import dev.hawser.ProxySetup;
import dev.hawser.internal.call.CallContext;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.SSLContext;

/** Makes the addresses of a client's servers. The system's TLS set-up is loaded with the first that needs it. */
final class Addresses implements CallContext.AddressMaker {
    private static final List<Protocol> PROTOCOLS = List.of(Protocol.HTTP_1_1);

    private final ClientSettings client;

    Addresses(ClientSettings client) {
        this.client = client;
    }

    @Override
    public Address addressOf(HttpUrl url) {
        boolean https = url.isHttps();
        boolean layered = client.sslSocketFactory() != null;
        return new Address(
                url,
                client.dns(),
                client.localAddress(),
                client.socketFactory(),
                https && !layered ? context() : null,
                https && layered ? client.sslSocketFactory() : null,
                https ? client.hostnameVerifier() : null,
                PROTOCOLS,
                new ProxySetup(
                        client.proxy(),
                        client.proxy() == null ? client.proxySelector() : null,
                        client.proxyAuthenticator(),
                        client.socks(),
                        client.tunnelsCleartext()));
    }

    private SSLContext context() {
        SSLContext context = client.sslContext();
        return context != null ? context : systemContext();
    }

    private static SSLContext systemContext() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the system's TLS set-up cannot be loaded: " + e.getMessage(), e);
        }
    }
}
