package dev.hawser.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.NoResponseException;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.it.TestOver;
import dev.hawser.testserver.Fault;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many calls on many threads, against a server that ends connections at random moments once they have answered, and
 * now and then answers twice. Which fault a request may get is the seed's to say; on which connection it goes, and so
 * whether the fault comes at all, is the scheduler's: no two runs are quite the same.
 *
 * <p>{@code -Dhawser.gets=1000000} makes the run long, {@code -Dhawser.seed=7} makes it another.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
@EveryProtocol(
        value = {Link.H1, Link.H2C},
        because = "what ends a connection in the clear ends it below TLS too")
final class FickleServerTest {
    private static final int GETS = Integer.getInteger("hawser.gets", 50_000);
    private static final long SEED = Long.getLong("hawser.seed", 20_261_121);

    /** The chance of each kind of fault: one request in so many. */
    private static final int ONE_IN = 100;

    /** The part of all leases, one in so many, that must meet an end of their connection before the first byte. */
    private static final int LEASES_FOR_AN_END = 100;

    /** Ends of a connection after a request was read. */
    private static final List<Fault> CUT_OFF = List.of(Fault.CLOSE_BEFORE_RESPONSE, Fault.RESET_BEFORE_RESPONSE);

    /** Ends of a connection that a request may run into, unread. */
    private static final List<Fault> ENDED = List.of(
            Fault.CLOSE_AFTER_RESPONSE,
            Fault.RESET_AFTER_RESPONSE,
            Fault.CLOSE_AT_NEXT_REQUEST,
            Fault.RESET_AT_NEXT_REQUEST);

    /** Those that come a while after a response; in HTTP/2 the server goes on reading, so they may meet a request that has arrived. */
    private static final List<Fault> LATE_ENDS = List.of(Fault.CLOSE_AFTER_RESPONSE, Fault.RESET_AFTER_RESPONSE);

    /** Bytes that come with a response and belong to none. */
    private static final List<Fault> STRAYS = List.of(Fault.STRAY_BYTES, Fault.SENT_TWICE);

    /** Responses that come, unasked for, to a connection that may be somebody else's by then. */
    private static final List<Fault> LATE_STRAYS = List.of(Fault.SENT_TWICE_AT_ONCE, Fault.SENT_TWICE_LATER);

    private final Link link;
    private final int gets;
    private final int others;
    private final List<Fault> mix;

    FickleServerTest(Link link) {
        this.link = link;
        this.gets = link.isH2() ? GETS / 10 : GETS;
        this.others = gets / (link.isH2() ? 2 : 5);
        List<Fault> ends = Stream.of(CUT_OFF, ENDED).flatMap(List::stream).toList();
        // What belongs to no response is a broken frame in HTTP/2, and ends the connection.
        this.mix = link.isH2()
                ? ends
                : Stream.of(ends, STRAYS).flatMap(List::stream).toList();
    }

    @Test
    void everyGetIsAnsweredAndNoneIsSentTwiceWithoutNeed() throws Exception {
        try (FickleServer server = new FickleServer(link, gets, SEED, ONE_IN, mix);
                Callers callers = new Callers(link, gets)) {
            long begun = System.nanoTime();
            callers.ask(gets, number -> get(server, number));
            long attempts = sum(gets, callers::attempts);
            long arrivals = sum(gets, server::arrivals);
            long cutOff = sum(gets, server::cutOff);
            long overtaken = link.isH2() ? server.dealt(LATE_ENDS) : 0;
            tell("GET", gets, begun, server, callers);

            assertThat(callers.failures()).isEmpty();
            assertNone(gets, "another's answer", number -> callers.answer(number) != number);
            assertNone(gets, "never answered", number -> server.arrivals(number) <= server.cutOff(number));
            assertNone(
                    gets,
                    "answered more than once",
                    number -> server.arrivals(number) - server.cutOff(number) > (overtaken == 0 ? 1 : 2));
            assertNone(gets, "more than one retry", number -> callers.attempts(number) > 2);
            assertNone(gets, "arrived unsent", number -> callers.attempts(number) < server.arrivals(number));
            assertThat(attempts).isEqualTo(gets + callers.failedAttempts());
            assertThat(arrivals - gets - cutOff).isBetween(0L, overtaken);
            assertThat(cutOff).isEqualTo(server.dealt(CUT_OFF));
            assertThat(attempts - arrivals).isBetween(0L, server.dealt(ENDED));
            assertThat(cutOff * LEASES_FOR_AN_END).isGreaterThanOrEqualTo(callers.leases());
            assertThat(server.protocolErrors()).isEmpty();
            assertBooksBalance(server, callers);
        }
    }

    @Test
    void everyPostArrivesAtMostOnceAndAFailureSaysHowFarItGot() throws Exception {
        try (FickleServer server = new FickleServer(link, others, SEED, ONE_IN, mix);
                Callers callers = new Callers(link, others)) {
            long begun = System.nanoTime();
            callers.ask(others, number -> post(server, number));
            long attempts = sum(others, callers::attempts);
            long arrivals = sum(others, server::arrivals);
            long cutOff = sum(others, server::cutOff);
            tell("POST", others, begun, server, callers);

            assertThat(callers.failures()).isNotEmpty().hasOnlyElementsOfType(NoResponseException.class);
            assertNone(others, "arrived twice", number -> server.arrivals(number) > 1);
            assertNone(
                    others,
                    "another's answer",
                    number -> callers.answer(number) != -1 && callers.answer(number) != number);
            assertNone(
                    others,
                    "answered not just once",
                    number -> callers.answer(number) == number && server.arrivals(number) - server.cutOff(number) != 1);
            assertThat(sum(others, number -> callers.answer(number) == -1 ? 1 : 0))
                    .isEqualTo(callers.failures().size());
            assertThat(cutOff).isEqualTo(server.dealt(CUT_OFF));
            assertThat(attempts - arrivals).isBetween(0L, server.dealt(ENDED));
            assertThat(cutOff * LEASES_FOR_AN_END).isGreaterThanOrEqualTo(callers.leases());
            assertThat(server.protocolErrors()).isEmpty();
            assertBooksBalance(server, callers);
        }
    }

    /**
     * What comes on a connection that nobody uses may come just when somebody begins to: the client cannot know it from
     * the answer then. Nothing but that may bring a caller another's answer; and as the server is a suspect from the
     * first such response on, few of them do.
     */
    @TestOver(value = Link.H1, because = "in HTTP/2 a response names its request")
    void onlyAStrayResponseOfThatVeryMomentReachesAnotherCaller() throws Exception {
        try (FickleServer server = new FickleServer(link, others, SEED, ONE_IN, LATE_STRAYS);
                Callers callers = new Callers(link, others)) {
            IntPredicate mistaken = number -> callers.answer(number) != number;
            IntPredicate strayed = number -> server.dealt(number, LATE_STRAYS);
            long begun = System.nanoTime();
            callers.ask(others, number -> get(server, number));
            tell("GET, stray responses", others, begun, server, callers);
            long strays = server.dealt(LATE_STRAYS);
            long taken = sum(others, number -> mistaken.test(number) && strayed.test(callers.answer(number)) ? 1 : 0);
            System.out.printf(
                    Locale.ROOT,
                    "%d of %d stray responses reached a caller, and %d callers got one that was late because of it%n",
                    taken,
                    strays,
                    sum(others, number -> mistaken.test(number) && !strayed.test(callers.answer(number)) ? 1 : 0));

            assertThat(callers.failures()).isEmpty();
            assertThat(taken * 10).isLessThan(strays);
            assertNone(
                    others,
                    "another's answer without a stray response before",
                    number -> mistaken.test(number)
                            && !strayed.test(callers.answer(number))
                            && !mistaken.test(callers.answer(number)));
            assertNone(others, "sent twice", number -> callers.attempts(number) > 1 || server.arrivals(number) > 1);
            assertBooksBalance(server, callers);
        }
    }

    private static Request get(FickleServer server, int number) {
        return new Request.Builder().url(server.url(number)).build();
    }

    private static Request post(FickleServer server, int number) {
        return new Request.Builder()
                .url(server.url(number))
                .post(RequestBody.create("rope", null))
                .build();
    }

    /** Takes as many connections as there are threads, and looks at what is left of all. */
    private static void assertBooksBalance(FickleServer server, Callers callers) throws Exception {
        assertThat(callers.pool().idleConnectionCount())
                .isEqualTo(callers.pool().connectionCount());
        callers.pool().evictAll(); // as what is still to come on one would spoil the wave
        server.answerAllAtOnce(Callers.THREADS);
        callers.ask(Callers.THREADS, number -> get(server, number));
        assertThat(callers.pool().connectionCount()).isEqualTo(Callers.THREADS);
        assertThat(callers.pool().idleConnectionCount()).isEqualTo(Callers.THREADS);
        assertThat(server.awaitOpenConnections(Callers.THREADS))
                .as("%d connections are open at the server", server.openConnections())
                .isTrue();
    }

    private static void assertNone(int numbers, String what, IntPredicate wrong) {
        assertThat(IntStream.range(0, numbers).filter(wrong).limit(10)).as(what).isEmpty();
    }

    private static long sum(int numbers, IntUnaryOperator count) {
        return IntStream.range(0, numbers).mapToLong(count::applyAsInt).sum();
    }

    private static void tell(String what, int numbers, long begun, FickleServer server, Callers callers) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        long attempts = sum(numbers, callers::attempts);
        long arrivals = sum(numbers, server::arrivals);
        long cutOff = sum(numbers, server::cutOff);
        System.out.printf(
                Locale.ROOT, "%s: %,d calls in %.1f s, %,.0f a second%n", what, numbers, seconds, numbers / seconds);
        System.out.printf(
                Locale.ROOT,
                "  client: %,d leases, %,d attempts, %,d of them failed%n",
                callers.leases(),
                attempts,
                callers.failedAttempts());
        System.out.printf(
                Locale.ROOT,
                "  client: %,d calls failed; retired: %s%n",
                callers.failures().size(),
                callers.retirements());
        System.out.printf(
                Locale.ROOT,
                "  server: %,d connections, %,d arrivals, %,d answers%n",
                server.connections(),
                arrivals,
                arrivals - cutOff);
        System.out.printf(
                Locale.ROOT,
                "  server: %,d cut off after they were read, %.2f %% of leases%n",
                cutOff,
                100.0 * cutOff / callers.leases());
        System.out.printf(
                Locale.ROOT,
                "  both: %,d attempts = %,d arrivals + %,d on ended connections%n",
                attempts,
                arrivals,
                attempts - arrivals);
        System.out.printf(Locale.ROOT, "  %s%n", server);
    }
}
