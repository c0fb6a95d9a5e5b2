package dev.hawser.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.ResponseLimits;
import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.http.BodyWatcher;
import dev.hawser.internal.http.ResponseHead;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import dev.hawser.internal.time.FakeAlarms;
import dev.hawser.internal.time.FakeClock;
import dev.hawser.internal.time.Sweeper;
import dev.hawser.internal.time.Threads;
import dev.hawser.internal.transport.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over transports that callers may use, and over those that they may not. */
@Timeout(10)
@ParameterizedClass
@ValueSource(booleans = {false, true})
class Http2ConnectionTest {
    private static final Request GET =
            new Request.Builder().url("https://h.example/get").build();
    private static final Request POST = new Request.Builder()
            .url("https://h.example/post")
            .post(RequestBody.create(new byte[0]))
            .build();
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);

    @Parameter
    private boolean shared;

    private final FakeClock clock = new FakeClock();
    private final FakeAlarms alarms = new FakeAlarms(clock);
    private final Told told = new Told();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private @Nullable Http2Connection connection;

    /** What the connection told. */
    private static final class Told implements Http2Listener {
        final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();
        final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public void capacityChanged() {
            events.add("capacity");
        }

        @Override
        public void suspicionChanged() {
            events.add("suspicion");
        }

        @Override
        public void goingAway() {
            events.add("going away");
        }

        @Override
        public void ended(IOException cause) {
            events.add("ended: " + cause.getMessage());
            ended.countDown();
        }
    }

    private static final BodyWatcher UNWATCHED = new BodyWatcher() {
        @Override
        public void started() {}

        @Override
        public void ended(long byteCount) {}

        @Override
        public IOException failed(long byteCount, IOException cause) {
            return cause;
        }

        @Override
        public void abandoned(long byteCount) {}
    };

    @AfterEach
    void close() {
        if (connection != null) {
            connection.close(false);
        }
    }

    private FakeServer server(FakeServer.Script script) {
        return new FakeServer(script, shared);
    }

    /** A connection in the time of the machine; alarms that concern readers ring by themselves. */
    private Http2Connection connect(FakeServer server, long lingerNanos) {
        Clock system = Clock.system();
        Http2Connection begun = connect(server, lingerNanos, system, new Sweeper("alarms", system, Threads.platform()));
        server.await("SETTINGS 0 ack");
        return begun;
    }

    private Http2Connection connect(FakeServer server, long lingerNanos, Clock time, Alarms ringing) {
        Threads counted = (name, keeps, work) -> {
            running.incrementAndGet();
            begun.incrementAndGet();
            Threads.platform().start(name, keeps, () -> {
                try {
                    work.run();
                } finally {
                    running.decrementAndGet();
                }
            });
        };
        LocalSettings local =
                new LocalSettings(100_000, 1 << 20, ResponseLimits.DEFAULT, 4096, TimeUnit.SECONDS.toNanos(10), 0);
        connection = new Http2Connection(
                server,
                local,
                Protocol.HTTP_2,
                new WireStrings(),
                new Buffers(),
                time,
                ringing,
                counted,
                lingerNanos,
                told);
        connection.start();
        return connection;
    }

    private static Http2Codec codec(Http2Connection connection) {
        return new Http2Codec(connection, LONG, LONG);
    }

    /** Sends a GET; returns what came. */
    private static String get(Http2Connection connection) throws IOException {
        Http2Codec codec = codec(connection);
        codec.writeRequestHead(GET);
        return answer(codec);
    }

    private static String answer(Http2Codec codec) throws IOException {
        ResponseHead head = codec.readResponseHead(GET);
        try (InputStream body = codec.responseBody(UNWATCHED)) {
            return head.code() + " " + body.readAllBytes().length;
        } finally {
            codec.park();
        }
    }

    private static String post(Http2Connection connection, byte[] content) throws IOException {
        Http2Codec codec = codec(connection);
        codec.writeRequestHead(POST);
        try (OutputStream body = codec.requestBody(content.length, UNWATCHED)) {
            body.write(content);
        }
        return answer(codec);
    }

    private static <T> FutureTask<T> async(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Threads.platform().start("a caller", false, task);
        return task;
    }

    /** Answers a request when it is whole, with "hello"; echoes the number of bytes that came. */
    private static FakeServer.Script greeting() {
        return (frame, answer) -> {
            boolean ends = frame.type() == FrameType.HEADERS || frame.type() == FrameType.DATA;
            if (ends && frame.has(FrameType.END_STREAM)) {
                answer.headers(frame.streamId(), false, ":status", "200");
                answer.data(frame.streamId(), true, "hello");
            }
            if (frame.type() == FrameType.DATA && frame.payload().length > 0) {
                answer.windowUpdate(0, frame.payload().length);
                if (!frame.has(FrameType.END_STREAM)) {
                    answer.windowUpdate(frame.streamId(), frame.payload().length);
                }
            }
        };
    }

    @Nested
    class AnExchange {
        @Test
        void bringsHeadContentAndTrailers() throws Exception {
            FakeServer server = server((frame, answer) -> {
                if (frame.type() == FrameType.HEADERS) {
                    answer.headers(1, false, ":status", "103", "link", "a");
                    answer.headers(1, false, ":status", "200", "content-length", "5");
                    answer.data(1, false, "hello").headers(1, true, "checksum", "7");
                }
            });
            Http2Codec codec = codec(connect(server, LONG));

            codec.writeRequestHead(GET);

            assertThat(codec.readResponseHead(GET).code()).isEqualTo(103);
            ResponseHead head = codec.readResponseHead(GET);
            assertThat(head.code()).isEqualTo(200);
            assertThat(head.protocol()).isEqualTo(Protocol.HTTP_2);
            assertThat(codec.responseLength()).isEqualTo(5);
            try (InputStream body = codec.responseBody(UNWATCHED)) {
                assertThat(body.readAllBytes()).asString().isEqualTo("hello");
            }
            assertThat(codec.trailers().get("checksum")).isEqualTo("7");
        }

        @Test
        void sendsHeadAndSmallContentInOneWrite() throws Exception {
            FakeServer server = server(greeting());
            Http2Connection connection = connect(server, LONG);
            get(connection);
            int before = server.writes();

            assertThat(post(connection, new byte[1000])).isEqualTo("200 5");

            assertThat(server.writes()).isEqualTo(before + 1);
        }

        @Test
        void sendsMoreThanTheWindowsAllowAtOnce() throws Exception {
            FakeServer server = server(greeting());

            assertThat(post(connect(server, LONG), new byte[1_000_000])).isEqualTo("200 5");
        }

        @Test
        void stopsSendingWithoutAWordWhenItWasAnsweredBefore() throws Exception {
            FakeServer server = server((frame, answer) -> {
                if (frame.type() == FrameType.HEADERS) {
                    answer.headers(1, false, ":status", "413").data(1, true, "too much");
                    answer.rstStream(1, ErrorCode.NO_ERROR);
                }
            });

            assertThat(post(connect(server, LONG), new byte[1_000_000])).isEqualTo("413 8");
        }

        @Test
        void stopsSendingWhenItWasAnsweredAndTheWindowStaysClosed() throws Exception {
            FakeServer server = server((frame, answer) -> {
                if (frame.type() == FrameType.HEADERS) {
                    answer.headers(1, false, ":status", "413").data(1, true, "too much");
                }
            });

            assertThat(post(connect(server, LONG), new byte[1_000_000])).isEqualTo("413 8");
            server.await("RST_STREAM 1 NO_ERROR");
        }

        @Test
        void sendsAllToAServerThatAnsweredBeforeAndReadsOn() throws Exception {
            AtomicInteger received = new AtomicInteger();
            FakeServer server = new FakeServer((frame, answer) -> {
                if (frame.type() == FrameType.HEADERS) {
                    answer.headers(1, false, ":status", "202").data(1, true, "later");
                } else if (frame.type() == FrameType.DATA) {
                    received.addAndGet(frame.payload().length);
                    answer.windowUpdate(0, 16_384).windowUpdate(1, 16_384);
                }
            });

            assertThat(post(connect(server, LONG), new byte[1_000_000])).isEqualTo("202 5");
            server.await(frame -> frame.type() == FrameType.DATA && frame.has(FrameType.END_STREAM));
            assertThat(received).hasValue(1_000_000);
        }

        @Test
        void endsTheStreamAloneWhenItsBodyIsClosedEarly() throws Exception {
            FakeServer server = server((frame, answer) -> {
                if (frame.type() == FrameType.HEADERS) {
                    answer.headers(frame.streamId(), false, ":status", "200");
                    answer.data(frame.streamId(), frame.streamId() > 1, "hello");
                }
            });
            Http2Connection connection = connect(server, LONG);
            Http2Codec codec = codec(connection);
            codec.writeRequestHead(GET);
            codec.readResponseHead(GET);

            codec.responseBody(UNWATCHED).close();

            server.await("RST_STREAM 1 CANCEL");
            assertThat(get(connection)).isEqualTo("200 5");
        }

        @Test
        void whichTheServerDidNotProcessDoesNotCountAsStarted() throws Exception {
            FakeServer server = server((frame, answer) -> {
                if (frame.type() == FrameType.HEADERS) {
                    answer.rstStream(1, ErrorCode.REFUSED_STREAM);
                }
            });
            Http2Codec codec = codec(connect(server, LONG));
            codec.writeRequestHead(GET);

            assertThatThrownBy(() -> codec.readResponseHead(GET)).hasMessageContaining("REFUSED_STREAM");
            assertThat(codec.requestStarted()).isFalse();
        }

        @Test
        void thatIsNotAnsweredInTimeEndsAlone() throws Exception {
            FakeServer server = server((frame, answer) -> {
                if (frame.type() == FrameType.HEADERS && frame.streamId() > 1) {
                    answer.headers(frame.streamId(), true, ":status", "204");
                }
            });
            Http2Connection connection = connect(server, LONG);
            Http2Codec codec = new Http2Codec(connection, 1, LONG);
            codec.writeRequestHead(GET);

            assertThatThrownBy(() -> codec.readResponseHead(GET))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("stream 1");

            server.await("RST_STREAM 1 CANCEL");
            assertThat(get(connection)).isEqualTo("204 0");
        }

        @Test
        void thatWasAbortedBeforeItBeganSendsNothing() {
            FakeServer server = server(greeting());
            Http2Codec codec = codec(connect(server, LONG));

            codec.abort();

            assertThatThrownBy(() -> codec.writeRequestHead(GET)).isInstanceOf(IOException.class);
            assertThat(server.log()).noneMatch(frame -> frame.startsWith("HEADERS"));
        }
    }

    @Nested
    class OfManyCallers {
        enum Step {
            BEFORE_OPENING,
            AWAITING_THE_HEAD,
            READING_THE_BODY,
            SENDING
        }

        @ParameterizedTest
        @EnumSource
        void oneIsInterruptedAndTheOthersFinish(Step step) throws Exception {
            CountDownLatch interrupted = new CountDownLatch(1);
            FakeServer server = server((frame, answer) -> {
                if (frame.streamId() != 1 || step == Step.BEFORE_OPENING) {
                    greeting().on(frame, answer);
                } else if (frame.type() == FrameType.HEADERS && step == Step.READING_THE_BODY) {
                    answer.headers(1, false, ":status", "200").data(1, false, "some");
                } else if (frame.type() == FrameType.DATA) {
                    answer.windowUpdate(0, frame.payload().length);
                }
            });
            Http2Connection connection = connect(server, LONG);
            List<Thread> victim = new ArrayList<>();
            CountDownLatch known = new CountDownLatch(1);
            FutureTask<String> given = async(() -> {
                victim.add(Thread.currentThread());
                if (step == Step.BEFORE_OPENING) {
                    Thread.currentThread().interrupt();
                }
                known.countDown();
                String outcome = outcomeOf(connection, step);
                interrupted.countDown();
                return outcome + (Thread.currentThread().isInterrupted() ? ", flag set" : "");
            });
            known.await();
            if (step != Step.BEFORE_OPENING) {
                server.await(frame -> frame.type() == FrameType.HEADERS && frame.streamId() == 1);
            } else {
                interrupted.await();
            }
            List<FutureTask<String>> others = new ArrayList<>();
            for (int i = 0; i < 31; i++) {
                boolean posts = i % 2 == 0;
                others.add(async(() -> {
                    String first = posts ? post(connection, new byte[500]) : get(connection);
                    interrupted.await();
                    return first + ", " + (posts ? get(connection) : post(connection, new byte[500]));
                }));
            }

            victim.get(0).interrupt();

            assertThat(given.get()).isEqualTo("interrupted, flag set");
            for (FutureTask<String> other : others) {
                assertThat(other.get()).isEqualTo("200 5, 200 5");
            }
            if (step != Step.BEFORE_OPENING) {
                server.await("RST_STREAM 1 CANCEL");
            }
            assertThat(server.isClosed()).isFalse();
            assertThat(told.events).noneMatch(event -> event.startsWith("ended"));
        }

        private String outcomeOf(Http2Connection connection, Step step) throws IOException {
            try {
                return step == Step.SENDING ? post(connection, new byte[200_000]) : get(connection);
            } catch (InterruptedIOException e) {
                return "interrupted";
            }
        }

        @Test
        void allSendAndReceiveAtRandom() throws Exception {
            FakeServer server = server(greeting());
            Http2Connection connection = connect(server, LONG);
            List<FutureTask<Void>> callers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Random random = new Random(i);
                callers.add(async(() -> {
                    for (int j = 0; j < 50; j++) {
                        exchangeAtRandom(connection, random);
                    }
                    return null;
                }));
            }

            for (FutureTask<Void> caller : callers) {
                caller.get();
            }
            assertThat(get(connection)).isEqualTo("200 5");
        }

        private void exchangeAtRandom(Http2Connection connection, Random random) throws IOException {
            switch (random.nextInt(4)) {
                case 0 -> assertThat(get(connection)).isEqualTo("200 5");
                case 1 ->
                    assertThat(post(connection, new byte[random.nextInt(200_000)]))
                            .isEqualTo("200 5");
                case 2 -> {
                    Http2Codec codec = codec(connection);
                    codec.writeRequestHead(GET);
                    codec.abort();
                }
                default -> {
                    Http2Codec codec = codec(connection);
                    codec.writeRequestHead(POST);
                    codec.requestBody(-1, UNWATCHED).write(new byte[random.nextInt(100_000)]);
                    codec.park();
                }
            }
        }

        @Test
        void oneReadsWhileNobodyCanWrite() throws Exception {
            FakeServer server = server((frame, answer) -> {
                if (frame.type() == FrameType.HEADERS && frame.streamId() == 1) {
                    answer.headers(1, false, ":status", "200");
                }
            });
            Http2Connection connection = connect(server, LONG);
            Http2Codec reads = codec(connection);
            reads.writeRequestHead(GET);
            reads.readResponseHead(GET);
            server.stick(true);
            int before = server.writes();
            Http2Codec stuck = codec(connection);
            stuck.writeRequestHead(GET);
            while (server.writes() == before) {
                Thread.onSpinWait();
            }

            server.say(frames -> frames.data(1, true, "hello"));

            assertThat(reads.responseBody(UNWATCHED).readAllBytes()).asString().isEqualTo("hello");
            server.stick(false);
        }

        @Test
        void oneWhoSendsMuchWaitsUntilLessIsQueued() throws Exception {
            FakeServer server = server((frame, answer) -> {
                if (frame.type() == FrameType.HEADERS && !frame.has(FrameType.END_STREAM)) {
                    answer.windowUpdate(0, 10 << 20).windowUpdate(frame.streamId(), 10 << 20);
                    answer.headers(frame.streamId(), false, ":status", "200");
                } else if (frame.type() == FrameType.DATA && frame.has(FrameType.END_STREAM)) {
                    answer.data(frame.streamId(), true, "hello");
                }
            });
            Http2Connection connection = connect(server, LONG);
            Http2Codec codec = codec(connection);
            codec.writeRequestHead(POST);
            codec.flushRequest();
            codec.readResponseHead(POST);
            server.stick(true);
            FutureTask<Void> sends = async(() -> {
                try (OutputStream body = codec.requestBody(2_000_000, UNWATCHED)) {
                    body.write(new byte[2_000_000]);
                }
                return null;
            });
            int queued = 0;
            while (queued < Traffic.MOST_QUEUED) {
                queued = connection.step(Streams::outputLength);
            }

            assertThat(queued).isLessThan(2 * Traffic.MOST_QUEUED);
            server.stick(false);
            sends.get();
            assertThat(codec.responseBody(UNWATCHED).readAllBytes()).asString().isEqualTo("hello");
        }
    }

    @Nested
    class AtRest {
        /** A connection in a time that stands still until it is moved on. */
        private Http2Connection rested(FakeServer server) {
            Http2Connection begun = connect(server, 0, clock, alarms);
            alarms.advance(Duration.ofMillis(20));
            alarms.advance(Duration.ofMillis(20)); // nobody has read for so long: the reader comes
            server.await("SETTINGS 0 ack");
            return begun;
        }

        @Test
        void itHasNoThreadsAndIsWatched() throws Exception {
            FakeServer server = server(greeting());
            Http2Connection connection = rested(server);
            assertThat(get(connection)).isEqualTo("200 5");

            awaitRest();
            ringUntilWatched(server);

            assertThat(server.watcher()).isNotNull();
        }

        @Test
        void itAnswersAPingThatTheWatchHasSeen() throws Exception {
            FakeServer server = server(greeting());
            rested(server);
            awaitRest();
            ringUntilWatched(server);

            server.say(frames -> frames.ping(7, false));
            Transport.Health health = Objects.requireNonNull(server.watcher()).judge(server);

            assertThat(health).isEqualTo(Transport.Health.ALIVE);
            server.await("PING 0 ack 0000000000000007");
        }

        @Test
        void itIsUsedAgainWhileItIsWatched() throws Exception {
            FakeServer server = server(greeting());
            Http2Connection connection = rested(server);
            awaitRest();
            ringUntilWatched(server);

            assertThat(get(connection)).isEqualTo("200 5");
        }

        @Test
        void aLookFindsThatTheServerIsGoing() {
            FakeServer server = server(greeting());
            Http2Connection connection = rested(server);
            awaitRest();

            server.say(frames -> frames.goAway(0, ErrorCode.NO_ERROR, ""));

            while (connection.check()) {
                Thread.onSpinWait();
            }
            assertThat(told.events).contains("going away");
        }

        @Test
        void aLookFindsThatTheServerIsGone() throws Exception {
            FakeServer server = server(greeting());
            Http2Connection connection = rested(server);
            awaitRest();

            server.hangUp();

            while (connection.check()) {
                Thread.onSpinWait();
            }
            told.ended.await();
        }

        @Test
        void itsReaderEndsThoughTheOnlyAnswerWasNotAwaited() throws Exception {
            FakeServer server = server((frame, answer) -> {});
            Http2Codec codec = codec(rested(server));
            codec.writeRequestHead(GET);
            server.await(frame -> frame.type() == FrameType.HEADERS);

            codec.abort();

            awaitRest();
            assertThat(server.isClosed()).isFalse();
        }

        private void awaitRest() {
            while (running.get() > 0) {
                Thread.onSpinWait();
            }
        }

        private void ringUntilWatched(FakeServer server) {
            while (server.watcher() == null) {
                alarms.advance(Duration.ofSeconds(1));
            }
        }
    }

    @Nested
    class AtItsEnd {
        @Test
        void allWaitingAreToldAndTheListenerOnce() throws Exception {
            FakeServer server = server((frame, answer) -> {});
            Http2Connection connection = connect(server, LONG);
            List<FutureTask<String>> callers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                callers.add(async(() -> {
                    try {
                        return get(connection);
                    } catch (IOException e) {
                        return String.valueOf(e.getMessage());
                    }
                }));
                int stream = 2 * i + 1;
                server.await(frame -> frame.type() == FrameType.HEADERS && frame.streamId() == stream);
            }

            server.hangUp();

            for (FutureTask<String> caller : callers) {
                assertThat(caller.get()).contains("has closed the connection");
            }
            told.ended.await();
            assertThat(told.events)
                    .filteredOn(event -> event.startsWith("ended"))
                    .hasSize(1);
            assertThatThrownBy(() -> get(connection)).hasMessageContaining("has ended");
        }

        @Test
        void aFaultOfTheServersIsToldToIt() throws Exception {
            FakeServer server = server((frame, answer) -> {
                if (frame.type() == FrameType.HEADERS) {
                    answer.data(3, false, "on an idle stream");
                }
            });
            Http2Connection connection = connect(server, LONG);

            assertThatThrownBy(() -> get(connection)).hasMessageContaining("PROTOCOL_ERROR");

            server.await(frame -> frame.type() == FrameType.GOAWAY);
            while (!server.isClosed()) {
                Thread.onSpinWait();
            }
        }

        @Test
        void whatTheServerSaidBeforeItTookNothingMoreIsHeard() throws Exception {
            FakeServer server = server((frame, answer) -> {});
            Http2Connection connection = connect(server, LONG);
            Http2Codec first = codec(connection);
            first.writeRequestHead(GET);
            server.await(frame -> frame.type() == FrameType.HEADERS);
            server.failWrites(new IOException("broken pipe"));
            Http2Codec second = codec(connection);
            second.writeRequestHead(GET);
            while (connection.check()) {
                Thread.onSpinWait();
            }

            server.say(frames -> frames.goAway(1, ErrorCode.NO_ERROR, "enough"));
            server.hangUp();

            assertThatThrownBy(() -> second.readResponseHead(GET)).isInstanceOf(IOException.class);
            assertThat(second.requestStarted()).isFalse();
            assertThatThrownBy(() -> first.readResponseHead(GET)).hasMessageContaining("broken pipe");
            assertThat(first.requestStarted()).isTrue();
        }

        @Test
        void aWriteThatTookTooLongIsATimeoutForAll() throws Exception {
            FakeServer server = server((frame, answer) -> {});
            Http2Connection connection = connect(server, LONG);
            server.failWrites(new SocketTimeoutException("timeout writing"));
            Http2Codec codec = codec(connection);
            codec.writeRequestHead(GET);
            while (connection.check()) {
                Thread.onSpinWait();
            }
            server.close();

            assertThatThrownBy(() -> codec.readResponseHead(GET))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("timeout writing");
        }

        @Test
        void closingItHereFailsThoseWhoWait() throws Exception {
            FakeServer server = server((frame, answer) -> {});
            Http2Connection connection = connect(server, LONG);
            FutureTask<String> caller = async(() -> get(connection));
            server.await(frame -> frame.type() == FrameType.HEADERS);

            connection.close(true);

            assertThatThrownBy(caller::get).hasMessageContaining("closed here");
            assertThat(told.events).noneMatch(event -> event.startsWith("ended"));
        }
    }
}
