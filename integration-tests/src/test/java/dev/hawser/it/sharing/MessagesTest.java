package dev.hawser.it.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Call;
import dev.hawser.ConnectionPool;
import dev.hawser.EventListener;
import dev.hawser.HawserClient;
import dev.hawser.Headers;
import dev.hawser.MediaType;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.it.SocketsLeft;
import dev.hawser.testserver.Http2Frame;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.RequestHandler;
import dev.hawser.testserver.SocketPolicy.Moment;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages that are out of the ordinary, on a connection that others use meanwhile. */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
class MessagesTest {
    private final SharedServer scene = new SharedServer();
    private final HawserClient client = scene.client(new ConnectionPool.Builder());

    @AfterEach
    void close() {
        scene.close();
    }

    /** Answers when the head of a request has come. */
    private record AtItsHead(MockResponse answer) implements RequestHandler {
        @Override
        public MockResponse handle(RecordedRequest request) {
            return answer;
        }

        @Override
        public MockResponse onRequestHead(RecordedRequest head) {
            return answer;
        }
    }

    private void answerWith(Http2Frame... frames) {
        scene.server.handler(request -> request.path().equals("/")
                ? MockResponse.of(200, "x")
                : new MockResponse.Builder()
                        .http2(Moment.REQUEST_END, (wire, id) -> {
                            for (Http2Frame frame : frames) {
                                wire.send(new Http2Frame(frame.type(), frame.flags(), id, frame.payload()));
                            }
                        })
                        .build());
        scene.server.start();
    }

    /** The call alone fails, on a connection that is in use again, and is not sent again: the server has answered it. */
    private void assertBroken(String message) throws IOException {
        scene.exchange(client);
        assertThatThrownBy(() -> {
                    try (Response response =
                            client.newCall(scene.get("/broken")).execute()) {
                        response.body().bytes();
                    }
                })
                .isExactlyInstanceOf(ProtocolException.class)
                .hasMessageContaining(message);
        scene.exchange(client);
        assertThat(scene.server.connectionCount()).isEqualTo(1);
        assertThat(scene.server.requestCount()).isEqualTo(3);
    }

    @Test
    void aContentLengthThatIsTooSmallEndsTheStreamAlone() throws IOException {
        answerWith(
                Http2Frame.headers(1, false, ":status", "200", "content-length", "2"),
                Http2Frame.data(1, true, new byte[3]));

        assertBroken("more content than the 2 bytes");
    }

    @Test
    void aContentLengthThatIsTooGreatEndsTheStreamAlone() throws IOException {
        answerWith(
                Http2Frame.headers(1, false, ":status", "200", "content-length", "4"),
                Http2Frame.data(1, true, new byte[3]));

        assertBroken("it ended after 3 bytes of content, where 4 were announced");
    }

    @Test
    void twoContentLengthsThatDifferEndTheStreamAlone() throws IOException {
        answerWith(
                Http2Frame.headers(1, false, ":status", "200", "content-length", "3", "content-length", "4"),
                Http2Frame.data(1, true, new byte[3]));

        assertBroken("malformed response");
    }

    @Test
    void aRequestThatGivesLessThanItPromisedEndsItsStreamAlone() throws Exception {
        scene.server.start();
        Request post = scene.get("/")
                .newBuilder()
                .post(new RequestBody() {
                    @Override
                    public @Nullable MediaType contentType() {
                        return null;
                    }

                    @Override
                    public long contentLength() {
                        return 10;
                    }

                    @Override
                    public void writeTo(OutputStream sink) throws IOException {
                        sink.write(new byte[9]);
                    }
                })
                .build();

        assertThatThrownBy(() -> client.newCall(post).execute())
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("10 bytes promised, 9 given");

        scene.exchange(client);
        assertThat(scene.server.connectionCount()).isEqualTo(1);
        scene.await(0, frame -> frame.is(Http2Frame.RST_STREAM));
    }

    @Test
    void thePriorityFieldIsPassedOn() throws Exception {
        scene.server.start();
        Request request =
                scene.get("/").newBuilder().header("Priority", "u=1, i").build();

        SharedServer.content(client.newCall(request).execute());

        assertThat(scene.server.takeRequest().header("priority")).isEqualTo("u=1, i");
    }

    @Test
    void interimResponsesAreToldAndTrailersComeAtTheEnd() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        scene.server.handler(request -> new MockResponse.Builder()
                .code(200)
                .addInformational(103, Headers.of("Link", "<a>"))
                .body("x")
                .trailers(Headers.of("Checksum", "7"))
                .build());
        scene.server.start();
        HawserClient listening = client.newBuilder()
                .eventListenerFactory(call -> new EventListener() {
                    @Override
                    public void informationalResponse(Call told103, int code, Headers headers) {
                        told.add(code + " " + headers.get("link"));
                    }
                })
                .build();

        try (Response response = listening.newCall(scene.get("/")).execute()) {
            assertThat(response.body().string()).isEqualTo("x");
            assertThat(response.trailers().get("checksum")).isEqualTo("7");
        }
        assertThat(told).containsExactly("103 <a>");
    }

    @Test
    void aBodyThatWaitsForContinueIsSentWhenTheServerSaysSo() throws Exception {
        scene.server.start();
        Request post = scene.get("/")
                .newBuilder()
                .header("Expect", "100-continue")
                .post(RequestBody.create("content", null))
                .build();

        SharedServer.content(client.newCall(post).execute());

        assertThat(scene.server.takeRequest().bodyString()).isEqualTo("content");
    }

    @Test
    void aBodyThatTheServerDoesNotWantIsNotSentAndTheConnectionStays() throws Exception {
        scene.server.handler(new AtItsHead(new MockResponse.Builder()
                .code(417)
                .noContinue()
                .answerBeforeBody()
                .build()));
        scene.server.start();
        Request post = scene.get("/")
                .newBuilder()
                .header("Expect", "100-continue")
                .post(RequestBody.create("content", null))
                .build();

        try (Response response = client.newCall(post).execute()) {
            assertThat(response.code()).isEqualTo(417);
        }

        scene.await(0, frame -> frame.is(Http2Frame.RST_STREAM));
        assertThat(client.connectionPool().idleConnectionCount()).isEqualTo(1);
    }

    @Test
    void aRedirectStaysOnItsConnectionThoughOthersHaveIt() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        scene.server.handler(request -> switch (request.path()) {
            case "/from" ->
                new MockResponse.Builder()
                        .code(302)
                        .setHeader("Location", "/")
                        .body("unread")
                        .build();
            case "/slow" -> {
                end.await();
                yield MockResponse.of(200, "slow");
            }
            default -> MockResponse.of(200, "x");
        });
        scene.server.start();
        var slow = client.newCall(scene.get("/slow")).executeAsync().thenApply(SharedServer::content);

        assertThat(SharedServer.content(client.newCall(scene.get("/from")).execute()))
                .isEqualTo("x");

        end.countDown();
        assertThat(slow.get()).isEqualTo("slow");
        assertThat(scene.server.connectionCount()).isEqualTo(1);
    }

    @Test
    void anIdleConnectionThatIsClosedSaysGoodbye() throws Exception {
        scene.server.start();
        scene.exchange(client);

        client.connectionPool().evictAll();

        Http2Frame goodbye = scene.await(0, frame -> frame.is(Http2Frame.GOAWAY));
        assertThat(goodbye.intAt(4)).isZero();
    }
}
