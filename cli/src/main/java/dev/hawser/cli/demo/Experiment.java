package dev.hawser.cli.demo;

import dev.hawser.Call;
import dev.hawser.Connection;
import dev.hawser.ConnectionPool;
import dev.hawser.EventListener;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.cli.terminal.CommandFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Waves of requests to one server over one pool, and all that the pool tells meanwhile. To be run once; its
 * connections stay until it is closed.
 */
final class Experiment implements AutoCloseable {
    private final Plan plan;
    private final Target target;
    private final LongSupplier elapsedNanos;
    private final PoolLog log;
    private final ConnectionPool pool;
    private final HawserClient client;
    private final List<Long> starts = new ArrayList<>();
    private final List<Exchange> exchanges = new ArrayList<>();

    /** An experiment that is yet to be run. */
    Experiment(Plan plan, Target target, LongSupplier nanoTime) {
        this.plan = plan;
        this.target = target;
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
                .followRedirects(false)
                .callTimeout(longest)
                .readTimeout(longest)
                .eventListener(new Notes(log, elapsedNanos))
                .build();
    }

    /** Runs it to its end, when all connections are back in the pool. */
    ExperimentRecord run() throws CommandFailure, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(plan.threads());
        try {
            for (int wave = 1; wave <= plan.waves(); wave++) {
                if (wave > 1) {
                    TimeUnit.NANOSECONDS.sleep(plan.rhythm().pause().toNanos());
                }
                starts.add(elapsedNanos.getAsLong());
                exchanges.addAll(send(wave, threads));
                awaitQuiet(wave);
            }
        } finally {
            threads.shutdownNow();
        }
        return observed();
    }

    /** What has happened until now, after it was run. */
    ExperimentRecord observed() {
        return new ExperimentRecord(
                plan, target, starts, log.events(), exchanges, pool.connectionCount(), pool.idleConnectionCount());
    }

    private List<Exchange> send(int wave, ExecutorService threads) throws CommandFailure, InterruptedException {
        List<Callable<Exchange>> requests = new ArrayList<>();
        for (int thread = 1; thread <= plan.threads(); thread++) {
            int number = plan.requestNumber(wave, thread);
            requests.add(() -> exchange(wave, number));
        }
        List<Exchange> answered = new ArrayList<>();
        for (Future<Exchange> each : threads.invokeAll(requests)) {
            try {
                answered.add(each.get());
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new CommandFailure("demo: wave " + wave + ": " + describe(cause), cause);
            }
        }
        return answered;
    }

    private static String describe(Throwable cause) {
        String message = cause.getMessage();
        return cause instanceof IOException && message != null ? message : cause.toString();
    }

    private Exchange exchange(int wave, int number) throws IOException {
        Carrier carrier = new Carrier(new AtomicLong(), new AtomicLong());
        Request request = new Request.Builder()
                .url(target.url(wave, number))
                .tag(Carrier.class, carrier)
                .build();
        long startNanos = elapsedNanos.getAsLong();
        try (Response response = client.newCall(request).execute()) {
            if (!target.isAnswer(response.code())) {
                throw new IOException("request " + number + " was answered " + response.code() + ": "
                        + response.body().string());
            }
            response.body().byteStream().transferTo(OutputStream.nullOutputStream());
            return new Exchange(
                    number,
                    wave,
                    carrier.connection().get(),
                    response.code(),
                    startNanos,
                    carrier.acquiredNanos().get(),
                    elapsedNanos.getAsLong());
        }
    }

    /** Waits until all leases are back, and the end of each connection that has left the pool has been told. */
    private void awaitQuiet(int wave) throws CommandFailure, InterruptedException {
        if (!log.awaitLeasesBack(wave * plan.threads(), plan.patience()) || !awaitEndsTold()) {
            throw new CommandFailure("demo: wave " + wave + ": the pool's events did not come to rest within "
                    + plan.patience().toSeconds() + " s: " + log + "; the pool has " + pool);
        }
    }

    private boolean awaitEndsTold() throws InterruptedException {
        int told = log.size();
        while (log.openCount() != pool.connectionCount()) {
            if (!log.awaitMoreThan(told, plan.patience())) {
                return log.openCount() == pool.connectionCount();
            }
            told = log.size();
        }
        return true;
    }

    /** Closes the connections. */
    @Override
    public void close() {
        client.close();
        pool.close();
    }

    /** The number of the connection that a call got last, 0 before that, and when. */
    private record Carrier(AtomicLong connection, AtomicLong acquiredNanos) {}

    /** Notes which connection each call gets, and when each dial begins. */
    private static final class Notes extends EventListener {
        private final PoolLog log;
        private final LongSupplier elapsedNanos;

        Notes(PoolLog log, LongSupplier elapsedNanos) {
            this.log = log;
            this.elapsedNanos = elapsedNanos;
        }

        @Override
        public void dnsStart(Call call, String domainName) {
            log.dialBegan();
        }

        @Override
        public void connectStart(Call call, InetSocketAddress inetSocketAddress, Proxy proxy) {
            log.dialBegan();
        }

        @Override
        public void connectionAcquired(Call call, Connection connection) {
            Carrier carrier = call.request().tag(Carrier.class);
            if (carrier != null) {
                carrier.connection().set(connection.id());
                carrier.acquiredNanos().set(elapsedNanos.getAsLong());
            }
        }
    }
}
