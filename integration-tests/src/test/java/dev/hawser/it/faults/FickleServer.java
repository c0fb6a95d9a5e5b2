package dev.hawser.it.faults;

import dev.hawser.HttpUrl;
import dev.hawser.it.Link;
import dev.hawser.testserver.Fault;
import dev.hawser.testserver.Faults;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.SocketPolicy.Moment;
import dev.hawser.testserver.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A server that answers each request with the number in its path, misbehaves by chance on connections that have
 * answered at least once, and counts what befell each number.
 */
final class FickleServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestServer server = new TestServer();
    private final Faults faults;
    private final AtomicIntegerArray arrivals;
    private final AtomicIntegerArray cutOff;
    private final AtomicReferenceArray<Fault> faulty;

    /** A server for the numbers below {@code numbers}, with a chance of one in so many for each kind of fault. */
    FickleServer(Link link, int numbers, long seed, int oneIn, List<Fault> kinds) {
        arrivals = new AtomicIntegerArray(numbers);
        cutOff = new AtomicIntegerArray(numbers);
        faulty = new AtomicReferenceArray<>(numbers);
        Faults.Builder chances = Faults.seeded(seed).where(request -> request.sequenceNumber() > 0);
        kinds.forEach(kind -> chances.oneIn(oneIn, noted(kind)));
        faults = chances.over(this::answer);
        server.requestLimit(0);
        server.handler(this::withFault);
        link.start(server);
    }

    HttpUrl url(int number) {
        return server.url("/" + number);
    }

    private MockResponse answer(RecordedRequest request) {
        arrivals.incrementAndGet(number(request));
        return MockResponse.of(200, Integer.toString(number(request)));
    }

    private MockResponse withFault(RecordedRequest request) throws InterruptedException {
        MockResponse response = faults.handle(request);
        if (response.socketPolicy().moment() == Moment.REQUEST_END) {
            cutOff.incrementAndGet(number(request));
        }
        return response;
    }

    private Fault noted(Fault kind) {
        return new Fault(kind.name(), (response, dice) -> {
            faulty.set(Integer.parseInt(new String(response.body(), StandardCharsets.US_ASCII)), kind);
            return kind.alteration().apply(response, dice);
        });
    }

    private static int number(RecordedRequest request) {
        return Integer.parseInt(request.path().substring(1));
    }

    /** How many requests of that number were read. */
    int arrivals(int number) {
        return arrivals.get(number);
    }

    /** How many requests of that number were read, and the connection then ended without a byte of a response. */
    int cutOff(int number) {
        return cutOff.get(number);
    }

    /** Whether the last request of that number that got a fault got one of these. */
    boolean dealt(int number, List<Fault> kinds) {
        Fault kind = faulty.get(number);
        return kind != null && kinds.contains(kind);
    }

    /** How many times these kinds of faults were dealt in all. */
    long dealt(List<Fault> kinds) {
        List<String> names = kinds.stream().map(Fault::name).toList();
        return faults.dealt().entrySet().stream()
                .filter(each -> names.contains(each.getKey().name()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** What was wrong with the bytes that came. */
    List<String> protocolErrors() {
        return server.protocolErrors();
    }

    int openConnections() {
        return server.openConnectionCount();
    }

    int connections() {
        return server.connectionCount();
    }

    /** From now on answers well, and only when so many requests are there. */
    void answerAllAtOnce(int requests) {
        CountDownLatch wave = new CountDownLatch(requests);
        server.handler(request -> {
            wave.countDown();
            wave.await();
            return MockResponse.of(200, Integer.toString(number(request)));
        });
    }

    boolean awaitOpenConnections(int count) throws InterruptedException {
        return server.awaitOpenConnections(count, PATIENCE);
    }

    /** The seed, the chances, and what was dealt. */
    @Override
    public String toString() {
        return faults.toString();
    }

    @Override
    public void close() {
        server.close();
    }
}
