package dev.hawser.cli.demo;

import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The server of an experiment, on a free port of the loopback interface. It answers no request of a wave
 * before all of that wave have arrived, so that each of them needs a connection of its own.
 */
final class WaveServer implements AutoCloseable {
    private final Plan plan;
    private final TestServer server = new TestServer();
    private final List<CountDownLatch> missing = new ArrayList<>();
    private final Queue<ServerCounts.Arrival> arrivals = new ConcurrentLinkedQueue<>();

    private WaveServer(Plan plan) {
        this.plan = plan;
        for (int wave = 1; wave <= plan.waves(); wave++) {
            missing.add(new CountDownLatch(plan.threads()));
        }
    }

    /** A server that has been started. */
    static WaveServer start(Plan plan) {
        WaveServer started = new WaveServer(plan);
        started.server.handler(started::answer);
        started.server.start();
        return started;
    }

    /** Where requests go; their paths end in the numbers of their wave and of their own. */
    Target target() {
        return new Target.Own(server.url("/wave"));
    }

    private MockResponse answer(RecordedRequest request) throws InterruptedException {
        String[] path = request.path().split("/", -1);
        int wave = Integer.parseInt(path[path.length - 2]);
        int number = Integer.parseInt(path[path.length - 1]);
        arrivals.add(new ServerCounts.Arrival(number, request.connectionIndex(), request.sequenceNumber()));
        CountDownLatch others = missing.get(wave - 1);
        others.countDown();
        if (!others.await(plan.patience().toNanos(), TimeUnit.NANOSECONDS)) {
            return MockResponse.of(
                    503,
                    others.getCount() + " of " + plan.threads() + " requests did not arrive within "
                            + plan.patience().toSeconds() + " s");
        }
        return new MockResponse.Builder()
                .body("request " + number + " of wave " + wave + "\n")
                .headersDelay(plan.rhythm().answerAfter())
                .build();
    }

    /** Waits until so many connections are open here; returns whether it came to that in time. */
    boolean awaitOpen(int count, Duration patience) throws InterruptedException {
        return server.awaitOpenConnections(count, patience);
    }

    /** What the server saw. That a connection was closed may take a moment to be seen. */
    ServerCounts counts() {
        return new ServerCounts(
                server.connectionCount(), server.openConnectionCount(), List.copyOf(arrivals), server.protocolErrors());
    }

    @Override
    public void close() {
        server.close();
    }
}
