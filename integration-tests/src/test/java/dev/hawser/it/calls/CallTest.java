package dev.hawser.it.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Call;
import dev.hawser.Callback;
import dev.hawser.Dispatcher;
import dev.hawser.HawserClient;
import dev.hawser.Interceptor;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.ResponseBody;
import dev.hawser.ResponseLimits;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.it.TestOver;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@EveryProtocol
class CallTest {
    private final TestServer server = new TestServer();
    private final Link link;
    private HawserClient client;

    CallTest(Link link) {
        this.link = link;
        this.client = link.client().build();
    }

    @BeforeEach
    void start() {
        link.start(server);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        assertThat(server.protocolErrors()).isEmpty();
    }

    private Request get(String path) {
        return new Request.Builder().url(server.url(path)).build();
    }

    private String bodyOf(String path) throws IOException {
        try (Response response = client.newCall(get(path)).execute()) {
            return response.body().string();
        }
    }

    @Nested
    class ASynchronousCall {
        @Test
        void sendsTheRequestAndReturnsTheResponse() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .code(201)
                    .addHeader("X", "y")
                    .body("made")
                    .build());
            Request request = get("/a?b=c").newBuilder().header("A", "b").build();

            try (Response response = client.newCall(request).execute()) {
                assertThat(response.code()).isEqualTo(201);
                assertThat(response.protocol()).isEqualTo(link.protocol());
                assertThat(response.header("X")).isEqualTo("y");
                assertThat(response.request()).isSameAs(request);
                assertThat(response.networkResponse().request().header("Host"))
                        .isEqualTo(server.hostName() + ":" + server.port());
                assertThat(response.body().contentLength()).isEqualTo(4);
                assertThat(response.body().string()).isEqualTo("made");
                assertThat(response.receivedResponseAtMillis()).isGreaterThanOrEqualTo(response.sentRequestAtMillis());
            }
            var recorded = server.takeRequest();
            assertThat(recorded.requestLine()).isEqualTo("GET /a?b=c " + (link.isH2() ? "HTTP/2" : "HTTP/1.1"));
            assertThat(recorded.authority()).isEqualTo(server.hostName() + ":" + server.port());
            assertThat(recorded.header("A")).isEqualTo("b");
            assertThat(recorded.header("Accept-Encoding")).isEqualTo("gzip");
            if (link.isH2()) {
                assertThat(recorded.headers().names()).doesNotContain("host", "connection"); // RFC 9113, section 8.2.2
            } else {
                assertThat(recorded.headers().names()).contains("Host", "Connection");
            }
            assertThat(recorded.header("User-Agent")).isEqualTo("hawser/" + HawserClient.VERSION);
        }

        @Test
        void takesAHeadWithinTheLimitsOfItsClientOnly() throws Exception {
            MockResponse.Builder wordy = new MockResponse.Builder();
            for (int i = 0; i < 30; i++) {
                wordy.addHeader("X-" + i, "y");
            }
            server.enqueue(wordy.build());
            server.enqueue(wordy.build());
            assertThat(client.newCall(get("/")).execute().header("X-29")).isEqualTo("y");

            try (HawserClient strict = link.client()
                    .responseLimits(ResponseLimits.DEFAULT.withFieldCount(20))
                    .build()) {
                assertThatThrownBy(() -> strict.newCall(get("/")).execute())
                        .isInstanceOf(ProtocolException.class)
                        .hasMessageContaining("limit fieldCount");
            }
        }

        @Test
        void canBeExecutedOnce() throws IOException {
            server.enqueue(MockResponse.of(200, ""));
            Call call = client.newCall(get("/"));
            call.execute().close();

            assertThat(call.isExecuted()).isTrue();
            assertThatThrownBy(call::execute)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Already Executed");
            assertThatThrownBy(call::executeAsync)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Already Executed");
        }

        @Test
        void canBeClonedToBeExecutedAgain() throws IOException {
            server.enqueue(MockResponse.of(200, "one"));
            server.enqueue(MockResponse.of(200, "two"));
            Call call = client.newCall(get("/"));
            call.execute().close();

            Call again = call.clone();
            assertThat(again.isExecuted()).isFalse();
            try (Response response = again.execute()) {
                assertThat(response.body().string()).isEqualTo("two");
            }
        }

        @Test
        void thatWasCancelledBeforehandFails() {
            Call call = client.newCall(get("/"));
            call.cancel();

            assertThat(call.isCanceled()).isTrue();
            assertThatThrownBy(call::execute).isInstanceOf(IOException.class).hasMessage("Canceled");
            assertThat(server.connectionCount()).isZero();
        }

        @Test
        void reusesTheConnectionOfTheOneBefore() throws Exception {
            for (int i = 0; i < 3; i++) {
                server.enqueue(MockResponse.of(200, "x"));
                bodyOf("/" + i);
            }

            for (int i = 0; i < 3; i++) {
                var request = server.takeRequest();
                assertThat(request.connectionIndex()).isZero();
                assertThat(request.sequenceNumber()).isEqualTo(i);
            }
            assertThat(client.connectionPool().connectionCount()).isEqualTo(1);
            assertThat(client.connectionPool().idleConnectionCount()).isEqualTo(1);
        }

        @Test
        void isCountedWhileItRuns() throws Exception {
            server.handler(request -> {
                assertThat(client.dispatcher().runningCallsCount()).isEqualTo(1);
                return MockResponse.of(200, "x");
            });
            CountDownLatch idle = new CountDownLatch(1);
            client.dispatcher().setIdleCallback(idle::countDown);

            assertThat(bodyOf("/")).isEqualTo("x");
            idle.await();
            assertThat(client.dispatcher().runningCalls()).isEmpty();
        }
    }

    @Nested
    class AnAsynchronousCall {
        @Test
        void tellsItsResponse() throws Exception {
            server.enqueue(MockResponse.of(200, "hello"));
            CompletableFuture<String> told = new CompletableFuture<>();

            client.newCall(get("/")).enqueue(new Callback() {
                @Override
                public void onFailure(Call call, IOException e) {
                    told.completeExceptionally(e);
                }

                @Override
                public void onResponse(Call call, Response response) throws IOException {
                    try (ResponseBody body = response.body()) {
                        told.complete(body.string());
                    }
                }
            });

            assertThat(told.get()).isEqualTo("hello");
        }

        @Test
        void isToBeHadAsAFuture() throws Exception {
            server.enqueue(MockResponse.of(200, "hello"));

            try (Response response = client.newCall(get("/")).executeAsync().get()) {
                assertThat(response.body().string()).isEqualTo("hello");
            }
        }

        @TestOver(
                value = {Link.H1, Link.H1_TLS, Link.H2, Link.H2C},
                because = "through a proxy it is the proxy that would refuse")
        void failsItsFutureWithTheFailureItself() throws Exception {
            int port = server.port();
            server.close();

            assertThatThrownBy(() -> client.newCall(new Request.Builder()
                                    .url(link.scheme() + "://127.0.0.1:" + port + "/")
                                    .build())
                            .executeAsync()
                            .get())
                    .hasCauseInstanceOf(java.net.ConnectException.class);
        }

        @Test
        void runsOnTheUsersExecutor() throws Exception {
            ExecutorService executor = Executors.newSingleThreadExecutor(work -> new Thread(work, "mine"));
            try (HawserClient own =
                    client.newBuilder().dispatcher(new Dispatcher(executor)).build()) {
                server.enqueue(MockResponse.of(200, "x"));
                CompletableFuture<String> thread = new CompletableFuture<>();
                own.newCall(get("/")).enqueue(new Callback() {
                    @Override
                    public void onFailure(Call call, IOException e) {
                        thread.completeExceptionally(e);
                    }

                    @Override
                    public void onResponse(Call call, Response response) {
                        response.close();
                        thread.complete(Thread.currentThread().getName());
                    }
                });

                assertThat(thread.get()).isEqualTo("mine");
            }
            assertThat(executor.isShutdown()).isFalse();
            executor.shutdown();
        }

        @Test
        void failsWhereTheExecutorRefuses() {
            ExecutorService executor = Executors.newSingleThreadExecutor();
            executor.shutdown();
            try (HawserClient own =
                    client.newBuilder().dispatcher(new Dispatcher(executor)).build()) {
                assertThatThrownBy(() -> own.newCall(get("/")).executeAsync().get())
                        .cause()
                        .hasMessage("executor rejected");
                assertThat(own.dispatcher().runningCallsCount()).isZero();
                assertThat(own.dispatcher().queuedCallsCount()).isZero();
            }
        }

        @Test
        void waitsForItsTurnAndLeavesTheQueueAtOnceWhenCancelled() throws Exception {
            CountDownLatch release = new CountDownLatch(1);
            server.handler(request -> {
                release.await();
                return MockResponse.of(200, "x");
            });
            client.dispatcher().setMaxRequestsPerHost(1);
            CompletableFuture<Response> first = client.newCall(get("/1")).executeAsync();
            CompletableFuture<Response> second = client.newCall(get("/2")).executeAsync();
            Call third = client.newCall(get("/3"));
            CompletableFuture<Response> thirdResponse = third.executeAsync();

            assertThat(client.dispatcher().runningCallsCount()).isEqualTo(1);
            assertThat(client.dispatcher().queuedCallsCount()).isEqualTo(2);
            third.cancel();
            assertThatThrownBy(() -> thirdResponse.get(30, TimeUnit.SECONDS))
                    .cause()
                    .hasMessage("Canceled");
            assertThat(client.dispatcher().queuedCallsCount()).isEqualTo(1);

            release.countDown();
            first.get().close();
            second.get().close();
            assertThat(server.requestCount()).isEqualTo(2);
        }
    }

    @Nested
    class Interceptors {
        @Test
        void ofTheApplicationStandAroundThoseOfTheNetwork() throws IOException {
            List<String> order = new ArrayList<>();
            client = client.newBuilder()
                    .addInterceptor(noting(order, "app 1"))
                    .addInterceptor(noting(order, "app 2"))
                    .addNetworkInterceptor(noting(order, "net 1"))
                    .addNetworkInterceptor(noting(order, "net 2"))
                    .build();
            server.enqueue(MockResponse.of(200, "x"));
            bodyOf("/");

            assertThat(order)
                    .containsExactly(
                            "> app 1 false",
                            "> app 2 false",
                            "> net 1 true",
                            "> net 2 true",
                            "< net 2",
                            "< net 1",
                            "< app 2",
                            "< app 1");
        }

        private Interceptor noting(List<String> order, String name) {
            return chain -> {
                order.add("> " + name + " " + (chain.connection() != null));
                Response response = chain.proceed(chain.request());
                order.add("< " + name);
                return response;
            };
        }

        @Test
        void ofTheApplicationMayAnswerByThemselves() throws IOException {
            client = client.newBuilder()
                    .addInterceptor(chain -> new Response.Builder()
                            .request(chain.request())
                            .protocol(Protocol.HTTP_1_1)
                            .code(200)
                            .message("OK")
                            .body(ResponseBody.create("short", null))
                            .build())
                    .build();

            assertThat(bodyOf("/")).isEqualTo("short");
            assertThat(server.connectionCount()).isZero();
        }

        @Test
        void ofTheApplicationMayAskAgainWhenTheyHaveClosedTheResponse() throws IOException {
            client = client.newBuilder()
                    .addInterceptor(chain -> {
                        chain.proceed(chain.request()).close();
                        return chain.proceed(chain.request());
                    })
                    .build();
            server.enqueue(MockResponse.of(200, "one"));
            server.enqueue(MockResponse.of(200, "two"));

            assertThat(bodyOf("/")).isEqualTo("two");
            assertThat(server.connectionCount()).isEqualTo(1);
        }

        @Test
        void thatAskAgainWithoutClosingAreToldSo() {
            client = client.newBuilder()
                    .addInterceptor(chain -> {
                        chain.proceed(chain.request());
                        return chain.proceed(chain.request());
                    })
                    .build();
            server.enqueue(MockResponse.of(200, "one"));
            server.enqueue(MockResponse.of(200, "two"));

            assertThatThrownBy(() -> bodyOf("/"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("cannot make a new request because the previous response is still open: "
                            + "please call response.close()");
        }

        @Test
        void ofTheNetworkMustProceedExactlyOnce() {
            client = client.newBuilder()
                    .addNetworkInterceptor(chain -> {
                        chain.proceed(chain.request()).close();
                        return chain.proceed(chain.request());
                    })
                    .build();
            server.enqueue(MockResponse.of(200, "one"));

            assertThatThrownBy(() -> bodyOf("/"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith("must call proceed() exactly once");
        }

        @Test
        void ofTheNetworkMustKeepToTheServer() {
            client = client.newBuilder()
                    .addNetworkInterceptor(chain -> chain.proceed(chain.request()
                            .newBuilder()
                            .url("http://other.example/")
                            .build()))
                    .build();

            assertThatThrownBy(() -> bodyOf("/"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith("must retain the same host and port");
        }

        @Test
        void ofTheNetworkSeeEachRedirectAndThoseOfTheApplicationOnlyTheEnd() throws IOException {
            AtomicInteger network = new AtomicInteger();
            AtomicInteger application = new AtomicInteger();
            client = client.newBuilder()
                    .addInterceptor(chain -> {
                        application.incrementAndGet();
                        return chain.proceed(chain.request());
                    })
                    .addNetworkInterceptor(chain -> {
                        network.incrementAndGet();
                        return chain.proceed(chain.request());
                    })
                    .build();
            server.enqueue(new MockResponse.Builder()
                    .code(302)
                    .addHeader("Location", "/b")
                    .build());
            server.enqueue(MockResponse.of(200, "there"));

            assertThat(bodyOf("/a")).isEqualTo("there");
            assertThat(network).hasValue(2);
            assertThat(application).hasValue(1);
        }

        @Test
        void mayChangeTheTimeoutsOfOneCall() {
            client = client.newBuilder()
                    .addInterceptor(chain ->
                            chain.withReadTimeout(20, TimeUnit.MILLISECONDS).proceed(chain.request()))
                    .build();
            CountDownLatch over = new CountDownLatch(1);
            server.handler(request -> {
                over.await();
                return MockResponse.of(200);
            });

            assertThatThrownBy(() -> bodyOf("/"))
                    .isInstanceOf(java.net.SocketTimeoutException.class)
                    .hasMessageContaining("20 ms");
            over.countDown();
        }

        @Test
        void thatThrowLoseNoConnection() throws Exception {
            HawserClient throwing = client.newBuilder()
                    .addNetworkInterceptor(chain -> {
                        chain.proceed(chain.request());
                        throw new IllegalArgumentException("mine");
                    })
                    .build();
            server.enqueue(MockResponse.of(200, "one"));
            server.enqueue(MockResponse.of(200, "two"));

            assertThatThrownBy(() -> throwing.newCall(get("/")).execute())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("mine");
            assertThat(bodyOf("/")).isEqualTo("two");
            assertThat(server.connectionCount()).isEqualTo(link.isH2() ? 1 : 2); // only a stream was given up
            assertThat(client.connectionPool().connectionCount()).isEqualTo(1);
            throwing.close();
        }
    }

    @Nested
    class Redirects {
        private void redirects(int times) {
            for (int i = 0; i < times; i++) {
                server.enqueue(new MockResponse.Builder()
                        .code(302)
                        .addHeader("Location", "/" + (i + 1))
                        .body("elsewhere")
                        .build());
            }
            server.enqueue(MockResponse.of(200, "there"));
        }

        @Test
        void areFollowedTwentyTimesOnTheSameConnection() throws IOException {
            redirects(20);

            try (Response response = client.newCall(get("/0")).execute()) {
                assertThat(response.request().url().encodedPath()).isEqualTo("/20");
                assertThat(response.priorResponse().code()).isEqualTo(302);
                assertThat(response.body().string()).isEqualTo("there");
            }
            assertThat(server.connectionCount()).isEqualTo(1);
        }

        @Test
        void leadToAnswersThatMayTakeLongerThanTheDrainingOfTheirOwnBodies() throws IOException {
            server.enqueue(new MockResponse.Builder()
                    .code(302)
                    .addHeader("Location", "/slow")
                    .body("elsewhere")
                    .build());
            server.enqueue(new MockResponse.Builder()
                    .body("there")
                    .headersDelay(Duration.ofMillis(200))
                    .build());
            client = client.newBuilder()
                    .responseLimits(ResponseLimits.DEFAULT.withDrain(65_536, Duration.ofMillis(50)))
                    .build();

            assertThat(bodyOf("/")).isEqualTo("there");
            assertThat(server.connectionCount()).isEqualTo(1);
        }

        @Test
        void areNotFollowedForever() {
            redirects(21);

            assertThatThrownBy(() -> bodyOf("/0"))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessage("Too many follow-up requests: 21");
        }

        @Test
        void areTheUsersToSeeIfHeWants() throws IOException {
            client = client.newBuilder().followRedirects(false).build();
            redirects(1);

            assertThat(bodyOf("/0")).isEqualTo("elsewhere");
        }

        @Test
        void toAnotherServerTakeAConnectionThereAndNoCredentials() throws Exception {
            try (TestServer other = new TestServer()) {
                link.start(other);
                other.enqueue(MockResponse.of(200, "other"));
                server.enqueue(new MockResponse.Builder()
                        .code(307)
                        .addHeader("Location", other.url("/x").toString())
                        .build());

                try (Response response = client.newCall(get("/").newBuilder()
                                .header("Authorization", "secret")
                                .build())
                        .execute()) {
                    assertThat(response.body().string()).isEqualTo("other");
                }
                assertThat(other.takeRequest().header("Authorization")).isNull();
                assertThat(client.connectionPool().idleConnectionCount()).isEqualTo(2);
            }
        }
    }

    @Nested
    class ClosingClients {
        @Test
        void endsThePoolWithTheLastThatSharesIt() throws Exception {
            server.enqueue(MockResponse.of(200, "x"));
            HawserClient derived = client.newBuilder().followRedirects(false).build();
            assertThat(derived.connectionPool()).isSameAs(client.connectionPool());
            assertThat(derived.dispatcher()).isSameAs(client.dispatcher());
            bodyOf("/");

            client.close();
            client.close();
            assertThat(client.connectionPool().idleConnectionCount()).isEqualTo(1);
            derived.close();
            assertThat(client.connectionPool().connectionCount()).isZero();
            assertThat(server.awaitOpenConnections(0, Duration.ofSeconds(30))).isTrue();
            assertThatThrownBy(() -> bodyOf("/"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("closed");
        }

        @Test
        void leavesAPoolOfTheUsersAlone() throws Exception {
            dev.hawser.ConnectionPool pool = new dev.hawser.ConnectionPool();
            HawserClient own = client.newBuilder().connectionPool(pool).build();
            server.enqueue(MockResponse.of(200, "x"));
            own.newCall(get("/")).execute().close();

            own.close();

            assertThat(pool.idleConnectionCount()).isEqualTo(1);
            pool.close();
        }
    }
}
