package dev.hawser.it.proxies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hawser.BasicAuthenticator;
import dev.hawser.Challenge;
import dev.hawser.ConnectionPool;
import dev.hawser.Credentials;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.ResponseLimits;
import dev.hawser.SocksSettings;
import dev.hawser.it.SocketsLeft;
import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.HeldCertificate;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.TestServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole client through proxies that follow a script, by HTTP/1.1; {@link Http2ByProxiesTest} has what HTTP/2 adds. */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
class ProxiesTest {
    private static final String CREDENTIALS = Credentials.basic("ann", "knot");
    private static final String DEMAND =
            "HTTP/1.1 407 Proxy Authentication Required\r\n" + "Proxy-Authenticate: Basic realm=\"harbour\"\r\n";
    private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder()
            .addSubjectAlternativeName("service.test")
            .build();
    private static final HandshakeCertificates CERTIFICATES = new HandshakeCertificates.Builder()
            .heldCertificate(CERTIFICATE)
            .addTrustedCertificate(CERTIFICATE.certificate())
            .build();

    private final TestServer server = new TestServer();
    private final ConnectionPool pool = new ConnectionPool();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        pool.close();
        server.close();
        assertThat(server.protocolErrors()).isEmpty();
    }

    /** A client that cannot resolve a name. */
    private HawserClient.Builder client() {
        return new HawserClient.Builder()
                .connectionPool(pool)
                .sslContext(CERTIFICATES.sslContext(), CERTIFICATES.trustManager())
                .dns(host -> {
                    throw new UnknownHostException(host + " is for the proxy to resolve");
                });
    }

    private void start(boolean tls) {
        if (tls) {
            server.useHttps(CERTIFICATES);
        }
        server.handler(request -> MockResponse.of(200, request.path()));
        server.start();
    }

    private static Request get(String url) {
        return new Request.Builder().url(url).build();
    }

    private static String body(HawserClient client, String url) throws IOException {
        try (Response response = client.newCall(get(url)).execute()) {
            assertThat(response.code()).isEqualTo(200);
            return response.body().string();
        }
    }

    private static IOException failure(HawserClient client, String url) {
        return catchThrowableOfType(
                IOException.class, () -> client.newCall(get(url)).execute());
    }

    private static String field(List<String> head, String name) {
        return head.stream()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }

    /** The test server as the proxy that forwards: it answers for all. */
    @Nested
    class ForwardedRequests {
        private HawserClient.Builder byServer() {
            return client().proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(server.hostName(), server.port())));
        }

        @Test
        void nameTheWholeUrlWithoutUserAndFragmentAndShareAConnection() throws Exception {
            start(false);
            HawserClient client = byServer().build();

            assertThat(body(client, "http://ann:knot@one.test/a?b=c#d")).isEqualTo("http://one.test/a?b=c");
            assertThat(body(client, "http://one.test:8080/")).isEqualTo("http://one.test:8080/");
            assertThat(body(client, "http://one.test/e")).isEqualTo("http://one.test/e");
            assertThat(server.takeRequest().header("Host")).isEqualTo("one.test");
            assertThat(server.takeRequest().header("Host")).isEqualTo("one.test:8080");
            assertThat(server.connectionCount()).isEqualTo(2);
        }

        @Test
        void carryCredentialsUnasked() throws Exception {
            start(false);
            HawserClient client = byServer()
                    .proxyAuthenticator(BasicAuthenticator.forProxy("ann", "knot"))
                    .build();
            body(client, "http://one.test/");

            assertThat(server.takeRequest().header("Proxy-Authorization")).isEqualTo(CREDENTIALS);
            assertThat(server.requestCount()).isEqualTo(1);
        }

        @Test
        void carryThemWhenAskedIfTheAuthenticatorHasNoneBefore() throws Exception {
            server.handler(request -> request.header("Proxy-Authorization") == null
                    ? new MockResponse.Builder()
                            .code(407)
                            .addHeader("Proxy-Authenticate", "Basic realm=\"harbour\"")
                            .build()
                    : MockResponse.of(200, "in"));
            server.start();
            HawserClient client = byServer()
                    .proxyAuthenticator((route, response) -> response.challenges().stream()
                                    .map(Challenge::scheme)
                                    .anyMatch("Basic"::equals)
                            ? response.request()
                                    .newBuilder()
                                    .header("Proxy-Authorization", CREDENTIALS)
                                    .build()
                            : null)
                    .build();

            assertThat(body(client, "http://one.test/")).isEqualTo("in");
            assertThat(server.requestCount()).isEqualTo(2);
            assertThat(server.connectionCount()).isEqualTo(1);
        }
    }

    @Nested
    class WithoutProxy {
        @Test
        void credentialsForProxiesAreLeftOut() throws Exception {
            start(false);
            HawserClient client = new HawserClient.Builder()
                    .connectionPool(pool)
                    .proxy(Proxy.NO_PROXY)
                    .proxyAuthenticator(BasicAuthenticator.forProxy("ann", "knot"))
                    .build();
            Request request = get(server.url("/").toString())
                    .newBuilder()
                    .header("Proxy-Authorization", CREDENTIALS)
                    .build();
            client.newCall(request).execute().close();

            assertThat(server.takeRequest().header("Proxy-Authorization")).isNull();
        }
    }

    @Nested
    class Tunnels {
        private int open(int number, DataInputStream in, OutputStream out) throws IOException {
            List<String> head = LoopbackProxy.readHead(in);
            asked.add(head.get(0) + " [" + field(head, "Host") + "] " + field(head, "Proxy-Authorization"));
            LoopbackProxy.write(out, "HTTP/1.1 200 Connection established\r\nContent-Length: 7\r\n\r\n");
            return server.port();
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void carryHttpsAndByChoiceHttp(boolean tls) throws Exception {
            start(tls);
            String scheme = tls ? "https" : "http";
            try (LoopbackProxy proxy = new LoopbackProxy(this::open)) {
                HawserClient client = client().proxy(proxy.as(Proxy.Type.HTTP))
                        .proxyAuthenticator(BasicAuthenticator.forProxy("ann", "knot"))
                        .tunnelsCleartext(true)
                        .build();
                assertThat(body(client, scheme + "://service.test:7443/x")).isEqualTo("/x");
                assertThat(body(client, scheme + "://service.test:7443/y")).isEqualTo("/y");

                assertThat(asked)
                        .containsExactly("CONNECT service.test:7443 HTTP/1.1 [service.test:7443] " + CREDENTIALS);
                RecordedRequest request = server.takeRequest();
                assertThat(request.path()).isEqualTo("/x");
                assertThat(request.headers().names()).doesNotContain("Proxy-Authorization");
                pool.evictAll();
            }
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void areOpenedAgainWithCredentialsWhetherTheProxyClosesOrNot(boolean closes) throws Exception {
            start(true);
            LoopbackProxy.Script script = (number, in, out) -> {
                List<String> head = LoopbackProxy.readHead(in);
                asked.add(field(head, "Proxy-Authorization"));
                if (field(head, "Proxy-Authorization").isEmpty()) {
                    LoopbackProxy.write(
                            out, DEMAND + (closes ? "Connection: close\r\n" : "") + "Content-Length: 4\r\n\r\nmust");
                    if (closes) {
                        return -1;
                    }
                    asked.add(field(LoopbackProxy.readHead(in), "Proxy-Authorization"));
                }
                LoopbackProxy.write(out, "HTTP/1.1 200 OK\r\n\r\n");
                return server.port();
            };
            try (LoopbackProxy proxy = new LoopbackProxy(script)) {
                HawserClient client = client().proxy(proxy.as(Proxy.Type.HTTP))
                        .proxyAuthenticator((route, response) -> response.challenges().stream()
                                        .anyMatch(
                                                challenge -> challenge.scheme().equals("Basic"))
                                ? response.request()
                                        .newBuilder()
                                        .header("Proxy-Authorization", CREDENTIALS)
                                        .build()
                                : null)
                        .build();

                assertThat(body(client, "https://service.test/")).isEqualTo("/");
                assertThat(asked).containsExactly("", CREDENTIALS);
                assertThat(proxy.accepted()).isEqualTo(closes ? 2 : 1);
                pool.evictAll();
            }
        }

        @Test
        void areGivenUpWhenNoCredentialsWillDo() throws Exception {
            try (LoopbackProxy proxy = new LoopbackProxy((number, in, out) -> {
                LoopbackProxy.readHead(in);
                LoopbackProxy.write(out, DEMAND + "Connection: close\r\n\r\n");
                return -1;
            })) {
                HawserClient stubborn = client().proxy(proxy.as(Proxy.Type.HTTP))
                        .proxyAuthenticator((route, response) -> response.request())
                        .build();
                assertThat(failure(stubborn, "https://service.test/"))
                        .isInstanceOf(ProtocolException.class)
                        .hasMessageContaining("127.0.0.1:" + proxy.port())
                        .hasMessageContaining("20 credentials");
                assertThat(proxy.accepted()).isEqualTo(20);
            }
        }

        @Test
        void demandCredentialsInAnErrorThatNamesProxyAndServer() throws Exception {
            try (LoopbackProxy proxy = new LoopbackProxy((number, in, out) -> {
                LoopbackProxy.readHead(in);
                LoopbackProxy.write(out, DEMAND + "Content-Length: 0\r\n\r\n");
                return -1;
            })) {
                HawserClient client = client().proxy(proxy.as(Proxy.Type.HTTP)).build();

                assertThat(failure(client, "https://service.test/"))
                        .isInstanceOf(ConnectException.class)
                        .hasMessageContaining("the HTTP proxy 127.0.0.1:" + proxy.port())
                        .hasMessageContaining("service.test:443")
                        .hasMessageContaining("407");
            }
        }

        @Test
        void doNotTakeADemandOfTheServerForOneOfTheProxy() throws Exception {
            server.useHttps(CERTIFICATES);
            server.handler(request -> new MockResponse.Builder()
                    .code(407)
                    .addHeader("Proxy-Authenticate", "Basic realm=\"bait\"")
                    .build());
            server.start();
            try (LoopbackProxy proxy = new LoopbackProxy(this::open)) {
                HawserClient client = client().proxy(proxy.as(Proxy.Type.HTTP))
                        .proxyAuthenticator(BasicAuthenticator.forProxy("ann", "knot"))
                        .build();

                assertThat(failure(client, "https://service.test/"))
                        .isInstanceOf(ProtocolException.class)
                        .hasMessageContaining("service.test:443, which is no proxy");
                assertThat(server.takeRequest().header("Proxy-Authorization")).isNull();
                assertThat(server.requestCount()).isEqualTo(1);
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "SSH-2.0-OpenSSH_9.9\r\n",
                    "",
                    "HTTP/1.1 200 OK\r\nX",
                    "HTTP/1.1 200 OK\r\n\r\nearly bytes",
                    "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nA:\0\r\n\r\n"
                })
        void thatAreAnsweredWithRubbishFailWithTheProxysName(String answer) throws Exception {
            try (LoopbackProxy proxy = new LoopbackProxy((number, in, out) -> {
                LoopbackProxy.readHead(in);
                LoopbackProxy.write(out, answer);
                return -1;
            })) {
                HawserClient client = client().proxy(proxy.as(Proxy.Type.HTTP)).build();

                assertThat(failure(client, "https://service.test/"))
                        .hasMessageContaining("the HTTP proxy 127.0.0.1:" + proxy.port());
            }
        }

        @Test
        void thatAreAnsweredWithoutEndFail() throws Exception {
            try (LoopbackProxy proxy = new LoopbackProxy((number, in, out) -> {
                LoopbackProxy.readHead(in);
                LoopbackProxy.write(out, "HTTP/1.1 200 OK\r\n");
                while (true) {
                    LoopbackProxy.write(out, "X: " + "y".repeat(1000) + "\r\n");
                }
            })) {
                HawserClient client = client().proxy(proxy.as(Proxy.Type.HTTP)).build();

                assertThat(failure(client, "https://service.test/"))
                        .isInstanceOf(ProtocolException.class)
                        .hasMessageContaining("the HTTP proxy 127.0.0.1:" + proxy.port())
                        .hasMessageContaining("headBytes");
            }
        }

        @Test
        void areAnsweredWithinTheLimitsOfTheirClient() throws Exception {
            start(true);
            try (LoopbackProxy proxy = new LoopbackProxy((number, in, out) -> {
                LoopbackProxy.readHead(in);
                LoopbackProxy.write(out, "HTTP/1.1 200 OK\r\nA: 1\r\nB: 2\r\nC: 3\r\n\r\n");
                return server.port();
            })) {
                HawserClient client = client().proxy(proxy.as(Proxy.Type.HTTP)).build();
                HawserClient strict = client.newBuilder()
                        .responseLimits(ResponseLimits.DEFAULT.withFieldCount(2))
                        .build();

                assertThat(failure(strict, "https://service.test/"))
                        .isInstanceOf(ProtocolException.class)
                        .hasMessageContaining("the HTTP proxy 127.0.0.1:" + proxy.port())
                        .hasMessageContaining("more than 2 fields (limit fieldCount)");
                assertThat(body(client, "https://service.test/")).isEqualTo("/");
                pool.evictAll();
            }
        }

        @Test
        void thatAreNotAnsweredEndWithTheConnectTimeout() throws Exception {
            try (LoopbackProxy proxy = new LoopbackProxy((number, in, out) -> {
                LoopbackProxy.readHead(in);
                return in.read();
            })) {
                HawserClient client = client().proxy(proxy.as(Proxy.Type.HTTP))
                        .connectTimeout(Duration.ofMillis(200))
                        .build();

                assertThat(failure(client, "https://service.test/"))
                        .isInstanceOf(SocketTimeoutException.class)
                        .hasMessageContaining("200 ms")
                        .hasMessageContaining("opening a tunnel through the HTTP proxy 127.0.0.1:" + proxy.port());
            }
        }
    }

    @Nested
    class Socks {
        private int serve5(int number, DataInputStream in, OutputStream out) throws IOException {
            assertThat(in.readUnsignedByte()).isEqualTo(5);
            in.readNBytes(in.readUnsignedByte());
            out.write(new byte[] {5, 2});
            in.readByte();
            String user = text(in);
            String password = text(in);
            boolean known = user.equals("ann") && password.equals("knot");
            out.write(new byte[] {1, (byte) (known ? 0 : 1)});
            if (!known) {
                return -1;
            }
            in.readNBytes(4);
            asked.add(text(in) + ":" + in.readUnsignedShort());
            out.write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 1});
            return server.port();
        }

        private static String text(DataInputStream in) throws IOException {
            return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
        }

        private int serve4(int number, DataInputStream in, OutputStream out) throws IOException {
            assertThat(in.readUnsignedShort()).isEqualTo(0x0401);
            int port = in.readUnsignedShort();
            assertThat(in.readInt()).isEqualTo(1);
            String user = LoopbackProxy.readText(in);
            asked.add(user + "@" + LoopbackProxy.readText(in) + ":" + port);
            out.write(new byte[] {0, 90, 0, 0, 0, 0, 0, 0});
            return server.port();
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void carriesBothSchemesInVersion5(boolean tls) throws Exception {
            start(tls);
            String url = (tls ? "https" : "http") + "://service.test:8443/";
            try (LoopbackProxy proxy = new LoopbackProxy(this::serve5)) {
                HawserClient client = client().proxy(proxy.as(Proxy.Type.SOCKS))
                        .socks(SocksSettings.version5("ann", "knot"))
                        .build();
                assertThat(body(client, url)).isEqualTo("/");
                assertThat(body(client, url)).isEqualTo("/");

                assertThat(asked).containsExactly("service.test:8443");
                pool.evictAll();
            }
        }

        @Test
        void hasCredentialsForEachClientAndSharesNoConnectionAcrossThem() throws Exception {
            start(false);
            try (LoopbackProxy proxy = new LoopbackProxy(this::serve5)) {
                HawserClient ann = client().proxy(proxy.as(Proxy.Type.SOCKS))
                        .socks(SocksSettings.version5("ann", "knot"))
                        .build();
                HawserClient bob = ann.newBuilder()
                        .socks(SocksSettings.version5("bob", "knot"))
                        .build();
                assertThat(body(ann, "http://service.test/")).isEqualTo("/");

                assertThat(failure(bob, "http://service.test/"))
                        .isInstanceOf(ConnectException.class)
                        .hasMessageContaining("the SOCKS proxy 127.0.0.1:" + proxy.port() + " of service.test:80")
                        .hasMessageContaining("refused user name and password");
                pool.evictAll();
            }
        }

        @Test
        void carriesVersion4a() throws Exception {
            start(false);
            try (LoopbackProxy proxy = new LoopbackProxy(this::serve4)) {
                HawserClient client = client().proxy(proxy.as(Proxy.Type.SOCKS))
                        .socks(SocksSettings.version4a("ann"))
                        .build();
                assertThat(body(client, "http://service.test/")).isEqualTo("/");

                assertThat(asked).containsExactly("ann@service.test:80");
                pool.evictAll();
            }
        }

        @Test
        void thatIsNotAnsweredEndsWithTheConnectTimeout() throws Exception {
            try (LoopbackProxy proxy = new LoopbackProxy((number, in, out) -> {
                in.readNBytes(3);
                return in.read();
            })) {
                HawserClient client = client().proxy(proxy.as(Proxy.Type.SOCKS))
                        .connectTimeout(Duration.ofMillis(200))
                        .build();

                assertThat(failure(client, "http://service.test/"))
                        .isInstanceOf(SocketTimeoutException.class)
                        .hasMessageContaining("asking for a connection by the SOCKS proxy 127.0.0.1:" + proxy.port());
            }
        }
    }

    @Nested
    class Settings {
        @Test
        void thatMakeNoSenseAreRefusedWhenTheyAreSet() {
            List<Proxy> faulty = new ArrayList<>();
            faulty.add(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", 0)));
            faulty.add(new Proxy(Proxy.Type.SOCKS, InetSocketAddress.createUnresolved(" ", 1080)));
            for (Proxy proxy : faulty) {
                assertThat(catchThrowableOfType(
                                IllegalArgumentException.class, () -> new HawserClient.Builder().proxy(proxy)))
                        .hasMessageContaining("the proxy");
            }
        }
    }
}
