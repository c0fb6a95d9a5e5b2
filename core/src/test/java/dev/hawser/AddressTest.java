package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    private static final List<Protocol> PROTOCOLS = List.of(Protocol.HTTP_1_1);
    private static final ProxySelector SELECTOR = ProxySelector.of(null);
    private static final Proxy PROXY = new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy", 3128));

    @Test
    void pathQueryFragmentAndUserDoNotCount() {
        Address address = of("https://u:p@h/x?y#z");

        assertThat(address).isEqualTo(of("https://h:443/")).hasSameHashCodeAs(of("https://h:443/"));
        assertThat(address.url()).hasToString("https://h/");
        assertThat(of("https://h:1/x").url()).hasToString("https://h:1/");
        assertThat(address.host()).isEqualTo("h");
        assertThat(address.port()).isEqualTo(443);
        assertThat(address.isHttps()).isTrue();
        assertThat(address).hasToString("h:443");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://h:443/", "https://h:444/", "https://i/"})
    void schemeHostAndPortCount(String other) {
        assertThat(of("https://h/")).isNotEqualTo(of(other));
    }

    @Test
    void everyWayToReachItCounts() throws Exception {
        HttpUrl url = HttpUrl.get("https://h/");
        Dns otherDns = name -> List.of();
        HostnameVerifier verifier = (name, session) -> true;
        SSLContext context = SSLContext.getDefault();
        SocketFactory sockets = SocketFactory.getDefault();
        SSLSocketFactory tls = context.getSocketFactory();
        Address plain = new Address(url, Dns.SYSTEM, null, null, null, null, null, PROTOCOLS, null, SELECTOR);

        assertThat(plain)
                .isEqualTo(new Address(url, Dns.SYSTEM, null, null, null, null, null, PROTOCOLS, null, SELECTOR))
                .isNotEqualTo(new Address(url, otherDns, null, null, null, null, null, PROTOCOLS, null, SELECTOR))
                .isNotEqualTo(new Address(
                        url,
                        Dns.SYSTEM,
                        InetAddress.getLoopbackAddress(),
                        null,
                        null,
                        null,
                        null,
                        PROTOCOLS,
                        null,
                        SELECTOR))
                .isNotEqualTo(new Address(url, Dns.SYSTEM, null, sockets, null, null, null, PROTOCOLS, null, SELECTOR))
                .isNotEqualTo(new Address(url, Dns.SYSTEM, null, null, context, null, null, PROTOCOLS, null, SELECTOR))
                .isNotEqualTo(new Address(url, Dns.SYSTEM, null, null, null, tls, null, PROTOCOLS, null, SELECTOR))
                .isNotEqualTo(new Address(url, Dns.SYSTEM, null, null, null, null, verifier, PROTOCOLS, null, SELECTOR))
                .isNotEqualTo(new Address(url, Dns.SYSTEM, null, null, null, null, null, List.of(), null, SELECTOR))
                .isNotEqualTo(new Address(url, Dns.SYSTEM, null, null, null, null, null, PROTOCOLS, PROXY, SELECTOR))
                .isNotEqualTo(new Address(
                        url, Dns.SYSTEM, null, null, null, null, null, PROTOCOLS, null, ProxySelector.of(null)));
    }

    @Nested
    class Routes {
        private final InetSocketAddress target = InetSocketAddress.createUnresolved("h", 443);

        @Test
        void toHttpsThroughAnHttpProxyNeedATunnel() {
            Proxy socks = new Proxy(Proxy.Type.SOCKS, InetSocketAddress.createUnresolved("proxy", 1080));

            assertThat(new Route(of("https://h/"), PROXY, target).requiresTunnel())
                    .isTrue();
            assertThat(new Route(of("http://h/"), PROXY, target).requiresTunnel())
                    .isFalse();
            assertThat(new Route(of("https://h/"), socks, target).requiresTunnel())
                    .isFalse();
            assertThat(new Route(of("https://h/"), Proxy.NO_PROXY, target).requiresTunnel())
                    .isFalse();
        }

        @Test
        void areEqualIfAllPartsAre() {
            assertThat(new Route(of("https://h/"), Proxy.NO_PROXY, target))
                    .isEqualTo(new Route(of("https://h/x"), Proxy.NO_PROXY, target))
                    .isNotEqualTo(new Route(of("https://h/"), PROXY, target));
        }
    }

    @Test
    void theSystemResolvesAddressesWithoutAsking() throws UnknownHostException {
        assertThat(Dns.SYSTEM.lookup("127.0.0.1")).containsExactly(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    @Test
    void howProxiesAreSpokenToTellsAddressesApart() {
        Authenticator ann = (route, response) -> null;
        SocksSettings socks = SocksSettings.version5("ann", "knot");

        assertThat(by(new ProxySetup(PROXY, null, Authenticator.NONE, SocksSettings.DEFAULT, false)))
                .isEqualTo(by(new ProxySetup(PROXY, null, Authenticator.NONE, SocksSettings.DEFAULT, false)))
                .isNotEqualTo(by(new ProxySetup(PROXY, null, ann, SocksSettings.DEFAULT, false)))
                .isNotEqualTo(by(new ProxySetup(PROXY, null, Authenticator.NONE, socks, false)))
                .isNotEqualTo(by(new ProxySetup(PROXY, null, Authenticator.NONE, SocksSettings.DEFAULT, true)));
    }

    private static Address by(ProxySetup setup) {
        HttpUrl url = HttpUrl.get("http://one.example/");
        return new Address(url, Dns.SYSTEM, null, null, null, null, null, PROTOCOLS, setup);
    }

    private static Address of(String url) {
        return new Address(HttpUrl.get(url), Dns.SYSTEM, null, null, null, null, null, PROTOCOLS, null, SELECTOR);
    }
}
