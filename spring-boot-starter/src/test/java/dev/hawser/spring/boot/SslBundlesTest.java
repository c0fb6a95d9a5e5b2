package dev.hawser.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.ConnectionSpec;
import dev.hawser.Handshake;
import dev.hawser.PeerCertificateException;
import dev.hawser.spring.HawserClientHttpRequestFactory;
import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.HeldCertificate;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.TestServer;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientSsl;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/** TLS as Spring Boot's SSL bundles have it. */
@Timeout(60)
class SslBundlesTest {
    private static final String BUNDLE = "spring.ssl.bundle.pem.knots.";

    private final HeldCertificate authority =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private final HeldCertificate served = new HeldCertificate.Builder()
            .addSubjectAlternativeName("localhost")
            .signedBy(authority)
            .build();
    private final HeldCertificate shown = new HeldCertificate.Builder()
            .commonName("caller")
            .signedBy(authority)
            .build();
    private final TestServer server = new TestServer();
    private final ApplicationContextRunner boot = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SslAutoConfiguration.class,
                    HttpClientAutoConfiguration.class,
                    ImperativeHttpClientAutoConfiguration.class,
                    RestClientAutoConfiguration.class,
                    HawserAutoConfiguration.class))
            .withPropertyValues(BUNDLE + "truststore.certificate=" + authority.certificatePem());
    private final ApplicationContextRunner withBundle = boot.withPropertyValues("spring.http.clients.ssl.bundle=knots");

    @BeforeEach
    void start() {
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(served)
                .addTrustedCertificate(authority.certificate())
                .build());
        server.handler(request -> MockResponse.of(200, "ok"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private @Nullable String get(RestClient rest) {
        return rest.get().uri(server.url("/").uri()).retrieve().body(String.class);
    }

    private Handshake handshake() throws InterruptedException {
        RecordedRequest request = server.takeRequest();
        assertThat(request.handshake()).isNotNull();
        return request.handshake();
    }

    @Test
    void aBundleSaysWhomToTrust() {
        server.start();
        withBundle.run(context -> assertThat(
                        get(context.getBean(RestClient.Builder.class).build()))
                .isEqualTo("ok"));
        boot.run(context -> assertThatThrownBy(
                        () -> get(context.getBean(RestClient.Builder.class).build()))
                .isInstanceOf(ResourceAccessException.class)
                .hasCauseInstanceOf(SSLException.class));
    }

    @Test
    void aBundleSaysWhatToShow() {
        server.requireClientAuth();
        server.start();
        withBundle
                .withPropertyValues(
                        BUNDLE + "keystore.certificate=" + shown.certificatePem(),
                        BUNDLE + "keystore.private-key=" + shown.privateKeyPkcs8Pem())
                .run(context -> {
                    assertThat(get(context.getBean(RestClient.Builder.class).build()))
                            .isEqualTo("ok");
                    assertThat(handshake().peerCertificates()).first().isEqualTo(shown.certificate());
                });
    }

    @Test
    void aBundleSaysWhichCiphersAndProtocols() {
        server.start();
        withBundle
                .withPropertyValues(
                        BUNDLE + "options.ciphers=TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                        BUNDLE + "options.enabled-protocols=TLSv1.2")
                .run(context -> {
                    get(context.getBean(RestClient.Builder.class).build());

                    Handshake seen = handshake();
                    assertThat(seen.tlsVersion().javaName()).isEqualTo("TLSv1.2");
                    assertThat(seen.cipherSuite().javaName()).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
                });
    }

    @Test
    void aBundleWithoutCiphersAndProtocolsLeavesThoseOfTheClient() {
        withBundle
                .withBean(
                        HawserClientCustomizer.class,
                        () -> (pool, client) -> client.connectionSpecs(List.of(ConnectionSpec.RESTRICTED_TLS)))
                .run(context -> {
                    HawserClientHttpRequestFactory factory =
                            (HawserClientHttpRequestFactory) context.getBean(ClientHttpRequestFactory.class);

                    assertThat(factory.client().sslContext()).isNotNull();
                    assertThat(factory.client().connectionSpecs()).containsExactly(ConnectionSpec.RESTRICTED_TLS);
                });
    }

    @Test
    void clientsWithTheSameBundleShareConnections() {
        server.start();
        withBundle.run(context -> {
            get(context.getBean(RestClient.Builder.class).build());
            get(context.getBean(RestClient.Builder.class).build());

            assertThat(server.connectionCount()).isEqualTo(1);
        });
    }

    @Test
    void aBundleThatIsRenewedHoldsForClientsThatAreMadeThen() {
        server.start();
        HeldCertificate other =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        withBundle
                .withPropertyValues(BUNDLE + "truststore.certificate=" + other.certificatePem())
                .run(context -> {
                    RestClientSsl ssl = context.getBean(RestClientSsl.class);
                    assertThatThrownBy(() -> get(client(context, ssl))).hasCauseInstanceOf(SSLException.class);
                    SslStoreBundle renewed =
                            new PemSslStoreBundle(null, PemSslStoreDetails.forCertificate(authority.certificatePem()));

                    context.getBean(DefaultSslBundleRegistry.class).updateBundle("knots", SslBundle.of(renewed));

                    assertThat(get(client(context, ssl))).isEqualTo("ok");
                });
    }

    private static RestClient client(ApplicationContext context, RestClientSsl ssl) {
        return context.getBean(RestClient.Builder.class)
                .apply(ssl.fromBundle("knots"))
                .build();
    }

    @Test
    void aCertificateThatTheBundleDoesNotTrustIsExplained() {
        server.start();
        HeldCertificate other =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        withBundle
                .withPropertyValues(BUNDLE + "truststore.certificate=" + other.certificatePem())
                .run(context -> assertThatThrownBy(() ->
                                get(context.getBean(RestClient.Builder.class).build()))
                        .hasStackTraceContaining(PeerCertificateException.class.getName()));
    }

    @Test
    void aClientMayChooseABundleOfItsOwn() {
        server.start();
        boot.run(context -> {
            RestClientSsl ssl = context.getBean(RestClientSsl.class);

            assertThat(get(client(context, ssl))).isEqualTo("ok");
        });
    }
}
