package dev.hawser.it.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Call;
import dev.hawser.CertificatePinner;
import dev.hawser.ConnectionPool;
import dev.hawser.EventListener;
import dev.hawser.HawserClient;
import dev.hawser.MediaType;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.it.SocketsLeft;
import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.HeldCertificate;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** One connection for several hosts: those that lead to one IP address, with a certificate that covers them. */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
class CoalescingTest {
    private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder()
            .addSubjectAlternativeName("one.example")
            .addSubjectAlternativeName("two.example")
            .build();
    private static final HandshakeCertificates SERVER =
            new HandshakeCertificates.Builder().heldCertificate(CERTIFICATE).build();
    private static final HandshakeCertificates TRUSTING = new HandshakeCertificates.Builder()
            .addTrustedCertificate(CERTIFICATE.certificate())
            .build();

    private final TestServer server = new TestServer();
    private final ConnectionPool pool = new ConnectionPool();
    private final List<String> resolved = new CopyOnWriteArrayList<>();
    private HawserClient client = builder().build();

    private HawserClient.Builder builder() {
        return new HawserClient.Builder()
                .connectionPool(pool)
                .protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1))
                .sslContext(TRUSTING.sslContext(), TRUSTING.trustManager())
                .dns(host -> {
                    resolved.add(host);
                    return List.of(InetAddress.getLoopbackAddress());
                });
    }

    private void start(Protocol... protocols) {
        server.useHttps(SERVER);
        server.protocols(List.of(protocols));
        server.handler(request -> MockResponse.of(200, String.valueOf(request.authority())));
        server.start();
    }

    private Request to(String host) {
        return new Request.Builder()
                .url("https://" + host + ":" + server.port() + "/")
                .build();
    }

    private String get(String host) throws IOException {
        try (Response response = client.newCall(to(host)).execute()) {
            return response.code() + " " + response.body().string();
        }
    }

    private String answerOf(String host) {
        return "200 " + host + ":" + server.port();
    }

    @AfterEach
    void close() {
        pool.close();
        server.close();
        assertThat(server.protocolErrors()).isEmpty();
    }

    @Test
    void aConnectionServesAnotherHostThatLeadsToTheSameServer() throws IOException {
        start(Protocol.HTTP_2);

        assertThat(get("one.example")).isEqualTo(answerOf("one.example"));
        assertThat(get("two.example")).isEqualTo(answerOf("two.example"));
        assertThat(get("two.example")).isEqualTo(answerOf("two.example"));
        assertThat(get("one.example")).isEqualTo(answerOf("one.example"));

        assertThat(server.connectionCount()).isEqualTo(1);
        assertThat(resolved).containsExactly("one.example", "two.example");
    }

    @Test
    void oneThatLostARaceIsClosed() throws Exception {
        start(Protocol.HTTP_2);
        CountDownLatch firstIsThere = new CountDownLatch(1);
        client = builder()
                .eventListenerFactory(call -> new EventListener() {
                    @Override
                    public void secureConnectStart(Call told) {
                        if (told.request().url().host().equals("two.example")) {
                            try {
                                firstIsThere.await();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        }
                    }
                })
                .build();
        CompletableFuture<String> second =
                client.newCall(to("two.example")).executeAsync().thenApply(SharedServer::content);
        while (server.connectionCount() == 0) {
            Thread.onSpinWait();
        }
        assertThat(get("one.example")).isEqualTo(answerOf("one.example"));

        firstIsThere.countDown();

        assertThat("200 " + second.get()).isEqualTo(answerOf("two.example"));
        assertThat(server.connectionCount()).isEqualTo(2);
        assertThat(pool.connectionCount()).isEqualTo(1);
        assertThat(server.awaitOpenConnections(1, SharedServer.LONG)).isTrue();
    }

    @Test
    void aHostThatTheCertificateDoesNotCoverGetsAConnectionOfItsOwn() throws IOException {
        start(Protocol.HTTP_2);
        get("one.example");

        assertThatThrownBy(() -> get("three.example")).isInstanceOf(SSLException.class);

        assertThat(server.connectionCount()).isEqualTo(2);
    }

    @Test
    void aHostWhosePinsDoNotMatchGetsAConnectionOfItsOwn() throws IOException {
        start(Protocol.HTTP_2);
        client = builder()
                .certificatePinner(new CertificatePinner.Builder()
                        .add("two.example", "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
                        .build())
                .build();
        get("one.example");

        assertThatThrownBy(() -> get("two.example")).isInstanceOf(SSLException.class);

        assertThat(server.connectionCount()).isEqualTo(2);
    }

    @Test
    void underAVerifierOfTheUsersNothingIsShared() throws IOException {
        start(Protocol.HTTP_2);
        client = builder().hostnameVerifier((host, session) -> true).build();

        get("one.example");
        get("two.example");

        assertThat(server.connectionCount()).isEqualTo(2);
    }

    @Test
    void connectionsOfHttp1AreNotShared() throws IOException {
        start(Protocol.HTTP_1_1);

        get("one.example");
        get("two.example");

        assertThat(server.connectionCount()).isEqualTo(2);
    }

    @Test
    void clientsThatTrustDifferentlyShareNothing() throws IOException {
        start(Protocol.HTTP_2);
        get("one.example");
        HandshakeCertificates other = new HandshakeCertificates.Builder()
                .addTrustedCertificate(CERTIFICATE.certificate())
                .build();
        client = builder().sslContext(other.sslContext(), other.trustManager()).build();

        get("two.example");

        assertThat(server.connectionCount()).isEqualTo(2);
    }

    @Test
    void aHostThatIsMisdirectedGetsAConnectionOfItsOwnFromThenOn() throws IOException {
        start(Protocol.HTTP_2);
        answerMisdirected();

        get("one.example");
        assertThat(get("two.example")).isEqualTo(answerOf("two.example"));
        assertThat(get("two.example")).isEqualTo(answerOf("two.example"));
        assertThat(get("one.example")).isEqualTo(answerOf("one.example"));

        assertThat(server.connectionCount()).isEqualTo(2);
        assertThat(server.requestCount()).isEqualTo(5);
        assertThat(pool.connectionCount()).isEqualTo(2);
    }

    @Test
    void aBodyThatCannotBeSentAgainIsNotThoughItWasMisdirected() throws IOException {
        start(Protocol.HTTP_2);
        answerMisdirected();
        get("one.example");
        Request once = to("two.example")
                .newBuilder()
                .post(new RequestBody() {
                    @Override
                    public MediaType contentType() {
                        return MediaType.get("text/plain");
                    }

                    @Override
                    public void writeTo(OutputStream sink) throws IOException {
                        sink.write('x');
                    }

                    @Override
                    public boolean isOneShot() {
                        return true;
                    }
                })
                .build();

        try (Response response = client.newCall(once).execute()) {
            assertThat(response.code()).isEqualTo(421);
        }
    }

    @Test
    void oneThatIsMisdirectedOnItsOwnConnectionIsTheCallers() throws IOException {
        start(Protocol.HTTP_2);
        server.handler(request -> MockResponse.of(421));

        assertThat(get("one.example")).startsWith("421");

        assertThat(server.requestCount()).isEqualTo(1);
    }

    /** The server's first connection serves one.example only. */
    private void answerMisdirected() {
        server.handler(request -> {
            String authority = String.valueOf(request.authority());
            boolean wrong = request.connectionIndex() == 0 && !authority.startsWith("one.");
            return wrong ? MockResponse.of(421) : MockResponse.of(200, authority);
        });
    }

    @Test
    void twentyFirstCallsAtOnceMakeOneConnection() throws Exception {
        start(Protocol.HTTP_2);
        client.dispatcher().setMaxRequestsPerHost(20);
        List<CompletableFuture<String>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(client.newCall(to("one.example")).executeAsync().thenApply(SharedServer::content));
        }

        for (CompletableFuture<String> call : calls) {
            assertThat("200 " + call.get()).isEqualTo(answerOf("one.example"));
        }
        assertThat(pool.connectionCount()).isEqualTo(1);
        // Another is begun if a handshake takes more than 250 ms, and one more after 500 ms.
        assertThat(server.connectionCount()).isLessThan(4);
    }
}
