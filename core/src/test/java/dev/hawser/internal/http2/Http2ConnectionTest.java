package dev.hawser.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Protocol;
import dev.hawser.internal.http.ResponseHead;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exchanges of one and of many callers, over transports that callers may use, and over those that they may not. */
@Timeout(10)
@ParameterizedClass
@ValueSource(booleans = {false, true})
class Http2ConnectionTest extends Http2Scene {
    Http2ConnectionTest(boolean shared) {
        super(shared);
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
        void isNotReadOnWhenItWasGivenUpThoughAllHasCome() throws Exception {
            Http2Codec codec = codec(connect(server(greeting()), LONG));
            codec.writeRequestHead(GET);
            codec.readResponseHead(GET);
            InputStream body = codec.responseBody(UNWATCHED);
            int first = body.read();

            codec.abort();

            assertThat(first).isNotNegative();
            assertThatThrownBy(body::read).hasMessageContaining("given up here");
        }

        @Test
        void sendsHeadAndSmallContentInOneWrite() throws Exception {
            FakeServer server = server(greeting());
            Http2Connection connection = connect(server, 0, clock, alarms);
            get(connection);
            awaitNoThreads(); // nor an alarm, so nobody else sends what is queued
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
                    codec.requestBody(-1, NO_TRAILERS, UNWATCHED).write(new byte[random.nextInt(100_000)]);
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
                try (OutputStream body = codec.requestBody(2_000_000, NO_TRAILERS, UNWATCHED)) {
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
}
