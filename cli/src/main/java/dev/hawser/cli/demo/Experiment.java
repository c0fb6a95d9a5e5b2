package dev.hawser.cli.demo;

import dev.hawser.Call;
import dev.hawser.Connection;
import dev.hawser.ConnectionPool;
import dev.hawser.EventListener;
import dev.hawser.HawserClient;
import dev.hawser.HttpUrl;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.cli.terminal.CommandFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Waves of requests to one server over one pool, and all that the pool tells meanwhile. To be run once; its
 * connections stay until it is closed.
 */
final class Experiment implements AutoCloseable {
    private final Plan plan;
    private final HttpUrl url;
    private final LongSupplier elapsedNanos;
    private final PoolLog log;
    private final ConnectionPool pool;
    private final HawserClient client;

    /**
     * An experiment that is yet to be run.
     *
     * @param url where the requests go; their wave and number are added to its path
     */
    Experiment(Plan plan, HttpUrl url, LongSupplier nanoTime) {
        this.plan = plan;
        this.url = url;
        long startNanos = nanoTime.getAsLong();
        this.elapsedNanos = () -> nanoTime.getAsLong() - startNanos;
        this.log = new PoolLog(elapsedNanos);
        this.pool = new ConnectionPool.Builder()
                .maxIdleConnections(plan.maxIdle())
                .keepAliveDuration(plan.keepAlive())
                .listener(log)
                .build();
        Duration longest = plan.patience().multipliedBy(2);
        this.client = new HawserClient.Builder()
                .connectionPool(pool)
                .callTimeout(longest)
                .readTimeout(longest)
                .eventListener(new CarrierNotes())
                .build();
    }

    /** Runs it to its end, when all connections are back in the pool. */
    ExperimentRecord run() throws CommandFailure, InterruptedException {
        List<Long> starts = new ArrayList<>();
        List<Exchange> exchanges = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(plan.threads());
        try {
            for (int wave = 1; wave <= plan.waves(); wave++) {
                starts.add(elapsedNanos.getAsLong());
                exchanges.addAll(send(wave, threads));
                awaitQuiet(wave);
            }
        } finally {
            threads.shutdownNow();
        }
        return new ExperimentRecord(
                plan, starts, log.events(), exchanges, pool.connectionCount(), pool.idleConnectionCount());
    }

    private List<Exchange> send(int wave, ExecutorService threads) throws CommandFailure, InterruptedException {
        List<Callable<Exchange>> requests = new ArrayList<>();
        for (int thread = 1; thread <= plan.threads(); thread++) {
            int number = plan.requestNumber(wave, thread);
            requests.add(() -> exchange(wave, number));
        }
        List<Exchange> exchanges = new ArrayList<>();
        for (Future<Exchange> each : threads.invokeAll(requests)) {
            try {
                exchanges.add(each.get());
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new CommandFailure("demo: wave " + wave + ": " + describe(cause), cause);
            }
        }
        return exchanges;
    }

    private static String describe(Throwable cause) {
        String message = cause.getMessage();
        return cause instanceof IOException && message != null ? message : cause.toString();
    }

    private Exchange exchange(int wave, int number) throws IOException {
        Carrier carrier = new Carrier(new AtomicLong());
        Request request = new Request.Builder()
                .url(url.newBuilder()
                        .addPathSegment(Integer.toString(wave))
                        .addPathSegment(Integer.toString(number))
                        .build())
                .tag(Carrier.class, carrier)
                .build();
        long startNanos = elapsedNanos.getAsLong();
        try (Response response = client.newCall(request).execute()) {
            String answer = response.body().string();
            if (!response.isSuccessful()) {
                throw new IOException("request " + number + " was answered " + response.code() + ": " + answer);
            }
        }
        return new Exchange(number, wave, carrier.connection().get(), startNanos, elapsedNanos.getAsLong());
    }

    /** Waits until all leases are back, and the end of each connection that has left the pool has been told. */
    private void awaitQuiet(int wave) throws CommandFailure, InterruptedException {
        boolean quiet = log.awaitLeasesBack(wave * plan.threads(), plan.patience())
                && log.awaitOpen(pool.connectionCount(), plan.patience());
        if (!quiet) {
            throw new CommandFailure("demo: wave " + wave + ": the pool's events did not come to rest within "
                    + plan.patience().toSeconds() + " s: " + log + "; the pool has " + pool);
        }
    }

    /** Closes the connections. */
    @Override
    public void close() {
        client.close();
        pool.close();
    }

    /** The number of the connection that a call got; 0 before that. */
    private record Carrier(AtomicLong connection) {}

    /** Notes which connection each call gets. */
    private static final class CarrierNotes extends EventListener {
        @Override
        public void connectionAcquired(Call call, Connection connection) {
            Carrier carrier = call.request().tag(Carrier.class);
            if (carrier != null) {
                carrier.connection().set(connection.id());
            }
        }
    }
}
