package dev.hawser.it.cutoff;

import dev.hawser.Call;
import dev.hawser.Callback;
import dev.hawser.ConnectionPool;
import dev.hawser.Dispatcher;
import dev.hawser.HawserClient;
import dev.hawser.MediaType;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.ResponseLimits;
import dev.hawser.it.cutoff.Scenario.Cut;
import dev.hawser.it.cutoff.Scenario.Step;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.RequestHandler;
import dev.hawser.testserver.SocketPolicy;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A client and a server between which a call comes to a step, and stays there until it is cut off. */
final class Scene implements AutoCloseable {
    /** Longer than any test waits, so that what ends a call is what the test does. */
    private static final Duration LONG = Duration.ofSeconds(60);

    /** A dial that nobody waits for any more ends by its own timeout. */
    private static final Duration DIAL = Duration.ofSeconds(1);

    private static final Duration SHORT = Duration.ofMillis(60);
    private static final int MOST_DIALS = 8;

    final TestServer server = new TestServer();
    final Retirements retirements = new Retirements();
    final ConnectionPool pool = retirements.pool();
    final Steps steps = new Steps();
    final HawserClient client;
    private final Scenario scenario;
    private final FullPort fullPort = new FullPort();
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger lookups = new AtomicInteger();
    private final Dispatcher dispatcher = new Dispatcher();
    private final HawserClient tested;
    private volatile Thread runner = Thread.currentThread();
    private Call call;
    private CompletableFuture<?> future;

    /** How a call ended: with its failure or null, and with the thread's flag of interruption. */
    record Outcome(Throwable failure, boolean interrupted) {}

    Scene(Scenario scenario) throws IOException {
        this.scenario = scenario;
        server.handler(new Script());
        scenario.link().start(server);
        this.client = client();
        this.tested = tested();
        this.call = tested.newCall(request());
        this.future = new CompletableFuture<>();
    }

    private HawserClient client() {
        return scenario.link()
                .client()
                .connectionPool(pool)
                .dispatcher(dispatcher)
                .dns(this::lookup)
                .connectTimeout(LONG)
                .readTimeout(LONG)
                .writeTimeout(LONG)
                .expectContinueTimeout(LONG)
                .build();
    }

    private HawserClient tested() {
        boolean own = scenario.cut() == Cut.OWN_TIMEOUT;
        Duration drainTime = own && scenario.step() == Step.DRAINING ? SHORT : LONG;
        HawserClient.Builder builder = client.newBuilder()
                .eventListener(steps)
                .connectTimeout(DIAL)
                .responseLimits(ResponseLimits.DEFAULT.withDrain(65_536, drainTime))
                .addInterceptor(chain -> {
                    runner = Thread.currentThread();
                    return chain.proceed(chain.request());
                });
        if (scenario.cut() == Cut.CALL_TIMEOUT) {
            builder.callTimeout(scenario.step().isAnswered() ? Duration.ofMillis(500) : Duration.ofMillis(150));
        } else if (own && scenario.step() == Step.WRITING) {
            builder.writeTimeout(SHORT);
        } else if (own && scenario.step() != Step.DRAINING) {
            builder.readTimeout(SHORT);
        }
        return builder.build();
    }

    private List<InetAddress> lookup(String host) throws UnknownHostException {
        int blocked = scenario.step() == Step.DNS ? 1 : scenario.step() == Step.WAITING ? MOST_DIALS : 0;
        if (lookups.incrementAndGet() <= blocked) {
            awaitRelease();
        }
        return List.of(InetAddress.getLoopbackAddress());
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Request request() {
        Request.Builder request = new Request.Builder();
        return switch (scenario.step()) {
            case CONNECTING ->
                request.url("http://localhost:" + fullPort.number() + "/").build();
            case WRITING ->
                request.url(server.url("/writing")).post(new Flood()).build();
            case AWAITING_CONTINUE ->
                request.url(server.url("/continue"))
                        .header("Expect", "100-continue")
                        .post(RequestBody.create("rope", null))
                        .build();
            case AWAITING_HEAD -> request.url(server.url("/head")).build();
            case READING_BODY, DRAINING -> request.url(server.url("/body")).build();
            default -> request.url(server.url("/ok")).build();
        };
    }

    /** Starts the call; what comes of it is known when it has ended. */
    CompletableFuture<Outcome> start() throws IOException {
        prepare();
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        switch (scenario.way()) {
            case EXECUTE ->
                runner = Other.start(() -> outcome.complete(outcomeOf(() -> use(call.execute()))))
                        .thread();
            case ENQUEUE ->
                call.enqueue(new Callback() {
                    @Override
                    public void onFailure(Call failed, IOException cause) {
                        outcome.complete(new Outcome(cause, false));
                    }

                    @Override
                    public void onResponse(Call answered, Response response) {
                        outcome.complete(outcomeOf(() -> use(response)));
                    }
                });
            case ASYNC -> {
                CompletableFuture<Response> asked = call.executeAsync();
                future = asked.whenComplete((response, failure) -> outcome.complete(new Outcome(failure, false)));
                future = asked;
            }
        }
        return outcome;
    }

    /** What has to be there before: a kept connection, or other calls that are in the way. */
    private void prepare() throws IOException {
        Request ok = new Request.Builder().url(server.url("/ok")).build();
        Request busy = new Request.Builder().url(server.url("/busy")).build();
        if (scenario.step().isOnConnection()) {
            client.newCall(ok).execute().close();
        } else if (scenario.step() == Step.QUEUED) {
            dispatcher.setMaxRequestsPerHost(1);
            client.newCall(busy).enqueue(new Closing());
        } else if (scenario.step() == Step.WAITING) {
            dispatcher.setMaxRequestsPerHost(2 * MOST_DIALS);
            for (int i = 0; i < MOST_DIALS; i++) {
                client.newCall(ok).enqueue(new Closing());
            }
            int dials = scenario.link().isH2() ? 1 : MOST_DIALS; // one is for all
            Eventually.await("all dials are under way", () -> lookups.get() >= dials);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static Outcome outcomeOf(Work work) {
        try {
            work.run();
            return new Outcome(null, Thread.interrupted());
        } catch (IOException | RuntimeException e) {
            return new Outcome(e, Thread.interrupted());
        }
    }

    private void use(Response response) throws IOException {
        try (response) {
            if (scenario.step() == Step.READING_BODY) {
                response.body().bytes();
            }
        }
    }

    /** Returns when the call is where it shall be cut off. */
    void awaitStep() {
        Eventually.await(scenario.step() + " is reached", this::isAtStep);
    }

    private boolean isAtStep() {
        return switch (scenario.step()) {
            case QUEUED -> dispatcher.queuedCallsCount() == 1;
            case WAITING -> Other.isIn(runner, "dev.hawser.internal.pool.Wait");
            case DNS -> steps.hasBegun("dns") && Other.isIn(runner, "dev.hawser.internal.pool.Wait");
            case CONNECTING -> steps.hasBegun("connect") && Other.isInNetwork(steps.dialing());
            case HANDSHAKING -> steps.hasBegun("secureConnect") && Other.isInNetwork(steps.dialing());
            case WRITING -> steps.hasBegun("requestBody") && Other.isReading(runner);
            case AWAITING_CONTINUE, AWAITING_HEAD -> steps.hasBegun("responseHeaders") && Other.isReading(runner);
            case READING_BODY -> steps.hasBegun("responseBody") && Other.isReading(runner);
            case DRAINING -> steps.hasBegun("response") && Other.isReading(runner);
        };
    }

    /** Cuts the call off, if time does not. */
    void cut() {
        switch (scenario.cut()) {
            case CANCEL -> {
                if (scenario.way() == Scenario.Way.ASYNC) {
                    future.cancel(true);
                } else {
                    call.cancel();
                }
            }
            case INTERRUPT -> runner.interrupt();
            case CALL_TIMEOUT, OWN_TIMEOUT -> {}
        }
    }

    /** Lets go on whatever else was held up. */
    void release() {
        released.countDown();
    }

    @Override
    public void close() throws IOException {
        release();
        client.close();
        pool.close();
        dispatcher.executorService().shutdown();
        server.shutdown();
        fullPort.close();
    }

    /** What the server does. */
    private final class Script implements RequestHandler {
        @Override
        public SocketPolicy onConnection(int connectionIndex) {
            boolean mute = scenario.step() == Step.HANDSHAKING && connectionIndex == 0;
            return mute ? SocketPolicy.STALL_SOCKET_AT_START : SocketPolicy.KEEP_OPEN;
        }

        @Override
        public MockResponse onRequestHead(RecordedRequest head) {
            if (head.path().equals("/writing")) {
                awaitRelease();
            }
            if (head.path().equals("/continue")) {
                return new MockResponse.Builder().noContinue().build();
            }
            return null;
        }

        @Override
        public MockResponse handle(RecordedRequest request) {
            MockResponse.Builder response = new MockResponse.Builder();
            switch (request.path()) {
                case "/head" -> response.socketPolicy(SocketPolicy.NO_RESPONSE);
                case "/body" -> response.body(new byte[1_000]).socketPolicy(SocketPolicy.STALL_DURING_RESPONSE_BODY);
                case "/busy" -> awaitRelease();
                default -> response.body("ok");
            }
            return response.build();
        }
    }

    /** A body that does not end before it is cut off. */
    private static final class Flood extends RequestBody {
        private static final long LENGTH = 1L << 40;

        @Override
        public MediaType contentType() {
            return null;
        }

        @Override
        public long contentLength() {
            return LENGTH;
        }

        @Override
        public void writeTo(OutputStream sink) throws IOException {
            byte[] piece = new byte[1 << 16];
            for (long written = 0; written < LENGTH; written += piece.length) {
                sink.write(piece);
            }
        }
    }

    private static final class Closing implements Callback {
        @Override
        public void onFailure(Call failed, IOException cause) {}

        @Override
        public void onResponse(Call answered, Response response) {
            response.close();
        }
    }

    /** Waits for an outcome, but not for as long as the timeouts that are not to pass. */
    static Outcome of(CompletableFuture<Outcome> outcome) throws Exception {
        return outcome.get(20, TimeUnit.SECONDS);
    }
}
