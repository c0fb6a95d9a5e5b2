package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    private static final List<Protocol> PROTOCOLS = List.of(Protocol.HTTP_1_1);
    private static final List<ConnectionSpec> SPECS = List.of(ConnectionSpec.MODERN_TLS, ConnectionSpec.CLEARTEXT);
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
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
        TlsSetup setup = tls(null, null, CertificatePinner.DEFAULT);
        HostnameVerifier verifier = (name, session) -> true;
        SSLSocketFactory layered = SSLContext.getDefault().getSocketFactory();
        CertificatePinner pinner = new CertificatePinner.Builder()
                .add("h", "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
                .build();

        assertThat(with(null, null, setup, SPECS, PROTOCOLS, null, SELECTOR))
                .isEqualTo(with(null, null, tls(null, null, pinnerWithout()), SPECS, PROTOCOLS, null, SELECTOR))
                .isNotEqualTo(with(LOOPBACK, null, setup, SPECS, PROTOCOLS, null, SELECTOR))
                .isNotEqualTo(with(null, SocketFactory.getDefault(), setup, SPECS, PROTOCOLS, null, SELECTOR))
                .isNotEqualTo(with(
                        null,
                        null,
                        new TlsSetup(null, layered, null, null, CertificatePinner.DEFAULT),
                        SPECS,
                        PROTOCOLS,
                        null,
                        SELECTOR))
                .isNotEqualTo(with(
                        null,
                        null,
                        tls(new NoTrust(), null, CertificatePinner.DEFAULT),
                        SPECS,
                        PROTOCOLS,
                        null,
                        SELECTOR))
                .isNotEqualTo(with(
                        null, null, tls(null, verifier, CertificatePinner.DEFAULT), SPECS, PROTOCOLS, null, SELECTOR))
                .isNotEqualTo(with(null, null, tls(null, null, pinner), SPECS, PROTOCOLS, null, SELECTOR))
                .isNotEqualTo(
                        with(null, null, setup, List.of(ConnectionSpec.COMPATIBLE_TLS), PROTOCOLS, null, SELECTOR))
                .isNotEqualTo(with(null, null, setup, SPECS, List.of(), null, SELECTOR))
                .isNotEqualTo(with(null, null, setup, SPECS, PROTOCOLS, PROXY, SELECTOR))
                .isNotEqualTo(with(null, null, setup, SPECS, PROTOCOLS, null, ProxySelector.of(null)));
        assertThat(of("https://h/"))
                .isNotEqualTo(new Address(
                        HttpUrl.get("https://h/"),
                        name -> List.of(),
                        null,
                        null,
                        setup,
                        SPECS,
                        PROTOCOLS,
                        null,
                        SELECTOR));
    }

    @Test
    void theTlsSetupIsThereForHttpsAndForNothingElse() {
        TlsSetup setup = tls(null, null, CertificatePinner.DEFAULT);

        assertThat(of("https://h/").sslContext()).isSameAs(setup.sslContext());
        assertThat(of("http://h/").sslContext()).isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Address(
                        HttpUrl.get("http://h/"), Dns.SYSTEM, null, null, setup, SPECS, PROTOCOLS, null, SELECTOR))
                .withMessageContaining("http://h/ has no use for");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Address(
                        HttpUrl.get("https://h/"), Dns.SYSTEM, null, null, null, SPECS, PROTOCOLS, null, SELECTOR))
                .withMessageContaining("https://h/ needs");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TlsSetup(null, null, null, null, CertificatePinner.DEFAULT));
    }

    private static CertificatePinner pinnerWithout() {
        return new CertificatePinner.Builder().build();
    }

    private static TlsSetup tls(
            @Nullable X509TrustManager trust, @Nullable HostnameVerifier verifier, CertificatePinner pinner) {
        try {
            return new TlsSetup(SSLContext.getDefault(), null, trust, verifier, pinner);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Address with(
            @Nullable InetAddress local,
            @Nullable SocketFactory sockets,
            TlsSetup tls,
            List<ConnectionSpec> specs,
            List<Protocol> protocols,
            @Nullable Proxy proxy,
            ProxySelector selector) {
        return new Address(
                HttpUrl.get("https://h/"), Dns.SYSTEM, local, sockets, tls, specs, protocols, proxy, selector);
    }

    /** Trusts nobody. */
    private static final class NoTrust implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("nobody is trusted");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("nobody is trusted");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
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
    @SuppressWarnings("NullAway") // the JDK takes null for the loopback interface
    void theSystemResolvesNoNameThatIsNone() {
        assertThatNullPointerException().isThrownBy(() -> Dns.SYSTEM.lookup(null));
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
        return new Address(url, Dns.SYSTEM, null, null, null, SPECS, PROTOCOLS, setup);
    }

    private static Address of(String url) {
        HttpUrl parsed = HttpUrl.get(url);
        TlsSetup setup = parsed.isHttps() ? tls(null, null, CertificatePinner.DEFAULT) : null;
        return new Address(parsed, Dns.SYSTEM, null, null, setup, SPECS, PROTOCOLS, null, SELECTOR);
    }
}
