package dev.hawser.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.hawser.Call;
import dev.hawser.CipherSuite;
import dev.hawser.ConnectionSpec;
import dev.hawser.EventListener;
import dev.hawser.HawserClient;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.TlsVersion;
import dev.hawser.it.SocketsLeft;
import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.HeldCertificate;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.UnknownServiceException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What TLS is offered, what is tried next, and what is said where nothing is left. */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
class ConnectionSpecsTest {
    private static final ConnectionSpec ONLY_13 = new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
            .tlsVersions(TlsVersion.TLS_1_3)
            .build();
    private static final ConnectionSpec ONLY_12 = new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
            .tlsVersions(TlsVersion.TLS_1_2)
            .build();

    private final Scene scene = new Scene();
    private final HeldCertificate shown = Scene.localhost().signedBy(scene.root).build();

    @AfterEach
    void stop() {
        scene.close();
    }

    private void serverSpeaks(String version) {
        scene.server.tlsParameters(parameters -> parameters.setProtocols(new String[] {version}));
    }

    private HawserClient client(Way way, ConnectionSpec... specs) {
        return scene.client(way, scene.trustingRoot())
                .connectionSpecs(List.of(specs))
                .build();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void theDefaultIsTls13AndThenTls12(Way way) throws Exception {
        scene.start(shown);
        HawserClient client = scene.client(way, scene.trustingRoot()).build();
        assertThat(client.connectionSpecs()).containsExactly(ConnectionSpec.MODERN_TLS, ConnectionSpec.CLEARTEXT);

        Response response = Scene.get(client, scene.request());
        assertThat(response.handshake().tlsVersion()).isEqualTo(TlsVersion.TLS_1_3);
        assertThat(response.handshake().cipherSuite()).isIn(ConnectionSpec.MODERN_TLS.cipherSuites());
        assertThat(response.protocol()).isEqualTo(way.protocol);

        try (Scene older = new Scene()) {
            older.server.tlsParameters(parameters -> parameters.setProtocols(new String[] {"TLSv1.2"}));
            older.start(Scene.localhost().signedBy(older.root).build());
            Response second = Scene.get(older.client(way, older.trustingRoot()).build(), older.request());
            assertThat(second.handshake().tlsVersion()).isEqualTo(TlsVersion.TLS_1_2);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void onlyWhatTheSpecAllowsIsSpoken(Way way) throws Exception {
        scene.start(shown);
        ConnectionSpec one = new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
                .tlsVersions(TlsVersion.TLS_1_2)
                .cipherSuites(CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256)
                .build();

        Response response = Scene.get(client(way, one), scene.request());

        assertThat(response.handshake().tlsVersion()).isEqualTo(TlsVersion.TLS_1_2);
        assertThat(response.handshake().cipherSuite())
                .isEqualTo(CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aHandshakeThatFailsIsFollowedByTheNextSpecOnAConnectionOfItsOwn(Way way) throws Exception {
        serverSpeaks("TLSv1.2");
        scene.start(shown);
        Failures failures = new Failures();
        HawserClient client = client(way, ONLY_13, ConnectionSpec.CLEARTEXT, ONLY_12)
                .newBuilder()
                .eventListener(failures)
                .build();

        Response response = Scene.get(client, scene.request());

        assertThat(response.handshake().tlsVersion()).isEqualTo(TlsVersion.TLS_1_2);
        assertThat(scene.server.connectionCount()).isEqualTo(2);
        assertThat(failures.told).hasSize(1);
        assertThat(failures.told.get(0)).isInstanceOf(SSLHandshakeException.class);
        Scene.get(client, scene.request());
        assertThat(scene.server.connectionCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void theLastFailureCarriesTheEarlierOnes(Way way) {
        scene.server.tlsParameters(parameters -> {
            parameters.setProtocols(new String[] {"TLSv1.2"});
            parameters.setCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"});
        });
        scene.start(shown);

        SSLException failure = Scene.failure(SSLException.class, client(way, ONLY_13, ONLY_12), scene.request());

        assertThat(failure).hasMessageContaining("it accepts none of the cipher suites offered");
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(failure.getSuppressed()[0]).hasMessageContaining("it speaks none of the TLS versions offered");
        assertThat(scene.server.connectionCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void compatibleTlsReachesAnOldServer(Way way) throws Exception {
        scene.server.tlsParameters(
                parameters -> parameters.setCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"}));
        scene.start(shown);

        Response response =
                Scene.get(client(way, ConnectionSpec.MODERN_TLS, ConnectionSpec.COMPATIBLE_TLS), scene.request());

        assertThat(response.handshake().cipherSuite()).isEqualTo(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aServerThatSpeaksNoneOfTheApplicationProtocolsIsSaidTo(Way way) {
        scene.server.tlsParameters(parameters -> parameters.setApplicationProtocols(new String[] {"h3"}));
        scene.start(shown);

        assertThat(Scene.failure(SSLHandshakeException.class, client(way, ConnectionSpec.MODERN_TLS), scene.request()))
                .hasMessageContaining("it speaks none of the application protocols offered");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aServerThatChoosesNoApplicationProtocolSpeaksHttp11(Way way) throws Exception {
        scene.server.tlsParameters(parameters -> parameters.setApplicationProtocols(new String[0]));
        scene.start(shown);

        assertThat(Scene.get(client(way, ConnectionSpec.MODERN_TLS), scene.request())
                        .protocol())
                .isEqualTo(Protocol.HTTP_1_1);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aBadCertificateIsFollowedByNothing(Way way) {
        scene.start(Scene.localhost().build());

        Scene.failure(SSLHandshakeException.class, client(way, ONLY_13, ONLY_12), scene.request());

        assertThat(scene.server.connectionCount()).isOne();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aSpecOfWhichNothingIsEnabledIsPassedOver(Way way) throws Exception {
        scene.start(shown);

        Scene.get(client(way, old(), ONLY_12), scene.request());

        assertThat(scene.server.connectionCount()).isOne();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void ifNothingIsEnabledOfAnySpecBothAreNamed(Way way) {
        scene.start(shown);

        assertThat(Scene.failure(UnknownServiceException.class, client(way, old()), scene.request()))
                .hasMessageContaining("localhost:" + scene.server.port())
                .hasMessageContaining("tlsVersions=[TLSv1]")
                .hasMessageContaining("enabled are TLS versions [TLSv1.3, TLSv1.2]");
        assertThat(scene.server.requestCount()).isZero();
    }

    private static ConnectionSpec old() {
        return new ConnectionSpec.Builder(ConnectionSpec.COMPATIBLE_TLS)
                .tlsVersions(TlsVersion.TLS_1_0)
                .build();
    }

    @Test
    void withoutCleartextNoCallToHttpTouchesTheNetwork() {
        HawserClient client = new HawserClient.Builder()
                .dns(host -> {
                    throw new AssertionError("asked for " + host);
                })
                .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS))
                .build();

        assertThat(Scene.failure(
                        UnknownServiceException.class,
                        client,
                        new Request.Builder().url("http://localhost:1/").build()))
                .hasMessageContaining("CLEARTEXT communication not enabled for client")
                .hasMessageContaining("localhost:1");
        scene.server.start();
    }

    @Test
    void withoutTlsNoCallToHttpsTouchesTheNetwork() {
        HawserClient client = new HawserClient.Builder()
                .dns(host -> {
                    throw new AssertionError("asked for " + host);
                })
                .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
                .build();

        assertThat(Scene.failure(
                        UnknownServiceException.class,
                        client,
                        new Request.Builder().url("https://localhost:1/").build()))
                .hasMessageContaining("TLS communication not enabled for client");
        scene.server.start();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void clientsWithOtherSpecsShareNoConnections(Way way) throws Exception {
        scene.start(shown);
        HawserClient client = client(way, ConnectionSpec.MODERN_TLS);
        Scene.get(client, scene.request());

        HawserClient other =
                client.newBuilder().connectionSpecs(List.of(ONLY_12)).build();
        assertThat(Scene.get(other, scene.request()).handshake().tlsVersion()).isEqualTo(TlsVersion.TLS_1_2);

        assertThat(scene.server.connectionCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aServerThatSpeaksNoTlsIsSaidTo(Way way) {
        HawserClient client = scene.client(way, scene.trustingRoot()).build();
        try (TestServer plain = new TestServer()) {
            plain.start();
            Request request = new Request.Builder()
                    .url("https://localhost:" + plain.port() + "/")
                    .build();

            assertThat(Scene.failure(SSLException.class, client, request))
                    .hasMessageContaining("it does not speak TLS");
        }
        scene.server.start();
    }

    @Test
    void settingsThatMakeNoSenseAreRefusedAtOnce() throws Exception {
        HawserClient.Builder builder = new HawserClient.Builder();
        HandshakeCertificates trusting = scene.trustingRoot();
        SSLContext raw = SSLContext.getInstance("TLS");
        X509TrustManager trust = trusting.trustManager();

        assertThatIllegalArgumentException().isThrownBy(() -> builder.connectionSpecs(List.of()));
        assertThatNullPointerException().isThrownBy(() -> builder.connectionSpecs(Collections.singletonList(null)));
        assertThatNullPointerException().isThrownBy(() -> builder.certificatePinner(null));
        assertThatNullPointerException().isThrownBy(() -> builder.hostnameVerifier(null));
        assertThatNullPointerException().isThrownBy(() -> builder.sslContext(null, trust));
        assertThatNullPointerException().isThrownBy(() -> builder.sslContext(trusting.sslContext(), null));
        assertThatNullPointerException().isThrownBy(() -> builder.sslSocketFactory(null, trust));
        assertThatNullPointerException().isThrownBy(() -> builder.sslSocketFactory(trusting.sslSocketFactory(), null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.sslContext(raw, trust))
                .withMessageContaining("not initialized");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.socketFactory(trusting.sslSocketFactory()));
        assertThat(builder.build().sslContext()).isNull();
        scene.server.start();
    }

    /** Keeps what failed to connect. */
    private static final class Failures extends EventListener {
        final List<IOException> told = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void connectFailed(
                Call call, InetSocketAddress target, Proxy proxy, Protocol protocol, IOException failure) {
            told.add(failure);
        }
    }
}
