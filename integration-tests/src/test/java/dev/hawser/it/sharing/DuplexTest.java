package dev.hawser.it.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Call;
import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Headers;
import dev.hawser.MediaType;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.it.SocketsLeft;
import dev.hawser.it.cutoff.Eventually;
import dev.hawser.testserver.Http2Frame;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.RequestHandler;
import dev.hawser.testserver.SocketPolicy.Moment;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests that are written while their responses are read. */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
class DuplexTest {
    private final SharedServer scene = new SharedServer();

    @AfterEach
    void close() {
        scene.close();
    }

    /** A body that hands its sink to the test. */
    private static final class Kept extends RequestBody {
        final CompletableFuture<OutputStream> sink = new CompletableFuture<>();

        @Override
        public @Nullable MediaType contentType() {
            return null;
        }

        @Override
        public boolean isDuplex() {
            return true;
        }

        @Override
        public void writeTo(OutputStream given) throws IOException {
            say(given, "begun, ");
            sink.complete(given);
        }
    }

    /** Answers each request when its head has come. */
    private record Early(MockResponse answer) implements RequestHandler {
        @Override
        public MockResponse handle(RecordedRequest request) {
            return answer;
        }

        @Override
        public MockResponse onRequestHead(RecordedRequest head) {
            return answer;
        }
    }

    private void answerEarly(MockResponse.Builder answer) {
        scene.server.handler(new Early(answer.answerBeforeBody().build()));
        scene.server.start();
    }

    private static void say(OutputStream sink, String text) throws IOException {
        sink.write(text.getBytes(StandardCharsets.UTF_8));
        sink.flush();
    }

    private Request post(RequestBody body) {
        return scene.get("/").newBuilder().post(body).build();
    }

    private HawserClient client() {
        return scene.client(new ConnectionPool.Builder());
    }

    @Test
    void theResponseIsReadBeforeTheRequestEnds() throws Exception {
        answerEarly(new MockResponse.Builder().code(200).body("early"));
        HawserClient client = client();
        Kept body = new Kept();

        try (Response response = client.newCall(post(body)).execute()) {
            assertThat(response.body().string()).isEqualTo("early");
            assertThat(scene.server.requestCount()).isZero();
            assertThat(client.connectionPool().idleConnectionCount()).isZero();
            say(body.sink.get(), "and ended");
            body.sink.get().close();
        }

        assertThat(scene.server.takeRequest().bodyString()).isEqualTo("begun, and ended");
        assertThat(client.connectionPool().idleConnectionCount()).isEqualTo(1);
    }

    @Test
    void bothGoOnInTurns() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        answerEarly(new MockResponse.Builder()
                .code(200)
                .body("12")
                .trailers(Headers.of("checksum", "7"))
                .http2(Moment.RESPONSE_BODY, (wire, id) -> asked.await()));
        Kept body = new Kept();

        try (Response response = client().newCall(post(body)).execute()) {
            InputStream content = response.body().byteStream();
            assertThat(content.read()).isEqualTo('1');
            say(body.sink.get(), "more");
            asked.countDown();
            assertThat(content.read()).isEqualTo('2');
            assertThat(content.read()).isEqualTo(-1);
            assertThat(response.trailers().get("checksum")).isEqualTo("7");
            body.sink.get().close();
        }
        assertThat(scene.server.takeRequest().bodyString()).isEqualTo("begun, more");
    }

    @Test
    void theCallsTimeEndsWithTheHeadOfTheResponse() throws Exception {
        answerEarly(new MockResponse.Builder().code(200).body("early"));
        HawserClient client = scene.client(
                new ConnectionPool.Builder(), new HawserClient.Builder().callTimeout(Duration.ofMillis(400)));
        long begun = System.nanoTime();
        Kept body = new Kept();

        Call call = client.newCall(post(body));
        try (Response response = call.execute()) {
            Eventually.await("the end of the call's time", () -> System.nanoTime() - begun > 600_000_000);
            assertThat(call.isCanceled()).isFalse();
            body.sink.get().close();
            assertThat(response.body().string()).isEqualTo("early");
        }
    }

    @Test
    void toCloseTheResponseGivesUpTheRequest() throws Exception {
        answerEarly(
                new MockResponse.Builder().code(200).body("x".repeat(100_000)).throttleBody(1, Duration.ofMillis(100)));
        HawserClient client = client();
        Kept body = new Kept();

        client.newCall(post(body)).execute().close();

        assertThat(client.connectionPool().idleConnectionCount()).isEqualTo(1);
        assertThatThrownBy(() -> {
                    say(body.sink.get(), "too late");
                    body.sink.get().close();
                })
                .isInstanceOf(IOException.class);
        scene.await(0, frame -> frame.is(Http2Frame.RST_STREAM));
    }

    @Test
    void aRedirectIsTheCallers() throws Exception {
        answerEarly(new MockResponse.Builder().code(307).setHeader("Location", "/elsewhere"));
        Kept body = new Kept();

        try (Response response = client().newCall(post(body)).execute()) {
            assertThat(response.code()).isEqualTo(307);
            body.sink.get().close();
        }

        Eventually.await("the request", () -> scene.server.requestCount() == 1);
    }

    @Test
    void isRefusedOnHttp1() throws Exception {
        scene.server.start();
        try (TestServer old = new TestServer();
                ConnectionPool pool = new ConnectionPool()) {
            old.start();
            HawserClient client = new HawserClient.Builder()
                    .connectionPool(pool)
                    .protocols(List.of(Protocol.HTTP_1_1))
                    .build();
            Request request =
                    new Request.Builder().url(old.url("/")).post(new Kept()).build();

            assertThatThrownBy(() -> client.newCall(request).execute())
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("Duplex");
            assertThat(Objects.requireNonNull(request.body()).isDuplex()).isTrue();
        }
    }
}
