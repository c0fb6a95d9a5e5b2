package dev.hawser.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Call;
import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.SocketPolicy;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventSourcesTest {
    private final TestServer server = new TestServer();
    private final ConnectionPool pool = new ConnectionPool();
    private final HawserClient client =
            new HawserClient.Builder().connectionPool(pool).build();
    private final Told told = new Told();

    @AfterEach
    void end() {
        pool.close();
        server.close();
        told.expectNoMore();
    }

    private Request request() {
        return new Request.Builder().url(server.url("/events")).build();
    }

    private EventSource open(EventSource.Factory factory) {
        return factory.newEventSource(request(), told);
    }

    private static MockResponse.Builder events(String stream) {
        return new MockResponse.Builder()
                .setHeader("Content-Type", "text/event-stream; charset=utf-8")
                .chunkedBody(stream, 9);
    }

    @Nested
    class Once {
        private final EventSource.Factory once = EventSources.createFactory(client);

        @Test
        void eventsAreToldToTheEnd() throws Exception {
            server.enqueue(events("id: 1\ndata: a\n\nevent: x\ndata: b\n\n").build());
            server.start();

            EventSource source = open(once);

            told.expect("open", "1|null|a", "1|x|b", "closed");
            RecordedRequest request = server.takeRequest();
            assertThat(request.headers().get("Accept")).isEqualTo("text/event-stream");
            assertThat(request.headers().get("Cache-Control")).isEqualTo("no-store");
            assertThat(request.headers().get("Last-Event-ID")).isNull();
            assertThat(source.request().header("Accept")).isNull();
        }

        @Test
        void eventsAreToldAsTheyCome() throws Exception {
            server.enqueue(events("data: a\n\n" + "data: b\n\n")
                    .throttleBody(14, Duration.ofMillis(20))
                    .build());
            server.protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
            server.start();

            open(EventSources.createFactory(client.newBuilder()
                    .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
                    .build()));

            told.expect("open", "null|null|a", "null|null|b", "closed");
        }

        @Test
        void anotherMediaTypeFails() throws Exception {
            server.enqueue(MockResponse.of(200, "x")
                    .newBuilder()
                    .setHeader("Content-Type", "text/html")
                    .build());
            server.enqueue(MockResponse.of(200, "x"));
            server.start();

            open(once);
            told.expect("failure Expected 'Content-Type' header value 'text/event-stream' but was 'text/html' of 200");
            open(once);
            told.expect("failure Expected 'Content-Type' header value 'text/event-stream' but was 'absent' of 200");
        }

        @Test
        void anotherStatusFails() throws Exception {
            server.enqueue(MockResponse.of(500, "x"));
            server.start();

            open(once);

            told.expect("failure Expected HTTP 200 response but was '500 Internal Server Error' of 500");
        }

        @Test
        void aStreamThatBreaksFails() throws Exception {
            server.enqueue(events("data: a\n\n" + "data: b\n\n")
                    .socketPolicy(new SocketPolicy(SocketPolicy.Moment.RESPONSE_BODY, SocketPolicy.Effect.RESET))
                    .build());
            server.start();

            open(once);

            told.expect("open", "null|null|a");
            assertThat(told.next()).startsWith("failure ");
            assertThat(told.failure()).isInstanceOf(IOException.class);
        }

        @Test
        void anEventThatIsTooLongFails() throws Exception {
            server.enqueue(events("data: " + "x".repeat(2_000)).build());
            server.start();

            open(new EventSources.Builder(client).maxEventBytes(1_024).build());

            told.expect("open", "failure an event of more than 1024 bytes (maxEventBytes) of 200");
        }

        @Test
        void cancelEndsIt() throws Exception {
            server.enqueue(events("data: a\n\n" + "data: b\n\n")
                    .throttleBody(14, Duration.ofMinutes(10))
                    .build());
            server.start();
            EventSource source = open(once);
            told.expect("open", "null|null|a");

            source.cancel();
            source.cancel();

            told.expect("failure Canceled");
        }

        @Test
        void theClientsReadTimeoutIsForTheHeadOnly() throws Exception {
            HawserClient hasty =
                    client.newBuilder().readTimeout(Duration.ofMillis(200)).build();
            server.enqueue(events("data: a\n\n" + "data: b\n\n")
                    .throttleBody(14, Duration.ofMillis(300))
                    .build());
            server.enqueue(events("").headersDelay(Duration.ofMinutes(10)).build());
            server.start();

            open(EventSources.createFactory(hasty));
            told.expect("open", "null|null|a", "null|null|b", "closed");
            open(EventSources.createFactory(hasty));
            told.expect("failure no response within 200 ms (the client's readTimeout)");
            assertThat(told.failure()).isInstanceOf(SocketTimeoutException.class);
        }

        @Test
        void silenceBeyondItsTimeoutFails() throws Exception {
            server.enqueue(events("data: a\n\n" + "data: b\n\n")
                    .throttleBody(14, Duration.ofMinutes(10))
                    .build());
            server.start();

            open(new EventSources.Builder(client)
                    .silenceTimeout(Duration.ofMillis(200))
                    .build());

            told.expect("open", "null|null|a");
            assertThat(told.next()).startsWith("failure timeout after 200 ms");
            assertThat(told.failure()).isInstanceOf(SocketTimeoutException.class);
        }

        @Test
        void aListenerThatThrowsHasFailed() throws Exception {
            server.enqueue(events("data: a\n\n").build());
            server.start();
            Told throwing = new Told() {
                @Override
                public void onEvent(EventSource source, @Nullable String id, @Nullable String type, String data) {
                    throw new IllegalStateException("not " + data);
                }
            };

            once.newEventSource(request(), throwing);

            throwing.expect("open", "failure not a of 200");
        }

        @Test
        void manyAtOnceAreNotHeldUpByTheDispatchersLimits() throws Exception {
            server.handler(request -> events("data: a\n\n" + "data: b\n\n")
                    .throttleBody(14, Duration.ofMinutes(10))
                    .build());
            server.start();
            List<EventSource> sources = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                sources.add(open(once));
            }

            for (int i = 0; i < 16; i++) {
                assertThat(told.next()).isIn("open", "null|null|a");
            }
            sources.forEach(EventSource::cancel);
            for (int i = 0; i < 8; i++) {
                told.expect("failure Canceled");
            }
        }
    }

    @Nested
    class Reconnecting {
        private EventSource.Factory again(Duration delay) {
            return new EventSources.Builder(client)
                    .reconnects(true)
                    .reconnectDelay(delay)
                    .maxReconnectDelay(Duration.ofMillis(30))
                    .build();
        }

        @Test
        void afterTheEndOfTheStreamWithItsLastIdUntil204() throws Exception {
            server.enqueue(events("id: 7\ndata: a\n\nid: 8\ndata: lost").build());
            server.enqueue(events("data: b\n\n").build());
            server.enqueue(MockResponse.of(204));
            server.start();

            open(again(Duration.ofMillis(10)));

            told.expect("open", "7|null|a", "reconnect in 10 ms");
            told.expect("open", "7|null|b", "reconnect in 10 ms", "closed");
            assertThat(server.takeRequest().headers().get("Last-Event-ID")).isNull();
            assertThat(server.takeRequest().headers().get("Last-Event-ID")).isEqualTo("7");
            assertThat(server.takeRequest().headers().get("Last-Event-ID")).isEqualTo("7");
        }

        @Test
        void withAnIdInUtf8ButWithoutOneThatNoFieldCanHold() throws Exception {
            server.enqueue(events("id: 日本\ndata: a\n\n").build());
            server.enqueue(events("id: \u0001\ndata: b\n\n").build());
            server.enqueue(MockResponse.of(204));
            server.start();

            open(again(Duration.ofMillis(1)));

            told.expect("open", "日本|null|a", "reconnect in 1 ms");
            told.expect("open", "\u0001|null|b", "reconnect in 1 ms", "closed");
            server.takeRequest();
            assertThat(server.takeRequest().headers().get("Last-Event-ID")).isEqualTo("日本");
            assertThat(server.takeRequest().headers().get("Last-Event-ID")).isNull();
        }

        @Test
        void notAfterTheEndOfTheClient() throws Exception {
            server.enqueue(events("data: a\n\n" + "data: b\n\n")
                    .throttleBody(14, Duration.ofMillis(200))
                    .build());
            server.start();
            HawserClient own = new HawserClient();
            EventSources.Builder builder =
                    new EventSources.Builder(own).reconnects(true).reconnectDelay(Duration.ofMinutes(10));
            builder.build().newEventSource(request(), told);
            told.expect("open", "null|null|a");

            own.close();

            assertThat(own.connectionPool().isClosed()).isTrue();
            told.expect("null|null|b", "closed");
        }

        @Test
        void afterTheTimeThatTheServerAsksFor() throws Exception {
            server.enqueue(events("retry: 1\n\n").build());
            server.enqueue(MockResponse.of(204));
            server.start();

            open(again(Duration.ofMinutes(10)));

            told.expect("open", "reconnect in 1 ms", "closed");
        }

        @Test
        void afterFailuresLaterAndLater() throws Exception {
            MockResponse none = new MockResponse.Builder()
                    .socketPolicy(new SocketPolicy(SocketPolicy.Moment.REQUEST_END, SocketPolicy.Effect.CLOSE))
                    .build();
            for (int i = 0; i < 3; i++) {
                server.enqueue(none);
            }
            server.enqueue(events("data: a\n\n").build());
            server.enqueue(MockResponse.of(204));
            server.start();

            open(again(Duration.ofMillis(10)));

            told.expect(
                    "reconnect in 10 ms after a failure",
                    "reconnect in 20 ms after a failure",
                    "reconnect in 30 ms after a failure");
            told.expect("open", "null|null|a", "reconnect in 10 ms", "closed");
        }

        @Test
        void afterAStreamThatBroke() throws Exception {
            server.enqueue(events("id: 3\n\n" + "data: a\n\n")
                    .socketPolicy(new SocketPolicy(SocketPolicy.Moment.RESPONSE_BODY, SocketPolicy.Effect.CLOSE))
                    .build());
            server.enqueue(MockResponse.of(204));
            server.start();

            open(again(Duration.ofMillis(1)));

            told.expect("open", "reconnect in 1 ms after a failure", "closed");
            assertThat(server.takeRequest().headers().get("Last-Event-ID")).isNull();
            assertThat(server.takeRequest().headers().get("Last-Event-ID")).isEqualTo("3");
        }

        @Test
        void notAfterAStatusThatSaysNo() throws Exception {
            server.enqueue(events("data: a\n\n").build());
            server.enqueue(MockResponse.of(404));
            server.start();

            open(again(Duration.ofMillis(1)));

            told.expect("open", "null|null|a", "reconnect in 1 ms");
            told.expect("failure Expected HTTP 200 response but was '404 Not Found' of 404");
        }

        @Test
        void notAfterACancelThatCameWhileItWaited() throws Exception {
            server.enqueue(events("data: a\n\n").build());
            server.start();
            EventSource source = open(again(Duration.ofMinutes(10)));
            told.expect("open", "null|null|a", "reconnect in 600000 ms");

            source.cancel();

            told.expect("failure Canceled");
            assertThat(server.requestCount()).isEqualTo(1);
        }
    }

    @Test
    void aResponseIsReadOnThisThread() throws Exception {
        server.enqueue(events("data: a\n\n").build());
        server.start();
        Response response = client.newCall(request()).execute();

        EventSources.processResponse(response, told);

        told.expect("open", "null|null|a", "closed");
        assertThat(pool.idleConnectionCount()).isEqualTo(1);
    }

    @Test
    void callsOfAnotherMakerAreTakenAsTheyAre() throws Exception {
        server.enqueue(events("data: a\n\n").build());
        server.start();
        Call.Factory calls = request -> client.newCall(
                request.newBuilder().header("Authorization", "Bearer x").build());

        open(EventSources.createFactory(calls));

        told.expect("open", "null|null|a", "closed");
        assertThat(server.takeRequest().headers().get("Authorization")).isEqualTo("Bearer x");
    }
}
