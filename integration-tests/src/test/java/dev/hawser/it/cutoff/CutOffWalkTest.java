package dev.hawser.it.cutoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Call;
import dev.hawser.ConnectionPool;
import dev.hawser.EventListener;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many calls on one pool, each cut off at a random moment or not at all: whoever gets an answer gets his own,
 * every call ends once, and afterwards the books balance.
 */
@Timeout(60)
@EveryProtocol({Link.H1, Link.H1_TLS, Link.H1_LAYERED, Link.H2, Link.H2_LAYERED, Link.H2C})
class CutOffWalkTest {
    private static final int THREADS = 6;
    private static final long SEED = 20_261_121;
    private static final int CALLS = 250;
    private static final int LATEST_CUT_MICROS = 1_500;
    private static final int LONGEST_BODY = 40_000;

    private final TestServer server = new TestServer();
    private final Retirements retirements = new Retirements();
    private final ConnectionPool pool = retirements.pool();
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final ScheduledExecutorService scissors = new ScheduledThreadPoolExecutor(1);
    private final HawserClient client;
    private final Link link;

    CutOffWalkTest(Link link) {
        this.link = link;
        this.client = link.client()
                .connectionPool(pool)
                .eventListener(new EventListener() {
                    @Override
                    public void callStart(Call call) {
                        started.incrementAndGet();
                    }

                    @Override
                    public void callEnd(Call call) {
                        ended.incrementAndGet();
                    }

                    @Override
                    public void callFailed(Call call, IOException ioe) {
                        ended.incrementAndGet();
                    }
                })
                .build();
    }

    @AfterEach
    void stop() {
        scissors.shutdownNow();
        client.close();
        pool.close();
        server.shutdown();
    }

    @Test
    void everyAnswerIsItsCallersAndTheBooksBalance() throws Exception {
        server.handler(request -> {
            String text = request.path() + request.bodyString();
            MockResponse.Builder response = new MockResponse.Builder();
            return (text.length() % 2 == 0 ? response.body(text) : response.chunkedBody(text, 1_000)).build();
        });
        link.start(server);
        List<Other<Void>> walkers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(SEED * THREADS + i);
            int walker = i;
            walkers.add(Other.start(() -> walk(walker, random)));
        }

        for (Other<Void> each : walkers) {
            each.result(40);
        }

        assertThat(answered).hasPositiveValue();
        assertThat(started).hasValue(THREADS * CALLS);
        Eventually.await("each call has ended", () -> ended.get() == THREADS * CALLS);
        Eventually.await(
                "as many connections here as there, and all idle",
                () -> pool.connectionCount() == server.openConnectionCount()
                        && pool.idleConnectionCount() == pool.connectionCount());
        assertThat(pool.connectionCount()).isBetween(0, 5);
    }

    private Void walk(int walker, Random random) {
        for (int i = 0; i < CALLS; i++) {
            String text = "/" + walker + "/" + i + "/";
            String sent = "x".repeat(random.nextInt(LONGEST_BODY));
            Call call = client.newCall(new Request.Builder()
                    .url(server.url(text))
                    .post(RequestBody.create(sent, null))
                    .build());
            Runnable cut = cut(random, call);
            AtomicBoolean cutMade = new AtomicBoolean();
            int micros = random.nextInt(LATEST_CUT_MICROS);
            Runnable cutting = () -> {
                cut.run();
                cutMade.set(true);
            };
            var scheduled = scissors.schedule(cutting, micros, TimeUnit.MICROSECONDS);
            try (Response response = call.execute()) {
                if (random.nextInt(8) > 0) {
                    assertThat(response.body().string()).isEqualTo(text + sent);
                    answered.incrementAndGet();
                }
            } catch (IOException e) {
                assertThat(e).as("call %s", call).hasMessageMatching("Canceled|timeout.*|interrupted.*");
            }
            Eventually.await("the cut is made, maybe too late for this call", cutMade::get);
            assertThat(scheduled.isCancelled()).isFalse();
            Thread.interrupted();
        }
        return null;
    }

    /** A cancel, an interrupt, a timeout set beforehand, or nothing. */
    private static Runnable cut(Random random, Call call) {
        Thread here = Thread.currentThread();
        switch (random.nextInt(5)) {
            case 0 -> {
                return call::cancel;
            }
            case 1 -> {
                return here::interrupt;
            }
            case 2 -> {
                call.timeout().timeout(1 + random.nextInt(LATEST_CUT_MICROS), TimeUnit.MICROSECONDS);
                return () -> {};
            }
            default -> {
                return () -> {};
            }
        }
    }
}
