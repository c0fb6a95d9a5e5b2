package dev.hawser.it.faults;

import dev.hawser.Call;
import dev.hawser.Connection;
import dev.hawser.ConnectionPool;
import dev.hawser.ConnectionPoolListener;
import dev.hawser.EventListener;
import dev.hawser.HawserClient;
import dev.hawser.HttpUrl;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.Retirement;
import dev.hawser.it.Link;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Many threads that share a client and ask for numbers, each once; and the counts of what came of it. */
final class Callers implements ConnectionPoolListener, AutoCloseable {
    static final int THREADS = 64;

    private final AtomicIntegerArray attempts;
    private final AtomicIntegerArray answers;
    private final ConcurrentLinkedQueue<IOException> failures = new ConcurrentLinkedQueue<>();
    private final LongAdder leases = new LongAdder();
    private final AtomicLong failedAttempts = new AtomicLong();
    private final Map<Retirement, LongAdder> retirements = new EnumMap<>(Retirement.class);
    private final ConnectionPool pool;
    private final HawserClient client;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    Callers(Link link, int numbers) {
        attempts = new AtomicIntegerArray(numbers);
        answers = new AtomicIntegerArray(numbers);
        for (Retirement reason : Retirement.values()) {
            retirements.put(reason, new LongAdder());
        }
        pool = new ConnectionPool.Builder()
                .maxIdleConnections(THREADS)
                .maxStreamsPerConnection(1) // so that the end of a connection meets one call
                .listener(this)
                .build();
        client =
                link.client().connectionPool(pool).eventListener(new Counting()).build();
    }

    /** Has all numbers from 0 asked for, in no certain order, and returns when each had an answer or failed. */
    void ask(int numbers, Function<Integer, Request> requests) throws Exception {
        AtomicInteger next = new AtomicInteger();
        Callable<Void> caller = () -> {
            for (int number = next.getAndIncrement(); number < numbers; number = next.getAndIncrement()) {
                ask(number, requests.apply(number));
            }
            return null;
        };
        List<Callable<Void>> all =
                IntStream.range(0, THREADS).mapToObj(i -> caller).toList();
        for (Future<Void> each : threads.invokeAll(all)) {
            each.get();
        }
    }

    private void ask(int number, Request request) {
        try (Response response = client.newCall(request).execute()) {
            answers.set(number, 1 + Integer.parseInt(response.body().string()));
        } catch (IOException e) {
            failures.add(e);
        }
    }

    /** How many times a request of that number was begun to be sent. */
    int attempts(int number) {
        return attempts.get(number);
    }

    /** The number that was answered to it, or -1 if none. */
    int answer(int number) {
        return answers.get(number) - 1;
    }

    List<IOException> failures() {
        return List.copyOf(failures);
    }

    /** How many times a call got a connection. */
    long leases() {
        return leases.sum();
    }

    /** How many requests failed on their connection, whether they were sent again or not. */
    long failedAttempts() {
        return failedAttempts.get();
    }

    ConnectionPool pool() {
        return pool;
    }

    /** How many connections went, by reason. */
    String retirements() {
        return retirements.entrySet().stream()
                .filter(each -> each.getValue().sum() > 0)
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
    }

    @Override
    public void connectionRetired(Connection connection, Retirement reason) {
        retirements.get(reason).increment();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.close();
        pool.close();
    }

    /** The number that a URL asks for. */
    static int number(HttpUrl url) {
        return Integer.parseInt(url.encodedPath().substring(1));
    }

    private final class Counting extends EventListener {
        @Override
        public void connectionAcquired(Call call, Connection connection) {
            leases.increment();
        }

        @Override
        public void requestHeadersStart(Call call) {
            attempts.incrementAndGet(number(call.request().url()));
        }

        @Override
        public void requestFailed(Call call, IOException e) {
            failedAttempts.incrementAndGet();
        }

        @Override
        public void responseFailed(Call call, IOException e) {
            failedAttempts.incrementAndGet();
        }
    }
}
