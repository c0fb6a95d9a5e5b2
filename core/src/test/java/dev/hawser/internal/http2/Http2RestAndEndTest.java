package dev.hawser.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.internal.transport.Transport;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection at rest and at its end, over transports that callers may use, and over those that they may not. */
@Timeout(10)
@ParameterizedClass
@ValueSource(booleans = {false, true})
class Http2RestAndEndTest extends Http2Scene {
    Http2RestAndEndTest(boolean shared) {
        super(shared);
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

        @ParameterizedTest
        @CsvSource({"0, false", "1, true"})
        void aRequestHasBegunWhenAByteOfItLeft(int leaving, boolean started) throws Exception {
            FakeServer server = server((frame, answer) -> {});
            Http2Connection connection = connect(server, LONG);
            server.failWrites(new IOException("broken pipe"), leaving);
            Http2Codec codec = codec(connection);
            codec.writeRequestHead(GET);
            while (connection.check()) {
                Thread.onSpinWait();
            }
            server.hangUp();

            assertThatThrownBy(() -> codec.readResponseHead(GET)).hasMessageContaining("broken pipe");
            assertThat(codec.requestStarted()).isEqualTo(started);
        }

        @Test
        void aRequestBehindAWriteThatDidNotEndHasNotBegun() throws Exception {
            FakeServer server = server((frame, answer) -> {});
            Http2Connection connection = connect(server, LONG);
            server.stick(true);
            Http2Codec first = codec(connection);
            first.writeRequestHead(GET);
            server.awaitWriter();
            Http2Codec second = codec(connection);
            second.writeRequestHead(GET);

            connection.close(false);

            assertThatThrownBy(() -> second.readResponseHead(GET)).hasMessageContaining("closed here");
            assertThat(second.requestStarted()).isFalse();
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
