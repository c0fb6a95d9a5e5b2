package dev.hawser.it.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.CertificatePinner;
import dev.hawser.ConnectionSpec;
import dev.hawser.HawserClient;
import dev.hawser.Response;
import dev.hawser.TlsVersion;
import dev.hawser.it.SocketsLeft;
import dev.hawser.testserver.HeldCertificate;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A new connection to a known server resumes its session: no certificate is shown again, so the trust manager is
 * not asked (RFC 5077 and RFC 8446, section 2.2).
 */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
class ResumptionTest {
    private static final String EVERY_WAY = """
            CONTEXT, TLS_1_2
            CONTEXT, TLS_1_3
            SOCKET_FACTORY, TLS_1_2
            SOCKET_FACTORY, TLS_1_3
            CONTEXT_HTTP_2, TLS_1_2
            CONTEXT_HTTP_2, TLS_1_3
            SOCKET_FACTORY_HTTP_2, TLS_1_2
            SOCKET_FACTORY_HTTP_2, TLS_1_3
            """;

    private final Scene scene = new Scene();
    private final HeldCertificate shown = Scene.localhost()
            .addSubjectAlternativeName("other.example")
            .signedBy(scene.root)
            .build();
    private final Counting asked =
            new Counting((X509ExtendedTrustManager) scene.trustingRoot().trustManager());

    @AfterEach
    void stop() {
        scene.close();
    }

    private HawserClient.Builder client(Way way, TlsVersion version) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {asked}, null);
        HawserClient.Builder builder = scene.client(way, scene.trustingRoot())
                .connectionSpecs(List.of(new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
                        .tlsVersions(version)
                        .build()));
        return way.speaker == Way.Speaker.CONTEXT
                ? builder.sslContext(context, asked)
                : builder.sslSocketFactory(context.getSocketFactory(), asked);
    }

    @ParameterizedTest
    @CsvSource(textBlock = EVERY_WAY)
    void theSecondConnectionResumes(Way way, TlsVersion version) throws Exception {
        scene.start(shown);
        HawserClient client = client(way, version).build();

        for (int connections = 1; connections <= 4; connections++) {
            Response response = Scene.get(client, scene.request());
            assertThat(response.handshake().tlsVersion()).isEqualTo(version);
            assertThat(response.protocol()).isEqualTo(way.protocol);
            assertThat(response.handshake().peerCertificates()).containsExactly(shown.certificate());
            assertThat(scene.server.connectionCount()).isEqualTo(connections);
            assertThat(asked.count).hasValue(1);
            client.connectionPool().evictAll();
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = EVERY_WAY)
    void whatIsResumedIsCheckedAllTheSame(Way way, TlsVersion version) throws Exception {
        scene.start(shown);
        HawserClient client = client(way, version).build();
        Scene.get(client, scene.request());
        client.connectionPool().evictAll();

        HawserClient pinned = client.newBuilder()
                .certificatePinner(new CertificatePinner.Builder()
                        .add("localhost", CertificatePinner.pin(scene.between.certificate()))
                        .build())
                .build();
        assertThat(Scene.failure(SSLPeerUnverifiedException.class, pinned, scene.request()))
                .hasMessageContaining("Certificate pinning failure!");
        assertThat(asked.count).hasValue(1);
        HawserClient strict =
                client.newBuilder().hostnameVerifier((host, session) -> false).build();
        assertThat(Scene.failure(SSLPeerUnverifiedException.class, strict, scene.request()))
                .hasMessageContaining("Hostname localhost not verified");
    }

    @ParameterizedTest
    @CsvSource(textBlock = EVERY_WAY)
    void anotherHostDoesNotResume(Way way, TlsVersion version) throws Exception {
        scene.start(shown);
        HawserClient client = client(way, version).build();

        Scene.get(client, scene.request());
        client.connectionPool().evictAll(); // or the other host may share the connection
        Scene.get(client, scene.request("other.example"));

        assertThat(asked.count).hasValue(2);
    }

    /** Counts how often a server's certificate is judged. */
    private static final class Counting extends X509ExtendedTrustManager {
        final AtomicInteger count = new AtomicInteger();
        private final X509ExtendedTrustManager judge;

        Counting(X509ExtendedTrustManager judge) {
            this.judge = judge;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            count.incrementAndGet();
            judge.checkServerTrusted(chain, authType, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            count.incrementAndGet();
            judge.checkServerTrusted(chain, authType, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("not asked here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw new CertificateException("not asked here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("not asked here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("not asked here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return judge.getAcceptedIssuers();
        }
    }
}
