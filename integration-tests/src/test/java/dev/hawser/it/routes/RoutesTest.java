package dev.hawser.it.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hawser.Call;
import dev.hawser.ConnectionPool;
import dev.hawser.ConnectionPoolSnapshot;
import dev.hawser.HawserClient;
import dev.hawser.HttpUrl;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.it.Connects;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.it.SocketsLeft;
import dev.hawser.it.cutoff.Eventually;
import dev.hawser.it.cutoff.FullPort;
import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.HeldCertificate;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.SocketPolicy;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers with several addresses, some of which do not answer. */
@Timeout(60)
@EveryProtocol(
        value = {Link.H1, Link.H2},
        because = "attempts to connect are made before TLS, and take their time")
@ExtendWith(SocketsLeft.class)
class RoutesTest {
    private final TestServer server = new TestServer();
    private final Connects connects = new Connects();
    private final ConnectionPool pool = new ConnectionPool();
    private final Link link;
    private volatile List<InetAddress> answer = List.of();
    private HawserClient client;

    RoutesTest(Link link) {
        this.link = link;
        this.client = link.client()
                .connectionPool(pool)
                .dns(host -> answer)
                .eventListener(connects)
                .build();
    }

    @AfterEach
    void stop() {
        pool.close();
        server.close();
        assertThat(server.protocolErrors()).isEmpty();
    }

    private static InetAddress ip(int last) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    }

    private void start(int last) throws UnknownHostException {
        server.handler(request -> MockResponse.of(200, "x"));
        link.prepare(server).start(ip(last), 0);
    }

    private Request get() {
        return new Request.Builder()
                .url(link.scheme() + "://service.test:" + server.port() + "/")
                .build();
    }

    private void call() throws IOException {
        try (Response response = client.newCall(get()).execute()) {
            assertThat(response.body().string()).isEqualTo("x");
        }
    }

    private IOException failure() {
        return catchThrowableOfType(
                IOException.class, () -> client.newCall(get()).execute());
    }

    private void anew() {
        pool.evictAll();
        connects.clear();
    }

    @Nested
    class OneThatRefuses {
        @Test
        void isFollowedByTheNextAndTriedLastFromThenOn() throws Exception {
            start(3);
            answer = List.of(ip(2), ip(3));
            call();
            assertThat(connects.events())
                    .containsExactly("start 127.0.0.2", "failed 127.0.0.2", "start 127.0.0.3", "end 127.0.0.3");
            anew();

            call();
            assertThat(connects.events()).containsExactly("start 127.0.0.3", "end 127.0.0.3");
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void isToldInTheLastOnesErrorIfNoneIsLeft(boolean fastFallback) throws Exception {
            start(5);
            answer = List.of(ip(2), ip(3), ip(4));
            client = client.newBuilder().fastFallback(fastFallback).build();
            IOException failure = failure();

            assertThat(failure).hasMessageContaining("127.0.0.4:" + server.port());
            assertThat(failure.getSuppressed()).hasSize(2);
            assertThat(failure.getSuppressed()[0]).hasMessageContaining("127.0.0.2:" + server.port());
            assertThat(failure.getSuppressed()[1]).hasMessageContaining("127.0.0.3:" + server.port());
        }

        @Test
        void isTriedAllTheSameIfItIsTheOnlyOne() throws Exception {
            start(3);
            answer = List.of(ip(2));
            assertThat(failure()).isNotNull();
            assertThat(failure()).hasMessageContaining("127.0.0.2");
        }
    }

    @Nested
    class OneThatDoesNotAnswer {
        @Test
        void costsItsHeadStartAndNotItsTimeout() throws Exception {
            start(3);
            answer = List.of(ip(2), ip(3));
            try (FullPort full = new FullPort(ip(2), server.port())) {
                assertThat(full.number()).isEqualTo(server.port());
                long begin = System.nanoTime();
                call();

                assertThat(Duration.ofNanos(System.nanoTime() - begin))
                        .isBetween(Duration.ofMillis(250), Duration.ofSeconds(9));
                assertThat(connects.events())
                        .containsExactly("start 127.0.0.2", "start 127.0.0.3", "failed 127.0.0.2", "end 127.0.0.3");
            }
        }

        @Test
        void isWaitedForWithoutFastFallback() throws Exception {
            start(3);
            answer = List.of(ip(2), ip(3));
            client = client.newBuilder()
                    .fastFallback(false)
                    .connectTimeout(Duration.ofMillis(400))
                    .build();
            try (FullPort full = new FullPort(ip(2), server.port())) {
                assertThat(full.number()).isEqualTo(server.port());
                call();
                assertThat(connects.events())
                        .containsExactly("start 127.0.0.2", "failed 127.0.0.2", "start 127.0.0.3", "end 127.0.0.3");
            }
        }

        @Test
        void hasTheConnectTimeoutToItselfAsEachHas() throws Exception {
            start(5);
            answer = List.of(ip(2), ip(3));
            client = client.newBuilder().connectTimeout(Duration.ofMillis(600)).build();
            try (FullPort one = new FullPort(ip(2), server.port());
                    FullPort other = new FullPort(ip(3), server.port())) {
                assertThat(one.number()).isEqualTo(other.number());
                IOException failure = failure();

                assertThat(failure)
                        .isInstanceOf(SocketTimeoutException.class)
                        .hasMessageContaining("600 ms")
                        .hasMessageContaining("127.0.0.3");
                assertThat(failure.getSuppressed()).singleElement().asString().contains("127.0.0.2");
            }
        }

        @Test
        void isLeftToThePoolWhenTheCallIsCancelled() throws Exception {
            start(3);
            answer = List.of(ip(2), ip(3));
            try (FullPort full = new FullPort(ip(2), server.port())) {
                assertThat(full.number()).isEqualTo(server.port());
                Call call = client.newCall(get());
                CompletableFuture<Response> response = call.executeAsync();
                Eventually.await("it connects", () -> !connects.events().isEmpty());
                call.cancel();

                assertThat(response).failsWithin(5, TimeUnit.SECONDS);
                Eventually.await("the dial feeds the pool", () -> pool.idleConnectionCount() == 1);
            }
        }

        @Test
        void isCutWhenThePoolIsClosed() throws Exception {
            start(5);
            answer = List.of(ip(2), ip(3));
            client = client.newBuilder().connectTimeout(Duration.ZERO).build();
            try (FullPort one = new FullPort(ip(2), server.port());
                    FullPort other = new FullPort(ip(3), server.port())) {
                assertThat(one.number()).isEqualTo(other.number());
                CompletableFuture<Response> response = client.newCall(get()).executeAsync();
                Eventually.await("both connect", () -> connects.events().size() == 2);
                assertThat(pool.snapshot().total().dialing()).isEqualTo(1);
                pool.close();

                assertThat(response).failsWithin(5, TimeUnit.SECONDS);
            }
        }
    }

    @Nested
    class OneWhoseTlsFails {
        private final HeldCertificate certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("service.test")
                .build();
        private final HandshakeCertificates certificates = new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .addTrustedCertificate(certificate.certificate())
                .build();

        @Test
        void isFollowedByTheNext() throws Exception {
            server.useHttps(certificates);
            server.protocols(link.protocols());
            server.handler(request -> MockResponse.of(200, "x"));
            server.start(ip(3), 0);
            try (TestServer plain = new TestServer()) {
                plain.handler(request -> new MockResponse.Builder()
                        .socketPolicy(SocketPolicy.DISCONNECT_AT_START)
                        .build());
                plain.start(ip(2), server.port());
                answer = List.of(ip(2), ip(3));
                client = client.newBuilder()
                        .sslContext(certificates.sslContext(), certificates.trustManager())
                        .build();
                Request request = get().newBuilder()
                        .url(HttpUrl.get("https://service.test:" + server.port() + "/"))
                        .build();

                client.newCall(request).execute().close();

                assertThat(connects.events())
                        .containsExactly("start 127.0.0.2", "failed 127.0.0.2", "start 127.0.0.3", "end 127.0.0.3");
                assertThat(pool.snapshot().connections())
                        .extracting(ConnectionPoolSnapshot.ConnectionState::route)
                        .extracting(route -> route.socketAddress().getAddress())
                        .containsExactly(ip(3));
            }
        }
    }
}
