package dev.hawser.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Address;
import dev.hawser.AddressFilter;
import dev.hawser.AddressRefusedException;
import dev.hawser.CertificatePinner;
import dev.hawser.ConnectionSpec;
import dev.hawser.Dns;
import dev.hawser.HttpUrl;
import dev.hawser.Protocol;
import dev.hawser.Route;
import dev.hawser.Spread;
import dev.hawser.TlsSetup;
import dev.hawser.internal.time.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RouteSelectorTest {
    private final List<String> events = new ArrayList<>();
    private final RouteDatabase database = new RouteDatabase(new FakeClock());
    private final Map<String, List<String>> names = Map.of(
            "server.example", List.of("192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8::2"),
            "proxy.example", List.of("198.51.100.1", "198.51.100.2"));

    private final Dns dns = host -> {
        List<InetAddress> addresses = new ArrayList<>();
        for (String literal : names.getOrDefault(host, List.of())) {
            addresses.add(InetAddress.getByName(literal));
        }
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return addresses;
    };

    private final RouteSelector.Observer observer = new RouteSelector.Observer() {
        @Override
        public void proxySelectStart() {
            events.add("choose proxies");
        }

        @Override
        public void proxySelectEnd(List<Proxy> proxies) {
            events.add("chosen " + proxies.size());
        }

        @Override
        public void dnsStart(String host) {
            events.add("resolve " + host);
        }

        @Override
        public void dnsEnd(String host, List<InetAddress> addresses) {
            events.add("resolved " + host + " " + addresses.size());
        }
    };

    /** A selector that says what it is told to, and what it is told of. */
    private final class Choosing extends ProxySelector {
        private final Supplier<@Nullable List<Proxy>> answer;

        Choosing(Supplier<@Nullable List<Proxy>> answer) {
            this.answer = answer;
        }

        @Override
        public @Nullable List<Proxy> select(URI uri) {
            events.add("asked for " + uri);
            return answer.get();
        }

        @Override
        public void connectFailed(URI uri, SocketAddress proxy, IOException failure) {
            events.add("told of " + proxy);
        }
    }

    private Address address(@Nullable Proxy proxy, @Nullable ProxySelector selector) {
        return new Address(
                HttpUrl.get("https://server.example/"),
                dns,
                null,
                null,
                tls(),
                List.of(ConnectionSpec.MODERN_TLS),
                List.of(Protocol.HTTP_1_1),
                proxy,
                selector);
    }

    private static TlsSetup tls() {
        try {
            return new TlsSetup(SSLContext.getDefault(), null, null, null, CertificatePinner.DEFAULT);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private RouteSelector selector(Address address, boolean interleaves) throws IOException {
        return new RouteSelector(address, database, new Spreading(Spread.FIRST_ANSWER), interleaves, observer);
    }

    private static List<String> ips(List<Route> routes) {
        return routes.stream()
                .map(route -> route.socketAddress().getAddress().getHostAddress() + ":"
                        + route.socketAddress().getPort())
                .toList();
    }

    private static Proxy proxy(Proxy.Type type, String host, int port) {
        return new Proxy(type, InetSocketAddress.createUnresolved(host, port));
    }

    @Nested
    class WithoutProxies {
        @Test
        void theAddressesTakeTurnsByFamily() throws IOException {
            RouteSelector selector = selector(address(null, null), true);

            assertThat(ips(selector.next()))
                    .containsExactly(
                            "192.0.2.1:443", "2001:db8:0:0:0:0:0:1:443", "192.0.2.2:443", "2001:db8:0:0:0:0:0:2:443");
            assertThat(selector.next()).isEmpty();
            assertThat(events)
                    .containsExactly(
                            "choose proxies", "chosen 1", "resolve server.example", "resolved server.example 4");
        }

        @Test
        void orStayInTheOrderOfTheAnswer() throws IOException {
            assertThat(ips(selector(address(null, null), false).next())).startsWith("192.0.2.1:443", "192.0.2.2:443");
        }

        @Test
        void thoseThatFailedAreTheLastGroup() throws IOException {
            RouteSelector first = selector(address(null, null), false);
            List<Route> routes = first.next();
            first.failed(routes.get(0), new IOException("refused"));

            RouteSelector second = selector(address(null, null), false);
            assertThat(second.next()).containsExactlyElementsOf(routes.subList(1, 4));
            assertThat(second.next()).containsExactly(routes.get(0));
            assertThat(second.next()).isEmpty();
        }

        @Test
        void oneThatConnectedIsNoLongerLast() throws IOException {
            RouteSelector first = selector(address(null, null), false);
            List<Route> routes = first.next();
            first.failed(routes.get(0), new IOException("refused"));
            first.connected(routes.get(0));

            assertThat(selector(address(null, null), false).next()).isEqualTo(routes);
        }

        @Test
        void aNameWithoutAddressesIsAnErrorOnce() throws IOException {
            Address unknown = new Address(
                    HttpUrl.get("http://unknown.example/"),
                    dns,
                    null,
                    null,
                    null,
                    List.of(ConnectionSpec.CLEARTEXT),
                    List.of(),
                    null,
                    null);
            RouteSelector selector = selector(unknown, true);

            assertThatThrownBy(selector::next)
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessageContaining("unknown.example");
            assertThat(selector.next()).isEmpty();
        }
    }

    @Nested
    class WithOneProxy {
        @Test
        void itsNameIsResolvedAndTheServersIsNot() throws IOException {
            RouteSelector selector = selector(address(proxy(Proxy.Type.HTTP, "proxy.example", 3128), null), true);

            assertThat(ips(selector.next())).containsExactly("198.51.100.1:3128", "198.51.100.2:3128");
            assertThat(events).contains("resolve proxy.example").doesNotContain("resolve server.example");
        }

        @Test
        void anAddressIsTakenAsItIs() throws IOException {
            Proxy proxy = new Proxy(Proxy.Type.SOCKS, new InetSocketAddress("203.0.113.5", 1080));
            RouteSelector selector = selector(address(proxy, null), true);

            assertThat(ips(selector.next())).containsExactly("203.0.113.5:1080");
            assertThat(events).containsExactly("choose proxies", "chosen 1");
        }

        @Test
        void theFilterOfAddressesIsForTheServerAndNotForTheProxy() throws IOException {
            Proxy proxy = proxy(Proxy.Type.HTTP, "proxy.example", 3128);
            Dns filtered = new FilteredDns(dns, AddressFilter.PUBLIC_ONLY);

            assertThat(ips(selector(cleartext("http://server.example/", filtered, proxy), true)
                            .next()))
                    .containsExactly("198.51.100.1:3128", "198.51.100.2:3128");
            RouteSelector inside = selector(cleartext("http://127.0.0.1/", filtered, proxy), true);
            assertThatThrownBy(inside::next)
                    .isInstanceOf(AddressRefusedException.class)
                    .hasMessage("127.0.0.1: the address filter refuses 127.0.0.1");
        }

        private static Address cleartext(String url, Dns dns, Proxy proxy) {
            return new Address(
                    HttpUrl.get(url),
                    dns,
                    null,
                    null,
                    null,
                    List.of(ConnectionSpec.CLEARTEXT),
                    List.of(Protocol.HTTP_1_1),
                    proxy,
                    null);
        }

        @Test
        void theErrorNamesAProxyThatIsUnknown() throws IOException {
            RouteSelector selector = selector(address(proxy(Proxy.Type.HTTP, "gone.example", 3128), null), true);

            assertThatThrownBy(selector::next)
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessageContaining("the HTTP proxy gone.example:3128, for server.example, is unknown");
        }
    }

    @Nested
    class WithASelector {
        @Test
        void itIsAskedWithTheServersUrl() throws IOException {
            selector(address(null, new Choosing(List::of)), true);

            assertThat(events).containsExactly("choose proxies", "asked for https://server.example/", "chosen 1");
        }

        @Test
        void itsProxiesAreGroupsOfWhichEachIsResolvedInItsTurn() throws IOException {
            ProxySelector choice =
                    new Choosing(() -> List.of(proxy(Proxy.Type.HTTP, "proxy.example", 3128), Proxy.NO_PROXY));
            RouteSelector selector = selector(address(null, choice), true);

            assertThat(selector.next()).hasSize(2);
            assertThat(events).doesNotContain("resolve server.example");
            assertThat(selector.next()).hasSize(4);
            assertThat(selector.next()).isEmpty();
        }

        @Test
        void itIsToldOfAProxyThatFailedAndNotOfAServer() throws IOException {
            ProxySelector choice =
                    new Choosing(() -> List.of(proxy(Proxy.Type.HTTP, "proxy.example", 3128), Proxy.NO_PROXY));
            RouteSelector selector = selector(address(null, choice), true);
            Route byProxy = selector.next().get(0);
            Route direct = selector.next().get(0);
            events.clear();

            selector.failed(direct, new IOException("refused"));
            assertThat(events).isEmpty();
            selector.failed(byProxy, new IOException("refused"));
            assertThat(events)
                    .singleElement()
                    .asString()
                    .startsWith("told of ")
                    .contains("proxy.example")
                    .contains("3128");
        }

        @Test
        void aProxyThatIsUnknownIsFollowedByTheNext() throws IOException {
            ProxySelector choice =
                    new Choosing(() -> List.of(proxy(Proxy.Type.HTTP, "gone.example", 3128), Proxy.NO_PROXY));
            RouteSelector selector = selector(address(null, choice), true);

            assertThatThrownBy(selector::next).isInstanceOf(UnknownHostException.class);
            assertThat(events).last().asString().startsWith("told of ").contains("gone.example");
            assertThat(selector.next()).hasSize(4);
        }

        @Test
        void oneThatAnswersNothingMeansNoProxy() throws IOException {
            assertThat(ips(selector(address(null, new Choosing(() -> null)), true)
                            .next()))
                    .contains("192.0.2.1:443");
        }

        @Test
        void oneThatThrowsIsNamed() {
            ProxySelector choice = new Choosing(() -> {
                throw new IllegalStateException("broken");
            });

            assertThatThrownBy(() -> selector(address(null, choice), true))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Choosing")
                    .hasMessageContaining("server.example:443")
                    .hasMessageContaining("broken");
        }

        @Test
        void oneThatNamesAProxyWithoutPortIsNamed() {
            ProxySelector choice = new Choosing(() -> List.of(proxy(Proxy.Type.HTTP, "proxy.example", 0)));

            assertThatThrownBy(() -> selector(address(null, choice), true))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Choosing")
                    .hasMessageContaining("the port 0");
        }
    }
}
