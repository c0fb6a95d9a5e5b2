package dev.hawser.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hawser.internal.time.Threads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers who send and read for themselves, and the threads that come where that is not enough. */
@Timeout(20)
class CallersWhoReadTest extends Http2Scene {
    private static final int CALLERS = 8;
    private static final int ANSWERS = 200;
    private static final Duration LOOK = Duration.ofMillis(20);

    /** Streams from here on are not answered but by the test. */
    private volatile int unanswered = Integer.MAX_VALUE;

    /** Streams from here on are answered again. */
    private volatile int answeredAgain = Integer.MAX_VALUE;

    private final FakeServer server = server((frame, answer) -> {
        boolean answers = frame.streamId() < unanswered || frame.streamId() >= answeredAgain;
        if (frame.type() == FrameType.HEADERS && answers) {
            answer.headers(frame.streamId(), true, ":status", "204");
        }
    });
    private final Http2Connection connection = connection(server, settings(LONG, 0), 0, clock, alarms);

    CallersWhoReadTest() {
        super(true);
    }

    private Http2Codec begin() throws IOException {
        Http2Codec codec = new Http2Codec(connection, 0, LONG);
        codec.writeRequestHead(GET);
        return codec;
    }

    private int get() throws IOException {
        return answerTo(begin());
    }

    private static int answerTo(Http2Codec codec) throws IOException {
        try {
            return codec.readResponseHead(GET).code();
        } finally {
            codec.park();
        }
    }

    /** Has one wait for the answer on the next stream. */
    private FutureTask<Integer> waiting() throws IOException {
        Http2Codec codec = begin();
        FutureTask<Integer> task = async(() -> answerTo(codec));
        while (codec.waitingBut(null) == null && !task.isDone()) {
            Thread.onSpinWait();
        }
        return task;
    }

    private void gets(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            assertThat(get()).isEqualTo(204);
        }
    }

    private void answer(int stream) {
        server.say(frames -> frames.headers(stream, true, ":status", "200"));
    }

    @Test
    void oneCallAfterTheOtherNeedsNoThread() throws Exception {
        connection.start();
        for (int i = 0; i < 10; i++) {
            assertThat(get()).isEqualTo(204);
        }

        assertThat(begun).hasValue(0);
        assertThat(server.log()).contains("SETTINGS 0 ack");
    }

    @Test
    void aSecondWhoWaitsIsReadForWhenTheFirstHasHisAnswer() throws Exception {
        connection.start();
        assertThat(get()).isEqualTo(204);
        unanswered = 3;
        FutureTask<Integer> first = waiting();
        server.awaitReader();
        FutureTask<Integer> second = waiting();

        answer(3);
        assertThat(first.get()).isEqualTo(200);
        answer(5);
        assertThat(second.get()).isEqualTo(200);
        assertThat(begun).hasValue(1);
        awaitNoThreads();
        unanswered = Integer.MAX_VALUE;
        assertThat(get()).isEqualTo(204);
        assertThat(begun).hasValue(1);
    }

    @Test
    void aStreamThatNobodyWaitsForNeedsNoThread() throws Exception {
        connection.start();
        Http2Codec unread = begin();
        gets(10);

        assertThat(begun).hasValue(0);
        assertThat(answerTo(unread)).isEqualTo(204);
    }

    @Test
    void theReaderStepsAsideForTheOnlyOneWhoWaits() throws Exception {
        connection.start();
        unanswered = 1;
        FutureTask<Integer> first = waiting();
        FutureTask<Integer> second = waiting();
        Http2Codec third = begin();
        answer(1);
        assertThat(first.get()).isEqualTo(200);
        answer(3);
        assertThat(second.get()).isEqualTo(200);
        assertThat(running).hasValue(1);

        answeredAgain = 7;
        while (running.get() > 0) {
            assertThat(get()).isEqualTo(204);
        }

        // More than one, if a call came in the moment in which a reader that ends has the transport.
        int readers = begun.get();
        gets(10);
        answer(5);
        assertThat(answerTo(third)).isEqualTo(200);
        assertThat(begun).hasValue(readers);
    }

    @Test
    void theReaderStaysAsLongAsAnotherWaits() throws Exception {
        connection.start();
        unanswered = 1;
        FutureTask<Integer> first = waiting();
        FutureTask<Integer> second = waiting();
        answer(1);
        assertThat(first.get()).isEqualTo(200);

        answeredAgain = 5;
        gets(100);

        assertThat(running).hasValue(1);
        assertThat(begun).hasValue(1);
        answer(3);
        assertThat(second.get()).isEqualTo(200);
    }

    @Test
    void whoReadsIsInterruptedAndTheOthersAreReadFor() throws Exception {
        connection.start();
        assertThat(get()).isEqualTo(204);
        unanswered = 3;
        AtomicReference<@Nullable Thread> reader = new AtomicReference<>();
        FutureTask<Integer> first = async(() -> {
            reader.set(Thread.currentThread());
            return get();
        });
        server.awaitReader();
        FutureTask<Integer> second = waiting();

        Objects.requireNonNull(reader.get()).interrupt();

        assertThatThrownBy(first::get).hasCauseInstanceOf(InterruptedIOException.class);
        server.await("RST_STREAM 3 CANCEL");
        answer(5);
        assertThat(second.get()).isEqualTo(200);
        assertThat(told.ofItsEnd()).isEmpty();
    }

    @Test
    void whoReadsIsFreedByAnAbortFromElsewhere() throws Exception {
        connection.start();
        assertThat(get()).isEqualTo(204);
        unanswered = 3;
        Http2Codec codec = begin();
        FutureTask<Integer> waits = async(() -> codec.readResponseHead(GET).code());
        server.awaitReader();

        codec.abort();

        assertThatThrownBy(waits::get).hasCauseInstanceOf(IOException.class);
        server.await("RST_STREAM 3 CANCEL");
        unanswered = Integer.MAX_VALUE;
        assertThat(get()).isEqualTo(204);
        assertThat(begun).hasValue(0);
    }

    @Test
    void whoReadsIsFreedWhenTheConnectionIsClosed() throws Exception {
        connection.start();
        assertThat(get()).isEqualTo(204);
        unanswered = 3;
        FutureTask<Integer> waits = waiting();
        server.awaitReader();

        connection.close(true);

        assertThatThrownBy(waits::get).hasMessageContaining("closed here");
    }

    @Test
    void whatTheServerSaysIsReadThoughNobodyWaits() throws Exception {
        connection.start();
        assertThat(get()).isEqualTo(204);
        unanswered = 3;
        Http2Codec codec = begin();
        server.say(frames -> frames.ping(7, false).goAway(3, ErrorCode.NO_ERROR, ""));

        alarms.advance(LOOK);
        assertThat(begun).hasValue(0);
        alarms.advance(LOOK);

        server.await("PING 0 ack 0000000000000007");
        while (told.ofItsEnd().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(told.ofItsEnd()).containsExactly("going away");
        assertThat(begun).hasValue(1);
        answer(3);
        assertThat(codec.readResponseHead(GET).code()).isEqualTo(200);
    }

    @Test
    void whatTheServerDoesNotTakeIsLeftToTheWriter() throws Exception {
        connection.start();
        assertThat(get()).isEqualTo(204);
        server.stick(true);
        Http2Codec first = begin();
        Http2Codec second = begin();
        assertThat(begun).hasValue(1);
        server.stick(false);

        assertThat(first.readResponseHead(GET).code()).isEqualTo(204);
        assertThat(second.readResponseHead(GET).code()).isEqualTo(204);
        assertThat(server.log().stream().filter(frame -> frame.startsWith("HEADERS")))
                .extracting(frame -> frame.split(" ")[1])
                .containsExactly("1", "3", "5");
    }

    @Test
    void atRestItIsParkedAndWatchedAndUsedAgain() throws Exception {
        connection.start();
        assertThat(get()).isEqualTo(204);
        int rings = 0;
        while (server.watcher() == null) {
            alarms.advance(Duration.ofSeconds(1));
            rings++;
        }

        assertThat(rings).isBetween(2, 3);
        server.awaitParked(1);
        assertThat(get()).isEqualTo(204);
        assertThat(server.watcher()).isNull();
        assertThat(begun).hasValue(0);
    }

    @Test
    void oneInUseIsNotWatched() throws Exception {
        connection.start();
        for (int i = 0; i < 5; i++) {
            assertThat(get()).isEqualTo(204);
            alarms.advance(Duration.ofSeconds(1));
        }

        assertThat(server.watcher()).isNull();
        unanswered = 0;
        FutureTask<Integer> waits = waiting();
        server.awaitReader();
        for (int i = 0; i < 5; i++) {
            alarms.advance(Duration.ofSeconds(1));
        }
        assertThat(server.watcher()).isNull();
        answer(11);
        assertThat(waits.get()).isEqualTo(200);
    }

    /** A selector would hold its carrier. */
    @Test
    void aVirtualThreadDoesNotReadForItself() throws Exception {
        assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(21);
        connection.start();
        FutureTask<Integer> task = new FutureTask<>(() -> {
            assertThat(Threads.isVirtual(Thread.currentThread())).isTrue();
            return get();
        });
        Threads.virtual().start("a caller", false, task);

        assertThat(task.get()).isEqualTo(204);
        assertThat(begun).hasValue(1);
        assertThat(Threads.isVirtual(Thread.currentThread())).isFalse();
    }

    /** After every few answers one of the callers is interrupted, wherever he is. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whoeverIsInterruptedWhenever(int seed) throws Exception {
        connection.start();
        AtomicInteger answers = new AtomicInteger();
        List<FutureTask<Integer>> callers = new ArrayList<>();
        ConcurrentLinkedQueue<Thread> threads = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(async(() -> {
                threads.add(Thread.currentThread());
                int answered = 0;
                while (answered < ANSWERS) {
                    int more = answeredUnlessInterrupted();
                    answered += more;
                    answers.addAndGet(more);
                }
                return answered;
            }));
        }
        Random random = new Random(seed);
        for (int i = 0; i < CALLERS * ANSWERS; i += 1 + random.nextInt(4)) {
            while (answers.get() < i && callers.stream().noneMatch(FutureTask::isDone)) {
                alarms.advance(Duration.ofNanos(1_000));
            }
            List<Thread> all = List.copyOf(threads);
            if (!all.isEmpty()) {
                all.get(random.nextInt(all.size())).interrupt();
            }
        }

        for (FutureTask<Integer> caller : callers) {
            assertThat(caller.get()).isEqualTo(ANSWERS);
        }
        assertThat(told.ofItsEnd()).isEmpty();
    }

    private int answeredUnlessInterrupted() throws IOException {
        try {
            assertThat(get()).isEqualTo(204);
            return 1;
        } catch (InterruptedIOException e) {
            boolean unused = Thread.interrupted();
            return 0;
        }
    }
}
