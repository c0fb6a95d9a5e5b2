package dev.hawser.it.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hawser.HawserClient;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.TlsVersion;
import dev.hawser.it.SocketsLeft;
import dev.hawser.it.peers.WebServer.Site;
import dev.hawser.testserver.HeldCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS as OpenSSL speaks it: in nginx, in apache2, and in its own test server. Over it goes HTTP/1.1; {@link Http2PeersTest} has HTTP/2. */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
class TlsWithPeersTest {
    private final Identities identities = new Identities();

    @AfterEach
    void close() {
        identities.close();
    }

    private static Response call(HawserClient client, String host, int port) throws IOException {
        Request request = new Request.Builder()
                .url("https://" + host + ":" + port + "/hello.txt")
                .build();
        try (Response response = client.newCall(request).execute()) {
            response.body().bytes();
            return response;
        }
    }

    private static <T extends IOException> T failure(Class<T> type, HawserClient client, String host, int port) {
        T failure = catchThrowableOfType(type, () -> call(client, host, port));
        assertThat(failure).as("failure of the call").isNotNull();
        assertThat(client.connectionPool().connectionCount()).isZero();
        return failure;
    }

    @Nested
    class Versions {
        @ParameterizedTest
        @CsvSource({
            "NGINX, TLSv1.2, TLS_1_2",
            "NGINX, TLSv1.3, TLS_1_3",
            "NGINX, TLSv1.2 TLSv1.3, TLS_1_3",
            "APACHE, TLSv1.2, TLS_1_2",
            "APACHE, TLSv1.3, TLS_1_3",
            "APACHE, TLSv1.2 TLSv1.3, TLS_1_3"
        })
        void theBestThatBothSpeakIsSpoken(WebServer server, String versions, TlsVersion spoken) throws Exception {
            try (Peer peer = server.start(new Site(identities, List.of(versions.split(" ")), false))) {
                Response response = call(identities.client().build(), "localhost", peer.port("tls"));

                assertThat(response.code()).isEqualTo(200);
                assertThat(response.protocol()).isEqualTo(Protocol.HTTP_1_1);
                assertThat(response.handshake().tlsVersion()).isEqualTo(spoken);
                assertThat(response.handshake().peerCertificates()).hasSize(2);
                assertThat(response.header("X-Protocol")).startsWith(spoken.javaName());
            }
        }

        @ParameterizedTest
        @CsvSource({
            "NGINX, TLSv1.2, TLS_1_3",
            "NGINX, TLSv1.3, TLS_1_2",
            "APACHE, TLSv1.2, TLS_1_3",
            "APACHE, TLSv1.3, TLS_1_2"
        })
        void whereThereIsNoneTheFailureSaysSo(WebServer server, String version, TlsVersion ours) {
            try (Peer peer = server.start(new Site(identities, List.of(version), false))) {
                HawserClient client = identities
                        .client()
                        .connectionSpecs(Identities.only(ours))
                        .build();

                assertThat(failure(SSLHandshakeException.class, client, "localhost", peer.port("tls")))
                        .hasMessageContaining("it speaks none of the TLS versions offered")
                        .hasMessageContaining("127.0.0.1:" + peer.port("tls"));
            }
        }

        @Test
        void oneThatIsTooOldIsRefused() {
            try (Peer peer = openssl("-tls1_1 -cipher DEFAULT@SECLEVEL=0", TlsWithPeersTest.this::localhost)) {
                assertThat(failure(
                                SSLHandshakeException.class,
                                identities.client().build(),
                                "localhost",
                                peer.port("tls")))
                        .hasMessageContaining("it speaks none of the TLS versions offered");
            }
        }
    }

    private Path localhost(Setup setup) {
        return setup.identity("server", identities.of("localhost"), identities.between);
    }

    private static Peer openssl(String options, Function<Setup, Path> identity) {
        return Peer.start(
                Program.OPENSSL,
                setup -> "-www %1$s -accept 127.0.0.1:%2$d -cert_chain %3$s.pem -cert %3$s.pem -key %3$s.key"
                        .formatted(options, setup.port("tls"), identity.apply(setup)));
    }

    @Nested
    class CipherSuites {
        @Test
        void whereThereIsNoneInCommonTheFailureSaysSo() {
            try (Peer peer = openssl("-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA", TlsWithPeersTest.this::localhost)) {
                assertThat(failure(
                                SSLHandshakeException.class,
                                identities.client().build(),
                                "localhost",
                                peer.port("tls")))
                        .hasMessageContaining("it accepts none of the cipher suites offered");
            }
        }
    }

    @Nested
    class Resumption {
        @ParameterizedTest
        @CsvSource({
            "NGINX, TLS_1_2, ., r",
            "NGINX, TLS_1_3, ., r",
            "APACHE, TLS_1_2, Initial, Resumed",
            "APACHE, TLS_1_3, Initial, Resumed"
        })
        void aNewConnectionToAKnownServerResumes(WebServer server, TlsVersion version, String fresh, String resumed)
                throws Exception {
            try (Peer peer = server.start(new Site(identities, List.of(version.javaName()), false))) {
                HawserClient client = identities.client().build();

                assertThat(call(client, "localhost", peer.port("tls")).header("X-Resumed"))
                        .isEqualTo(fresh);
                for (int connections = 2; connections <= 5; connections++) {
                    client.connectionPool().evictAll();
                    assertThat(call(client, "localhost", peer.port("tls")).header("X-Resumed"))
                            .as("connection %d", connections)
                            .isEqualTo(resumed);
                }
            }
        }
    }

    @Nested
    class ClientCertificates {
        private Peer start(WebServer server) {
            return server.start(new Site(identities, List.of("TLSv1.2", "TLSv1.3"), true));
        }

        private HawserClient.Builder showing(HeldCertificate signer) {
            HeldCertificate own = new HeldCertificate.Builder()
                    .commonName("deckhand")
                    .signedBy(signer)
                    .build();
            return identities.client(identities.showing(own, signer));
        }

        @ParameterizedTest
        @CsvSource({"NGINX, TLS_1_2", "NGINX, TLS_1_3", "APACHE, TLS_1_2", "APACHE, TLS_1_3"})
        void oneThatTheServerTrustsIsAccepted(WebServer server, TlsVersion version) throws Exception {
            try (Peer peer = start(server)) {
                HawserClient client = showing(identities.between)
                        .connectionSpecs(Identities.only(version))
                        .build();

                Response response = call(client, "localhost", peer.port("tls"));

                assertThat(response.code()).isEqualTo(200);
                assertThat(response.header("X-Client")).contains("CN=deckhand");
                assertThat(response.handshake().localPrincipal()).hasToString("CN=deckhand");
            }
        }

        private SSLException refusal(HawserClient.Builder client, TlsVersion version, Peer peer) {
            SSLException failure = failure(
                    SSLHandshakeException.class,
                    client.connectionSpecs(Identities.only(version)).build(),
                    "localhost",
                    peer.port("tls"));
            assertThat(failure).hasMessageContaining("127.0.0.1:" + peer.port("tls"));
            return failure;
        }

        @ParameterizedTest
        @CsvSource({"TLS_1_2", "TLS_1_3"})
        void apacheEndsTheHandshakeOfAStrangerAndOfOneWithout(TlsVersion version) {
            HeldCertificate stranger =
                    new HeldCertificate.Builder().certificateAuthority(0).build();
            HeldCertificate impostor = new HeldCertificate.Builder()
                    .commonName("root")
                    .certificateAuthority(0)
                    .build();
            try (Peer peer = start(WebServer.APACHE)) {
                for (HawserClient.Builder client : List.of(showing(stranger), identities.client())) {
                    assertThat(refusal(client, version, peer))
                            .hasMessageMatching(".* failed: it .*, or wants (one|a client certificate) \\(.*");
                }
                assertThat(refusal(showing(impostor), version, peer))
                        .hasMessageContaining(" failed: it cannot verify a signature of the client's, or the one on")
                        .hasMessageContaining("decrypt_error");
            }
        }

        @ParameterizedTest
        @CsvSource({"TLS_1_2", "TLS_1_3"})
        void nginxAnswersAStrangerAndOneWithoutInHttp(TlsVersion version) throws Exception {
            HeldCertificate stranger =
                    new HeldCertificate.Builder().certificateAuthority(0).build();
            try (Peer peer = start(WebServer.NGINX)) {
                for (HawserClient.Builder client : List.of(showing(stranger), identities.client())) {
                    HawserClient built =
                            client.connectionSpecs(Identities.only(version)).build();

                    assertThat(call(built, "localhost", peer.port("tls")).code())
                            .isEqualTo(400);
                }
            }
        }
    }

    @Nested
    class Names {
        private Peer nginx(HeldCertificate... shown) {
            return Peer.start(Program.NGINX, setup -> {
                StringBuilder servers = new StringBuilder();
                for (int i = 0; i < shown.length; i++) {
                    servers.append("""
                            server {
                              listen 127.0.0.1:%1$d ssl;
                              server_name host%2$d.example;
                              ssl_certificate %3$s.pem;
                              ssl_certificate_key %3$s.key;
                              location / { return 200 "host %2$d"; }
                            }
                            """.formatted(setup.port("tls"), i, setup.identity("server" + i, shown[i])));
                }
                return """
                        daemon off;
                        user root;
                        pid %1$s/pid;
                        error_log %1$s/error.log;
                        events { }
                        http {
                          access_log off;
                          client_body_temp_path %1$s/body;
                          proxy_temp_path %1$s/proxy;
                          fastcgi_temp_path %1$s/fastcgi;
                          uwsgi_temp_path %1$s/uwsgi;
                          scgi_temp_path %1$s/scgi;
                          %2$s
                        }
                        """.formatted(setup.folder(), servers);
            });
        }

        private HeldCertificate.Builder host(int number) {
            return new HeldCertificate.Builder().addSubjectAlternativeName("host" + number + ".example");
        }

        @Test
        void theNameThatTheClientSendsChoosesTheCertificate() throws Exception {
            HeldCertificate first = host(0).signedBy(identities.root).build();
            HeldCertificate second = host(1).signedBy(identities.root).build();
            try (Peer peer = nginx(first, second)) {
                HawserClient client = identities.client().build();

                for (int i = 0; i < 2; i++) {
                    assertThat(call(client, "host0.example", peer.port("tls"))
                                    .handshake()
                                    .peerCertificates())
                            .containsExactly(first.certificate());
                    assertThat(call(client, "host1.example", peer.port("tls"))
                                    .handshake()
                                    .peerCertificates())
                            .containsExactly(second.certificate());
                }
                assertThat(client.connectionPool().connectionCount()).isEqualTo(2);
            }
        }

        @Test
        void anAuthorityThatIsNotTrustedIsNamed() {
            HeldCertificate stranger = new HeldCertificate.Builder()
                    .commonName("stranger")
                    .certificateAuthority(0)
                    .build();
            try (Peer peer = openssl(
                    "",
                    setup -> setup.identity(
                            "server",
                            new HeldCertificate.Builder().signedBy(stranger).build(),
                            stranger))) {
                assertThat(failure(
                                SSLHandshakeException.class,
                                identities.client().build(),
                                "localhost",
                                peer.port("tls")))
                        .hasMessageContaining(
                                "the authority CN=stranger, which vouches for it, is not among the 1 that");
            }
        }

        @Test
        void whatIsWrongWithACertificateIsSaid() {
            Instant now = Instant.now();
            try (Peer peer = nginx(
                    host(0).signedBy(identities.root)
                            .validityInterval(now.minus(Duration.ofDays(3)), now.minus(Duration.ofDays(1)))
                            .build(),
                    host(1).build(),
                    host(7).signedBy(identities.root).build(),
                    host(3).signedBy(identities.between).build())) {
                HawserClient client = identities.client().build();
                int port = peer.port("tls");

                assertThat(failure(SSLHandshakeException.class, client, "host0.example", port))
                        .hasMessageContaining("has expired (NotAfter: ")
                        .hasMessageContaining("host0.example:" + port);
                assertThat(failure(SSLHandshakeException.class, client, "host1.example", port))
                        .hasMessageContaining(" failed: its certificate CN=")
                        .hasMessageContaining(" is self-signed, and not among the 1 that are trusted (");
                assertThat(failure(SSLException.class, client, "host2.example", port))
                        .hasMessageContaining("host2.example")
                        .hasMessageContaining("its certificate is for another host than host2.example: CN=")
                        .hasMessageContaining(" is for [host7.example] (");
                assertThat(failure(SSLHandshakeException.class, client, "host3.example", port))
                        .hasMessageContaining("the chain that it sends is incomplete: its certificate CN=")
                        .hasMessageContaining(" is signed by CN=between, whose certificate it does not send");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(WebServer.class)
    void aPortThatSpeaksNoTlsIsNamed(WebServer server) {
        try (Peer peer = server.start(new Site(identities, List.of("TLSv1.3"), false))) {
            assertThat(failure(SSLException.class, identities.client().build(), "localhost", peer.port("plain")))
                    .hasMessageContaining("127.0.0.1:" + peer.port("plain"));
        }
    }
}
