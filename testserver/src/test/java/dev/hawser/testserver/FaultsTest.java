package dev.hawser.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Headers;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class FaultsTest {
    /** Shows what it drew. */
    private static final Fault DRAWN = new Fault(
            "DRAWN",
            (response, dice) -> response.newBuilder()
                    .setHeader("Drawn", Long.toString(dice.nextLong()))
                    .build());

    private static final Fault TEAPOT = new Fault(
            "TEAPOT", (response, dice) -> response.newBuilder().code(418).build());

    private static final RequestHandler OK = request -> MockResponse.of(200, request.path());

    private static Faults.Builder some(long seed) {
        return Faults.seeded(seed).oneIn(4, DRAWN).oneIn(4, TEAPOT);
    }

    private static RecordedRequest get(String path, int sequenceNumber) {
        RequestHead head = new RequestHead("GET", path, "HTTP/1.1", Headers.of(), 0, "a");
        RecordedRequest.Origin origin = new RecordedRequest.Origin(0, new InetSocketAddress(0), null);
        return new RecordedRequest(head, ReceivedBody.NONE, origin, sequenceNumber, 0);
    }

    private static List<String> paths(int count) {
        return IntStream.range(0, count).mapToObj(i -> "/" + i).toList();
    }

    /** What a client would see of the answer. */
    private static String answer(Faults faults, String path) {
        try {
            MockResponse answer = faults.handle(get(path, 0));
            return answer.status() + answer.headers();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> answers(Faults faults, List<String> paths) {
        return paths.parallelStream().collect(Collectors.toMap(Function.identity(), path -> answer(faults, path)));
    }

    @Nested
    final class Chance {
        @Test
        void isTheSameForTheSameSeedAndRequestsInAnyOrder() {
            List<String> paths = paths(1_000);
            List<String> shuffled = new ArrayList<>(paths);
            Collections.shuffle(shuffled, new Random(3));

            assertThat(answers(some(7).over(OK), shuffled)).isEqualTo(answers(some(7).over(OK), paths));
        }

        @Test
        void isAnotherForAnotherSeed() {
            List<String> paths = paths(1_000);

            assertThat(answers(some(8).over(OK), paths)).isNotEqualTo(answers(some(7).over(OK), paths));
        }

        @Test
        void isDrawnAnewForEachOfManyEqualRequests() {
            List<String> paths = Collections.nCopies(100, "/");
            Faults first = some(7).over(OK);
            Faults second = some(7).over(OK);
            List<String> answers =
                    paths.stream().map(path -> answer(first, path)).toList();

            assertThat(answers).contains("HTTP/1.1 200 OK").anyMatch(answer -> answer.contains("Drawn"));
            assertThat(paths.stream().map(path -> answer(second, path)).toList())
                    .isEqualTo(answers);
        }

        @Test
        void isAsGreatAsWasSaid() {
            Faults faults = Faults.seeded(7).oneIn(10, DRAWN).oneIn(100, TEAPOT).over(OK);

            answers(faults, paths(10_000));

            assertThat(faults.dealt().get(DRAWN)).isBetween(900L, 1_100L);
            assertThat(faults.dealt().get(TEAPOT)).isBetween(70L, 130L);
        }

        @Test
        void mayBeCertain() {
            Faults faults = Faults.seeded(7).oneIn(2, DRAWN).oneIn(2, TEAPOT).over(OK);

            assertThat(answers(faults, paths(100)).values()).doesNotContain("HTTP/1.1 200 OK");
        }

        @Test
        void isForThoseRequestsOnlyThatMeetTheCondition() throws Exception {
            Faults faults = Faults.seeded(7)
                    .oneIn(1, TEAPOT)
                    .where(request -> request.sequenceNumber() > 0)
                    .over(OK);

            assertThat(faults.handle(get("/", 0)).status()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(faults.handle(get("/", 1)).status()).startsWith("HTTP/1.1 418");
            assertThat(faults.dealt()).isEqualTo(Map.of(TEAPOT, 1L));
        }

        @Test
        void addsUpToOneAtMost() {
            Faults.Builder builder = Faults.seeded(7).oneIn(1, TEAPOT);

            assertThatThrownBy(() -> builder.oneIn(2, DRAWN))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("with DRAWN the chances add up to 1.5");
        }

        @Test
        void isOneInOneOrMore() {
            assertThatThrownBy(() -> Faults.seeded(7).oneIn(0, TEAPOT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("one request in 0 for TEAPOT");
        }

        @Test
        void isNamedOnceForAKind() {
            assertThatThrownBy(() -> Faults.seeded(7).oneIn(5, TEAPOT).oneIn(5, TEAPOT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("TEAPOT is named twice");
        }
    }

    @Test
    void tellSeedChancesAndCounts() throws Exception {
        Faults faults = Faults.seeded(7).oneIn(1, TEAPOT).over(OK);
        faults.handle(get("/", 0));

        assertThat(faults).hasToString("Faults.seeded(7L): 1 in 1 TEAPOT (1 so far)");
        assertThat(faults.seed()).isEqualTo(7);
    }

    @Test
    void seedOfChanceIsLogged() {
        List<String> logged = new ArrayList<>();
        Logger logger = Logger.getLogger(Faults.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        Faults faults;
        try {
            faults = Faults.random().over(OK);
        } finally {
            logger.removeHandler(handler);
        }

        assertThat(logged).containsExactly("Faults.seeded(" + faults.seed() + "L) deals the same faults again");
        assertThat(Faults.random().over(OK).seed()).isNotEqualTo(faults.seed());
    }

    @Test
    void handlerBelowDecidesOnConnectionsAndHeads() {
        MockResponse early = MockResponse.of(417);
        Faults faults = Faults.seeded(7).oneIn(1, TEAPOT).over(new RequestHandler() {
            @Override
            public MockResponse handle(RecordedRequest request) {
                throw new AssertionError("answered by its head");
            }

            @Override
            public SocketPolicy onConnection(int connectionIndex) {
                return connectionIndex == 3 ? SocketPolicy.RESET_AT_START : SocketPolicy.KEEP_OPEN;
            }

            @Override
            public MockResponse onRequestHead(RecordedRequest head) {
                return early;
            }
        });

        assertThat(faults.onConnection(3)).isEqualTo(SocketPolicy.RESET_AT_START);
        assertThat(faults.onRequestHead(get("/", 0))).isSameAs(early);
    }
}
