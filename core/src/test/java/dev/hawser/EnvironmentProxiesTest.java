package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentProxiesTest {
    private static Proxy chosen(Map<String, String> environment, String url) {
        List<Proxy> proxies = EnvironmentProxies.of(environment).selector().select(URI.create(url));
        assertThat(proxies).hasSize(1);
        return proxies.get(0);
    }

    private static Proxy http(String host, int port) {
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
    }

    private static Proxy socks(String host, int port) {
        return new Proxy(Proxy.Type.SOCKS, InetSocketAddress.createUnresolved(host, port));
    }

    @Nested
    class Variables {
        @Test
        void withoutAnyThereIsNoProxy() {
            assertThat(chosen(Map.of(), "http://one.example/")).isEqualTo(Proxy.NO_PROXY);
        }

        @Test
        void eachSchemeHasItsOwn() {
            Map<String, String> environment = Map.of("http_proxy", "http://a:1", "https_proxy", "http://b:2");

            assertThat(chosen(environment, "http://one.example/")).isEqualTo(http("a", 1));
            assertThat(chosen(environment, "https://one.example/")).isEqualTo(http("b", 2));
        }

        @Test
        void oneStandsForAllSchemesThatHaveNone() {
            Map<String, String> environment = Map.of("ALL_PROXY", "socks5://s:9", "https_proxy", "b:2");

            assertThat(chosen(environment, "http://one.example/")).isEqualTo(socks("s", 9));
            assertThat(chosen(environment, "https://one.example/")).isEqualTo(http("b", 2));
        }

        @Test
        void lowerCaseComesFirst() {
            Map<String, String> environment = Map.of("HTTPS_PROXY", "http://upper:1", "https_proxy", "http://lower:2");

            assertThat(chosen(environment, "https://one.example/")).isEqualTo(http("lower", 2));
        }

        @Test
        void anEmptyOneIsAsIfNotSet() {
            assertThat(chosen(Map.of("http_proxy", "", "HTTP_PROXY", "http://a:1"), "http://one.example/"))
                    .isEqualTo(http("a", 1));
        }

        @Test
        void upperCaseHttpProxyIsIgnoredInACgiProgram() {
            Map<String, String> environment = new HashMap<>(
                    Map.of("REQUEST_METHOD", "GET", "HTTP_PROXY", "http://evil:1", "HTTPS_PROXY", "http://b:2"));

            assertThat(chosen(environment, "http://one.example/")).isEqualTo(Proxy.NO_PROXY);
            assertThat(chosen(environment, "https://one.example/")).isEqualTo(http("b", 2));
            environment.put("http_proxy", "http://good:3");
            assertThat(chosen(environment, "http://one.example/")).isEqualTo(http("good", 3));
        }

        @ParameterizedTest
        @CsvSource({
            "proxy.example, HTTP, proxy.example, 80",
            "http://proxy.example/, HTTP, proxy.example, 80",
            "proxy.example:3128, HTTP, proxy.example, 3128",
            "HTTP://proxy.example:80/, HTTP, proxy.example, 80",
            "http://[::1]:3128, HTTP, ::1, 3128",
            "socks5://s.example, SOCKS, s.example, 1080",
            "socks5h://s.example:80, SOCKS, s.example, 80",
            "socks4a://s.example:1081/, SOCKS, s.example, 1081",
        })
        void areUrls(String value, Proxy.Type type, String host, int port) {
            assertThat(chosen(Map.of("http_proxy", value), "http://one.example/"))
                    .isEqualTo(new Proxy(type, InetSocketAddress.createUnresolved(host, port)));
        }

        @ParameterizedTest
        @CsvSource({"https://ann:knot@proxy.example, https", "http://ann:knot@[bad, not the URL", "ftp://a, ftp"})
        void thatMakeNoSenseAreRefusedWithoutTellingThePassword(String value, String said) {
            assertThatThrownBy(() -> EnvironmentProxies.of(Map.of("https_proxy", value)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("https_proxy")
                    .hasMessageContaining(said)
                    .hasMessageNotContaining("knot");
        }
    }

    @Nested
    class Exceptions {
        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "*; http://one.example/; true",
                    "example.com; http://example.com/; true",
                    "example.com; http://a.example.com/; true",
                    "example.com; http://notexample.com/; false",
                    ".example.com; http://example.com/; true",
                    ".example.com; http://a.b.example.com/; true",
                    "*.example.com; http://a.example.com/; true",
                    "EXAMPLE.com; http://A.example.COM./; true",
                    "one.example, two.example; http://two.example/; true",
                    "one.example two.example; http://two.example/; true",
                    "example.com:8080; http://example.com:8080/; true",
                    "example.com:8080; http://example.com/; false",
                    "example.com:80; http://example.com/; true",
                    "192.0.2.7; http://192.0.2.7/; true",
                    "192.0.2.7:81; http://192.0.2.7:81/; true",
                    "192.0.2.7:81; http://192.0.2.7/; false",
                    "192.0.2.0/24; http://192.0.2.200/; true",
                    "192.0.2.0/24; http://192.0.3.1/; false",
                    "192.0.2.128/25; http://192.0.2.127/; false",
                    "192.0.2.128/25; http://192.0.2.128/; true",
                    "0.0.0.0/0; http://192.0.2.1/; true",
                    "0.0.0.0/0; http://[::1]/; false",
                    "2001:db8::/33; http://[2001:db8:7fff::1]/; true",
                    "2001:db8::/33; http://[2001:db8:8000::1]/; false",
                    "::1; http://[::1]/; true",
                    "[::1]; http://[::1]/; true",
                    "[::1]:81; http://[::1]:81/; true",
                    "[::1]:81; http://[::1]/; false",
                    "192.0.2.0/33; http://192.0.2.0/; false",
                    "192.0.2.0/24; http://192.0.2.example/; false",
                    "example.com:x; http://example.com/; false",
                    "localhost; http://localhost/; true",
                    ",,; http://one.example/; false",
                })
        void areMatched(String list, String url, boolean excepted) {
            Map<String, String> environment = Map.of("http_proxy", "http://a:1", "no_proxy", list);

            assertThat(chosen(environment, url)).isEqualTo(excepted ? Proxy.NO_PROXY : http("a", 1));
        }

        @Test
        void mayBeInUpperCase() {
            assertThat(chosen(Map.of("http_proxy", "a:1", "NO_PROXY", "one.example"), "http://one.example/"))
                    .isEqualTo(Proxy.NO_PROXY);
        }
    }

    @Nested
    class OnAClient {
        private HawserClient client(Map<String, String> environment) {
            return EnvironmentProxies.of(environment)
                    .applyTo(new HawserClient.Builder())
                    .build();
        }

        private Response demand(String authenticate) {
            return new Response.Builder()
                    .request(new Request.Builder().url("http://one.example/").build())
                    .protocol(Protocol.HTTP_1_1)
                    .code(407)
                    .message("Proxy Authentication Required")
                    .header("Proxy-Authenticate", authenticate)
                    .build();
        }

        private Route by(Proxy proxy) {
            Address address = new Address(
                    HttpUrl.get("http://one.example/"),
                    Dns.SYSTEM,
                    null,
                    null,
                    null,
                    List.of(ConnectionSpec.CLEARTEXT),
                    List.of(),
                    proxy,
                    null);
            return new Route(address, proxy, new InetSocketAddress("192.0.2.1", 1));
        }

        @Test
        void credentialsGoToTheProxyThatTheyAreForAndToNoOther() throws IOException {
            HawserClient client = client(Map.of("http_proxy", "http://ann:kn%40t@a:1"));
            Authenticator authenticator = client.proxyAuthenticator();

            Request sent = authenticator.authenticate(by(http("a", 1)), demand("Basic realm=x"));
            assertThat(Objects.requireNonNull(sent).header("Proxy-Authorization"))
                    .isEqualTo(Credentials.basic("ann", "kn@t"));
            assertThat(authenticator.authenticate(by(http("b", 1)), demand("Basic realm=x")))
                    .isNull();
        }

        @Test
        void socksCredentialsAreTaken() {
            assertThat(client(Map.of("ALL_PROXY", "socks5://ann:knot@s")).socks())
                    .isEqualTo(SocksSettings.version5("ann", "knot"));
            assertThat(client(Map.of("ALL_PROXY", "socks4://ann@s")).socks()).isEqualTo(SocksSettings.version4a("ann"));
        }

        @Test
        void twoSocksProxiesMustAgree() {
            assertThatThrownBy(() -> client(Map.of("http_proxy", "socks5://a:b@s", "https_proxy", "socks5://c:d@s")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
