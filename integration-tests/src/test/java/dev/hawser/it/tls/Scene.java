package dev.hawser.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.it.cutoff.Eventually;
import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.HeldCertificate;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/** A TLS server, and an authority that signs what it shows. */
final class Scene implements AutoCloseable {
    final HeldCertificate root = new HeldCertificate.Builder()
            .commonName("root")
            .certificateAuthority(2)
            .build();
    final HeldCertificate between = new HeldCertificate.Builder()
            .commonName("between")
            .certificateAuthority(0)
            .signedBy(root)
            .build();
    final TestServer server = new TestServer();
    private final List<ConnectionPool> pools = new ArrayList<>();

    /** A certificate for localhost, yet to be signed. */
    static HeldCertificate.Builder localhost() {
        return new HeldCertificate.Builder()
                .commonName("server")
                .addSubjectAlternativeName("localhost")
                .addSubjectAlternativeName("127.0.0.1");
    }

    /** What trusts an authority and shows nothing. */
    static HandshakeCertificates trusting(X509Certificate... authorities) {
        HandshakeCertificates.Builder builder = new HandshakeCertificates.Builder();
        for (X509Certificate each : authorities) {
            builder.addTrustedCertificate(each);
        }
        return builder.build();
    }

    HandshakeCertificates trustingRoot() {
        return trusting(root.certificate());
    }

    /** A maker of clients with these certificates, whose connections end with the scene. */
    HawserClient.Builder client(Way way, HandshakeCertificates certificates) {
        ConnectionPool pool = new ConnectionPool();
        pools.add(pool);
        return way.client(certificates).connectionPool(pool);
    }

    /** Starts a server that shows a certificate, and answers everything. */
    void start(HeldCertificate shown, X509Certificate... between) {
        start(new HandshakeCertificates.Builder()
                .heldCertificate(shown, between)
                .addTrustedCertificate(root.certificate())
                .build());
    }

    void start(HandshakeCertificates certificates) {
        start(certificates.sslContext());
    }

    void start(SSLContext context) {
        server.useHttps(context);
        server.protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
        server.handler(request -> MockResponse.of(200, "hello"));
        server.start();
    }

    Request request() {
        return request("localhost");
    }

    Request request(String host) {
        return new Request.Builder()
                .url("https://" + host + ":" + server.port() + "/")
                .build();
    }

    /** The handshake and the body of a response. */
    static Response get(HawserClient client, Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            assertThat(response.body().string()).isEqualTo("hello");
            return response;
        }
    }

    /** Why a call fails; nothing of it is left in the pool. A connection of HTTP/2 may be ended by another thread than the call's. */
    static <T extends IOException> T failure(Class<T> type, HawserClient client, Request request) {
        T failure = catchThrowableOfType(
                type, () -> client.newCall(request).execute().close());
        assertThat(failure).as("failure of the call").isNotNull();
        Eventually.await(
                "nothing is left in the pool", () -> client.connectionPool().connectionCount() == 0);
        return failure;
    }

    @Override
    public void close() {
        pools.forEach(ConnectionPool::close);
        server.close();
        assertThat(server.protocolErrors()).isEmpty();
    }
}
