package dev.hawser.it.proxies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hawser.BasicAuthenticator;
import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.SocksSettings;
import dev.hawser.it.SocketsLeft;
import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.HeldCertificate;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole client through squid, tinyproxy, dante and microsocks: by HTTP/1.1 in the clear, and by HTTP/2 over TLS. */
@Timeout(120)
@ExtendWith(SocketsLeft.class)
class ForeignProxiesTest {
    private static final HeldCertificate CERTIFICATE =
            new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
    private static final HandshakeCertificates CERTIFICATES = new HandshakeCertificates.Builder()
            .heldCertificate(CERTIFICATE)
            .addTrustedCertificate(CERTIFICATE.certificate())
            .build();

    private final ConnectionPool pool = new ConnectionPool();
    private final TestServer server = new TestServer();

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        pool.close();
        server.close();
        assertThat(server.protocolErrors()).isEmpty();
    }

    private HawserClient client(Proxy proxy) {
        return new HawserClient.Builder()
                .connectionPool(pool)
                .proxy(proxy)
                .sslContext(CERTIFICATES.sslContext(), CERTIFICATES.trustManager())
                .build();
    }

    private static HawserClient withCredentials(HawserClient client, String password) {
        return client.newBuilder()
                .proxyAuthenticator(BasicAuthenticator.forProxy("ann", password))
                .build();
    }

    private Request request(boolean tls) {
        if (tls) {
            server.useHttps(CERTIFICATES);
            server.protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
        }
        server.handler(request ->
                MockResponse.of(200, request.path() + " " + request.headers().get("Proxy-Authorization")));
        server.start();
        return new Request.Builder()
                .url((tls ? "https" : "http") + "://127.0.0.1:" + server.port() + "/x")
                .build();
    }

    private static String body(HawserClient client, Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            assertThat(response.code()).isEqualTo(200);
            assertThat(response.protocol()).isEqualTo(request.isHttps() ? Protocol.HTTP_2 : Protocol.HTTP_1_1);
            return response.body().string();
        }
    }

    /** Three requests are answered with credentials, and none without or with wrong ones. */
    private void serves(Proxy proxy, boolean tls, int wrongPassword) throws IOException {
        Request request = request(tls);
        HawserClient bare = client(proxy);
        HawserClient known = withCredentials(bare, "knot");
        HawserClient wrong = withCredentials(bare, "not");

        for (int i = 0; i < 3; i++) {
            assertThat(body(known, request)).isEqualTo("/x null");
        }
        refuses(bare, request, 407);
        refuses(wrong, request, wrongPassword);
        assertThat(server.requestCount()).isEqualTo(3);
    }

    private static void refuses(HawserClient client, Request request, int code) throws IOException {
        if (request.isHttps()) {
            assertThat(catchThrowableOfType(
                            ConnectException.class,
                            () -> client.newCall(request).execute()))
                    .hasMessageContaining("the HTTP proxy 127.0.0.1")
                    .hasMessageContaining(": " + code);
        } else {
            try (Response response = client.newCall(request).execute()) {
                assertThat(response.code()).isEqualTo(code);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void squidForwardsAndTunnelsWithCredentials(boolean tls) throws Exception {
        Path squid = ForeignProxy.installed("squid");
        Path users = folder.resolve("users.sh");
        Files.writeString(users, """
                #!/bin/sh
                while read -r user password rest; do
                    if [ "$user $password" = "ann knot" ]; then echo OK; else echo ERR; fi
                done
                """);
        assertThat(users.toFile().setExecutable(true, false)).isTrue();
        assertThat(folder.toFile().setWritable(true, false)).isTrue();
        assertThat(folder.toFile().setReadable(true, false)).isTrue();
        assertThat(folder.toFile().setExecutable(true, false)).isTrue();
        int port = ForeignProxy.freePort();
        Path settings = folder.resolve("squid.conf");
        Files.writeString(settings, """
                http_port 127.0.0.1:%1$d
                pid_filename none
                cache deny all
                access_log none
                cache_log %2$s/cache.log
                netdb_filename none
                coredump_dir %2$s
                shutdown_lifetime 0 seconds
                pinger_enable off
                auth_param basic program %2$s/users.sh
                auth_param basic children 1 startup=1 idle=1
                auth_param basic realm harbour
                acl known proxy_auth REQUIRED
                http_access allow known
                http_access deny all
                """.formatted(port, folder));
        try (ForeignProxy proxy = ForeignProxy.start(
                folder, port, List.of(squid.toString(), "-N", "-n", "hawser" + port, "-f", settings.toString()))) {
            serves(proxy.as(Proxy.Type.HTTP), tls, 407);
            pool.evictAll();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tinyproxyForwardsAndTunnelsWithCredentials(boolean tls) throws Exception {
        Path tinyproxy = ForeignProxy.installed("tinyproxy");
        int port = ForeignProxy.freePort();
        Path settings = folder.resolve("tinyproxy.conf");
        Files.writeString(settings, """
                Port %d
                Listen 127.0.0.1
                Timeout 60
                LogLevel Error
                MaxClients 20
                Allow 127.0.0.1
                BasicAuth ann knot
                """.formatted(port));
        try (ForeignProxy proxy =
                ForeignProxy.start(folder, port, List.of(tinyproxy.toString(), "-d", "-c", settings.toString()))) {
            serves(proxy.as(Proxy.Type.HTTP), tls, 401); // tinyproxy has 407 for none only
            pool.evictAll();
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private ForeignProxy dante(String method) throws IOException {
        Path danted = ForeignProxy.installed("danted");
        int port = ForeignProxy.freePort();
        Path settings = folder.resolve("danted.conf");
        Files.writeString(settings, """
                logoutput: %2$s/danted.log
                internal: 127.0.0.1 port = %1$d
                external: 127.0.0.1
                socksmethod: %3$s
                %4$s
                client pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }
                socks pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }
                """.formatted(port, folder, method, isRoot() ? "user.unprivileged: nobody" : ""));
        return ForeignProxy.start(
                folder,
                port,
                List.of(
                        danted.toString(),
                        "-N",
                        "1",
                        "-f",
                        settings.toString(),
                        "-p",
                        folder.resolve("danted.pid").toString()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void danteCarriesSocks5(boolean tls) throws Exception {
        try (ForeignProxy proxy = dante("none")) {
            Request request = request(tls);
            HawserClient client = client(proxy.as(Proxy.Type.SOCKS));
            for (int i = 0; i < 3; i++) {
                assertThat(body(client, request)).isEqualTo("/x null");
            }
            assertThat(server.connectionCount()).isEqualTo(1);
            pool.evictAll();
        }
    }

    @Test
    void danteRefusesAPasswordThatIsWrong() throws Exception {
        try (ForeignProxy proxy = dante("username")) {
            Request request = request(false);
            HawserClient bare = client(proxy.as(Proxy.Type.SOCKS));
            HawserClient wrong = bare.newBuilder()
                    .socks(SocksSettings.version5("nobody", "not"))
                    .build();
            assertThat(catchThrowableOfType(
                            ConnectException.class, () -> bare.newCall(request).execute()))
                    .hasMessageContaining("the SOCKS proxy 127.0.0.1")
                    .hasMessageContaining("demands credentials");
            assertThat(catchThrowableOfType(
                            ConnectException.class, () -> wrong.newCall(request).execute()))
                    .hasMessageContaining("refused user name and password");
        }
    }

    private ForeignProxy microsocks() throws IOException {
        Path microsocks = ForeignProxy.installed("microsocks");
        int port = ForeignProxy.freePort();
        return ForeignProxy.start(
                folder,
                port,
                List.of(
                        microsocks.toString(),
                        "-i",
                        "127.0.0.1",
                        "-p",
                        String.valueOf(port),
                        "-u",
                        "ann",
                        "-P",
                        "knot"));
    }

    private static HawserClient withSocks(HawserClient client, String user, String password) {
        return client.newBuilder().socks(SocksSettings.version5(user, password)).build();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void microsocksCarriesSocks5ForThoseWhoKnowThePassword(boolean tls) throws Exception {
        try (ForeignProxy proxy = microsocks()) {
            Request request = request(tls);
            HawserClient bare = client(proxy.as(Proxy.Type.SOCKS));
            HawserClient known = withSocks(bare, "ann", "knot");
            for (int i = 0; i < 3; i++) {
                assertThat(body(known, request)).isEqualTo("/x null");
            }
            assertThat(server.connectionCount()).isEqualTo(1);

            for (HawserClient wrong : List.of(withSocks(bare, "ann", "not"), withSocks(bare, "bob", "knot"))) {
                assertThat(socksRefusal(wrong, request, proxy)).hasMessageContaining("refused user name and password");
            }
            assertThat(socksRefusal(bare, request, proxy)).hasMessageContaining("demands credentials");

            assertThat(pool.connectionCount()).isEqualTo(1);
            assertThat(server.requestCount()).isEqualTo(3);
            pool.evictAll();
        }
    }

    private static ConnectException socksRefusal(HawserClient client, Request request, ForeignProxy proxy) {
        ConnectException refusal = catchThrowableOfType(
                ConnectException.class, () -> client.newCall(request).execute());
        assertThat(refusal)
                .hasMessageContaining("the SOCKS proxy "
                        + proxy.as(Proxy.Type.SOCKS).address().toString().replace("/", ""));
        return refusal;
    }

    @Test
    void microsocksFindsANameAndSaysWhereNobodyListens() throws Exception {
        try (ForeignProxy proxy = microsocks()) {
            Request request = request(false);
            HawserClient known = withSocks(client(proxy.as(Proxy.Type.SOCKS)), "ann", "knot");

            assertThat(body(
                            known,
                            request.newBuilder()
                                    .url("http://localhost:" + server.port() + "/y")
                                    .build()))
                    .isEqualTo("/y null");
            assertThat(socksRefusal(
                            known,
                            request.newBuilder()
                                    .url("http://127.0.0.1:" + ForeignProxy.freePort() + "/")
                                    .build(),
                            proxy))
                    .hasMessageContaining("127.0.0.1");
            pool.evictAll();
        }
    }
}
