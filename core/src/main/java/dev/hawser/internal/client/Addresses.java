package dev.hawser.internal.client;

import dev.hawser.Address;
import dev.hawser.AddressFilter;
import dev.hawser.ClientSettings;
import dev.hawser.Dns;
import dev.hawser.HttpUrl;
import dev.hawser.Protocol;
import dev.hawser.ProxySetup;
import dev.hawser.TlsSetup;
import dev.hawser.internal.call.CallContext;
import dev.hawser.internal.routing.FilteredDns;
import java.net.Proxy;
import java.net.ProxySelector;
import java.security.NoSuchAlgorithmException;
import java.util.List;
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
        return addressOf(url, client.protocols(), client.tunnelsCleartext());
    }

    /**
     * {@inheritDoc} HTTP/1.1 alone hands a connection over, and an HTTP proxy passes on what it does not understand only through a
     * tunnel (RFC 6455, section 4.1). Where neither makes a difference, it is the address of all other requests.
     */
    @Override
    public Address upgradeAddressOf(HttpUrl url) {
        Protocol shared = url.isHttps() ? Protocol.HTTP_2 : Protocol.H2_PRIOR_KNOWLEDGE;
        List<Protocol> protocols = client.protocols();
        return addressOf(
                url,
                protocols.contains(shared) ? List.of(Protocol.HTTP_1_1) : protocols,
                client.tunnelsCleartext() || !url.isHttps() && mayMeetHttpProxy(url));
    }

    private boolean mayMeetHttpProxy(HttpUrl url) {
        Proxy proxy = client.proxy();
        ProxySelector selector = client.proxySelector();
        if (proxy != null || selector == null) {
            return proxy != null && proxy.type() == Proxy.Type.HTTP;
        }
        try {
            List<Proxy> proxies = selector.select(addressOf(url).url().uri());
            return proxies != null && proxies.stream().anyMatch(each -> each != null && each.type() == Proxy.Type.HTTP);
        } catch (RuntimeException e) {
            return false; // the dial asks again, and tells what is wrong
        }
    }

    private Address addressOf(HttpUrl url, List<Protocol> protocols, boolean tunnelsCleartext) {
        return new Address(
                url,
                dns,
                client.localAddress(),
                client.socketFactory(),
                url.isHttps() ? tls() : null,
                client.connectionSpecs(),
                protocols,
                new ProxySetup(
                        client.proxy(),
                        client.proxy() == null ? client.proxySelector() : null,
                        client.proxyAuthenticator(),
                        client.socks(),
                        tunnelsCleartext));
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
