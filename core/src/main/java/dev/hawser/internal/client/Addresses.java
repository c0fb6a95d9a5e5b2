package dev.hawser.internal.client;

import dev.hawser.Address;
import dev.hawser.AddressFilter;
import dev.hawser.ClientSettings;
import dev.hawser.Dns;
import dev.hawser.HttpUrl;
import dev.hawser.ProxySetup;
import dev.hawser.TlsSetup;
import dev.hawser.internal.call.CallContext;
import dev.hawser.internal.routing.FilteredDns;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** Makes the addresses of a client's servers. The system's TLS set-up is loaded with the first that needs it. */
final class Addresses implements CallContext.AddressMaker {
    private final ClientSettings client;
    private final Dns dns;

    Addresses(ClientSettings client) {
        this.client = client;
        AddressFilter filter = client.addressFilter();
        this.dns = filter == null ? client.dns() : new FilteredDns(client.dns(), filter);
    }

    @Override
    public Address addressOf(HttpUrl url) {
        return new Address(
                url,
                dns,
                client.localAddress(),
                client.socketFactory(),
                url.isHttps() ? tls() : null,
                client.connectionSpecs(),
                client.protocols(),
                new ProxySetup(
                        client.proxy(),
                        client.proxy() == null ? client.proxySelector() : null,
                        client.proxyAuthenticator(),
                        client.socks(),
                        client.tunnelsCleartext()));
    }

    private TlsSetup tls() {
        SSLSocketFactory factory = client.sslSocketFactory();
        SSLContext context = client.sslContext();
        return new TlsSetup(
                factory == null && context == null ? systemContext() : context,
                factory,
                client.x509TrustManager(),
                client.hostnameVerifier(),
                client.certificatePinner());
    }

    private static SSLContext systemContext() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the system's TLS set-up cannot be loaded: " + e.getMessage(), e);
        }
    }
}
