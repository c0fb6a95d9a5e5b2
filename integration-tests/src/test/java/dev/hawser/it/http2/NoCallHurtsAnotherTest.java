package dev.hawser.it.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.it.cutoff.Eventually;
import dev.hawser.testserver.Http2Frame;
import dev.hawser.testserver.Http2Options;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.SocketPolicy;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that share a connection: one that is slow, stuck, cut off or badly behaved leaves the others alone. */
@Timeout(60)
@EveryProtocol(
        value = {Link.H2, Link.H2_LAYERED, Link.H2C},
        because = "calls of HTTP/1.1 share no connection")
class NoCallHurtsAnotherTest {
    /** More than the window of a stream, so that a server cannot send all of it to who does not read. */
    private static final int BEYOND_THE_WINDOW = 6_000_000;

    private static final int CALLERS = 32;

    private final TestServer server = new TestServer();
    private final CountDownLatch released = new CountDownLatch(1);
    private final ConnectionPool pool = new ConnectionPool();
    private final Link link;

    /** How many connections there are to be in the end. */
    private int connections = 1;

    private final HawserClient client;

    NoCallHurtsAnotherTest(Link link) {
        this.link = link;
        this.client = link.client().connectionPool(pool).build();
    }

    @BeforeEach
    void start() {
        byte[] large = new byte[BEYOND_THE_WINDOW];
        server.handler(request -> switch (request.path()) {
            case "/large" -> new MockResponse.Builder().body(large).build();
            case "/held" -> held();
            case "/frozen" ->
                new MockResponse.Builder()
                        .body("x")
                        .socketPolicy(new SocketPolicy(SocketPolicy.Moment.RESPONSE_END, SocketPolicy.Effect.FREEZE))
                        .build();
            case "/drip" ->
                new MockResponse.Builder()
                        .body(new byte[200])
                        .throttleBody(1, Duration.ofMillis(5))
                        .build();
            default -> MockResponse.of(200, request.path() + request.bodyString());
        });
        link.start(server);
    }

    private MockResponse held() throws InterruptedException {
        released.await();
        return MockResponse.of(200, "/held");
    }

    @AfterEach
    void stop() {
        released.countDown();
        client.close();
        pool.close();
        server.close();
        assertThat(server.connectionCount()).isEqualTo(connections);
        assertThat(server.protocolErrors()).isEmpty();
    }

    private Request.Builder request(String path) {
        return new Request.Builder().url(server.url(path));
    }

    private String bodyOf(Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            return response.body().string();
        }
    }

    private void assertOthersAreServed() throws IOException {
        for (int i = 0; i < 20; i++) {
            assertThat(bodyOf(request("/" + i).build())).isEqualTo("/" + i);
        }
    }

    private static <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "a caller");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    @Test
    void readersWhoDoNotReadFillTheirOwnWindowsOnly() throws Exception {
        List<Response> unread = new ArrayList<>();
        for (int i = 0; i < 5; i++) { // together more than the window of the connection
            unread.add(client.newCall(request("/large").build()).execute());
        }

        assertOthersAreServed();
        assertThat(bodyOf(request("/large").build())).hasSize(BEYOND_THE_WINDOW);

        for (Response each : unread) {
            try (each) {
                assertThat(each.body().bytes()).hasSize(BEYOND_THE_WINDOW);
            }
        }
    }

    @Test
    void aStreamThatTheServerIsSlowWithBlocksNoOther() throws Exception {
        FutureTask<String> slow = start(() -> bodyOf(request("/held").build()));
        try (Response dripping = client.newCall(request("/drip").build()).execute()) {
            assertOthersAreServed();
            assertThat(bodyOf(request("/large").build())).hasSize(BEYOND_THE_WINDOW);
            assertThat(slow).isNotDone();

            assertThat(dripping.body().bytes()).hasSize(200);
        }
        released.countDown();
        assertThat(slow.get()).isEqualTo("/held");
    }

    @Test
    void bodiesThatTheServerDoesNotTakeBlockNoOther() throws Exception {
        server.http2Options(new Http2Options.Builder()
                .grantWindows(false)
                .settings(Http2Frame.INITIAL_WINDOW_SIZE, 100)
                .build());
        assertOthersAreServed();
        HawserClient impatient =
                client.newBuilder().writeTimeout(Duration.ofMillis(300)).build();
        Request upload = request("/upload")
                .post(RequestBody.create(new byte[1_000], null))
                .build();
        FutureTask<Response> stuck = start(() -> impatient.newCall(upload).execute());

        assertOthersAreServed();

        assertThatThrownBy(() -> stuck.get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(SocketTimeoutException.class)
                .hasMessageContaining("timeout after 300 ms sending to");
        Eventually.await(
                "the server has answered whether it is there",
                () -> pool.snapshot().connections().get(0).capacity() > 0);
        assertOthersAreServed();
    }

    @Test
    void whoeverWaitsForAWriteThatIsStuckIsToldInTime() throws Exception {
        connections = 2;
        int roomForAll = 100_000_000;
        server.http2Options(new Http2Options.Builder()
                .settings(Http2Frame.INITIAL_WINDOW_SIZE, roomForAll)
                .build());
        HawserClient impatient =
                client.newBuilder().writeTimeout(Duration.ofMillis(300)).build();
        assertOthersAreServed();
        server.http2(0).send(Http2Frame.windowUpdate(0, roomForAll));
        assertThat(bodyOf(request("/frozen").build())).isEqualTo("x");
        Request upload = request("/upload")
                .post(RequestBody.create(new byte[20_000_000], null))
                .build();
        List<FutureTask<Response>> stuck = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            stuck.add(start(() -> impatient.newCall(upload).execute()));
        }

        for (FutureTask<Response> each : stuck) {
            assertThatThrownBy(() -> each.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(SocketTimeoutException.class);
        }
        Eventually.await("the connection is given up", () -> pool.connectionCount() == 0);
        assertOthersAreServed();
    }

    @Test
    void oneThatIsInterruptedOfManyEndsAloneAtWhateverMoment() throws Exception {
        CyclicBarrier together = new CyclicBarrier(CALLERS);
        for (int round = 0; round < 20; round++) {
            List<Thread> threads = new ArrayList<>();
            List<FutureTask<String>> calls = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                String content = "/" + i + "of" + round;
                FutureTask<String> call = new FutureTask<>(() -> {
                    together.await();
                    return bodyOf(request("/echo")
                            .post(RequestBody.create(content, null))
                            .build());
                });
                Thread thread = new Thread(call, "caller " + i);
                thread.start();
                threads.add(thread);
                calls.add(call);
            }
            Eventually.await("under way", () -> calls.stream().anyMatch(FutureTask::isDone));
            Thread victim = threads.get(round % CALLERS);
            victim.interrupt();

            for (int i = 0; i < CALLERS; i++) {
                if (threads.get(i) == victim) {
                    assertEndedByTheInterruptOrBefore(calls.get(i), "/echo/" + i + "of" + round);
                } else {
                    assertThat(calls.get(i).get(30, TimeUnit.SECONDS)).isEqualTo("/echo/" + i + "of" + round);
                }
            }
        }
    }

    private static void assertEndedByTheInterruptOrBefore(FutureTask<String> call, String answer) throws Exception {
        try {
            assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo(answer);
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(InterruptedIOException.class);
        }
    }

    @Test
    void aCallerInAnInterceptorOrACallbackHoldsUpNoFrame() throws Exception {
        assertOthersAreServed();
        CountDownLatch inside = new CountDownLatch(3);
        HawserClient dawdling = client.newBuilder()
                .addNetworkInterceptor(chain -> {
                    Response response = chain.proceed(chain.request());
                    inside.countDown();
                    awaitRelease();
                    return response;
                })
                .build();
        List<CompletableFuture<Response>> held = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            held.add(dawdling.newCall(request("/" + i).build()).executeAsync());
        }
        inside.await();

        assertOthersAreServed();

        released.countDown();
        for (CompletableFuture<Response> each : held) {
            each.get().close();
        }
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
