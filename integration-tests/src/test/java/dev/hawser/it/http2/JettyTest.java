package dev.hawser.it.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Call;
import dev.hawser.ConnectionPool;
import dev.hawser.EventListener;
import dev.hawser.HawserClient;
import dev.hawser.Headers;
import dev.hawser.MediaType;
import dev.hawser.NoResponseException;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.Retirement;
import dev.hawser.it.SocketsLeft;
import dev.hawser.it.cutoff.Eventually;
import dev.hawser.it.cutoff.Retirements;
import dev.hawser.testserver.HandshakeCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTP/2 with Jetty's server: trailers, interim responses, large bodies, resets, and what it says of the connection. */
@Timeout(60)
@ParameterizedClass
@EnumSource(
        value = Protocol.class,
        names = {"HTTP_2", "H2_PRIOR_KNOWLEDGE"})
@ExtendWith(SocketsLeft.class)
class JettyTest {
    private static final HandshakeCertificates CERTIFICATES = HandshakeCertificates.localhost();

    private final Retirements retirements = new Retirements();
    private final ConnectionPool pool = retirements.pool();
    private final Protocol protocol;
    private final HawserClient client;
    private JettyServer jetty;

    JettyTest(Protocol protocol) {
        this.protocol = protocol;
        this.client = new HawserClient.Builder()
                .connectionPool(pool)
                .protocols(
                        protocol == Protocol.HTTP_2
                                ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1)
                                : List.of(Protocol.H2_PRIOR_KNOWLEDGE))
                .sslContext(CERTIFICATES.sslContext(), CERTIFICATES.trustManager())
                .build();
    }

    @BeforeEach
    void start() throws Exception {
        jetty = new JettyServer(protocol, CERTIFICATES);
    }

    @AfterEach
    void stop() throws Exception {
        pool.close();
        jetty.end();
    }

    private Request.Builder request(String path) {
        return new Request.Builder().url(jetty.url(path));
    }

    private String bodyOf(String path) throws IOException {
        try (Response response = client.newCall(request(path).build()).execute()) {
            assertThat(response.protocol()).isEqualTo(protocol);
            return response.body().string();
        }
    }

    private static String read(Response response) {
        try (response) {
            return response.body().string();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void trailersComeBehindABody() throws Exception {
        for (int size : new int[] {0, 1, 100_000}) {
            try (Response response = client.newCall(request("/echo")
                            .post(RequestBody.create(new byte[size], null))
                            .build())
                    .execute()) {
                assertThat(response.body().bytes()).hasSize(size);
                assertThat(response.trailers()).isEqualTo(Headers.of("echoed", "yes"));
            }
        }
    }

    @Test
    void interimResponsesComeBeforeTheFinalOne() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        HawserClient listening = client.newBuilder()
                .eventListener(new EventListener() {
                    @Override
                    public void informationalResponse(Call call, int code, Headers headers) {
                        told.add(code + " " + headers.get("Link"));
                    }
                })
                .build();

        try (Response response = listening.newCall(request("/hints").build()).execute()) {
            assertThat(response.body().string()).isEqualTo("page");
        }
        assertThat(told).containsExactly("103 </style.css>");
    }

    @Test
    void aBodyIsSentWhenTheServerSaysContinue() throws Exception {
        try (Response response = client.newCall(request("/echo")
                        .header("Expect", "100-continue")
                        .post(RequestBody.create("rope", null))
                        .build())
                .execute()) {
            assertThat(response.body().string()).isEqualTo("rope");
        }
    }

    @Test
    void largeBodiesArriveWholeBothWaysAtOnce() throws Exception {
        CRC32C sent = new CRC32C();
        RequestBody upload = new RequestBody() {
            @Override
            public @Nullable MediaType contentType() {
                return null;
            }

            @Override
            public void writeTo(OutputStream sink) throws IOException {
                for (long from = 0; from < JettyServer.LENGTH; ) {
                    byte[] piece = JettyServer.piece(from);
                    sent.update(piece);
                    sink.write(piece);
                    from += piece.length;
                }
            }
        };
        CompletableFuture<Response> uploading =
                client.newCall(request("/upload").post(upload).build()).executeAsync();
        CRC32C received = new CRC32C();
        long length = 0;
        try (Response response = client.newCall(request("/download").build()).execute()) {
            InputStream body = response.body().byteStream();
            byte[] piece = new byte[100_000];
            for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
                received.update(piece, 0, count);
                length += count;
            }
            assertThat(response.trailers().get("crc32c")).isEqualTo(Long.toHexString(received.getValue()));
        }
        assertThat(length).isEqualTo(JettyServer.LENGTH);
        try (Response response = uploading.get()) {
            assertThat(response.body().string()).isEqualTo(Long.toHexString(sent.getValue()));
        }
        assertThat(jetty.connections()).isEqualTo(1);
    }

    @Test
    void aStreamThatIsResetFailsItsCallAlone() throws Exception {
        CompletableFuture<Response> held =
                client.newCall(request("/held").build()).executeAsync();

        assertThatThrownBy(() -> bodyOf("/broken"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the server reset stream");

        assertThat(bodyOf("/next")).isEqualTo("/next");
        jetty.released.countDown();
        try (Response response = held.get()) {
            assertThat(response.body().string()).isEqualTo("held");
        }
        assertThat(jetty.connections()).isEqualTo(1);
    }

    @Test
    void noMoreStreamsAreOpenThanTheServerAllowsFromThenOn() throws Exception {
        ConnectionPool single = pool.newBuilder().maxConnectionsPerAddress(1).build();
        HawserClient own = client.newBuilder().connectionPool(single).build();
        own.dispatcher().setMaxRequestsPerHost(30);
        own.newCall(request("/lower").build()).execute().close();
        own.newCall(request("/").build()).execute().close(); // behind which the settings have come
        List<CompletableFuture<String>> calls = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            calls.add(own.newCall(request("/counted").build()).executeAsync().thenApply(JettyTest::read));
        }

        for (int i = 0; i < 30; i++) {
            assertThat(calls.get(i).get()).isEqualTo("counted");
        }
        assertThat(jetty.mostRunning()).isBetween(1, 2);
        single.close();
    }

    @Test
    void aConnectionThatTheServerBidsGoodbyeIsFollowedByAnother() throws Exception {
        assertThat(bodyOf("/goodbye")).isEqualTo("goodbye");
        for (int i = 0; i < 20; i++) {
            assertThat(bodyOf("/" + i)).isEqualTo("/" + i);
        }

        Eventually.await("the first is gone", () -> !retirements.reasons().isEmpty());
        assertThat(retirements.reasons()).containsAnyOf(Retirement.GOAWAY, Retirement.PEER_CLOSED);
        assertThat(pool.connectionCount()).isEqualTo(1);
    }

    @Test
    void aCallOnAConnectionThatTheServerEndsAbruptlyIsTold() throws Exception {
        assertThat(bodyOf("/first")).isEqualTo("/first");

        assertThatThrownBy(() -> client.newCall(request("/abrupt")
                                .post(RequestBody.create("rope", null))
                                .build())
                        .execute())
                .isInstanceOf(NoResponseException.class)
                .hasMessageContaining("POST");

        assertThat(bodyOf("/next")).isEqualTo("/next");
    }
}
