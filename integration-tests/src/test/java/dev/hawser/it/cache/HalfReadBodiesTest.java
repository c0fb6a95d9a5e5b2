package dev.hawser.it.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Call;
import dev.hawser.Response;
import dev.hawser.it.Link;
import dev.hawser.it.TestOver;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.SocketPolicy;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** Only a body that was read to its end is stored. */
class HalfReadBodiesTest extends CacheScene {
    HalfReadBodiesTest(Link link) {
        super(link);
    }

    @TestOver(value = Link.H1, because = "over HTTP/2 only what has come already is read, and that is up to the server")
    void aBodyWithLittleLeftIsReadForTheStore() throws IOException {
        enqueue("knot".repeat(5000), FRESH);
        try (Response response = get()) {
            assertThat(response.body().byteStream().read()).isEqualTo('k');
        }

        assertThat(body()).isEqualTo("knot".repeat(5000));
        assertThat(server.requestCount()).isOne();
    }

    @Test
    void aBodyWithMuchLeftIsNotStored() throws IOException {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Cache-Control", "max-age=60")
                .body(new byte[8 << 20])
                .build());
        try (Response response = get()) {
            assertThat(response.body().byteStream().readNBytes(10)).hasSize(10);
        }
        enqueue("whole", FRESH);

        assertThat(cache.writeAbortCount()).isOne();
        assertThat(body()).isEqualTo("whole");
    }

    @Test
    void aBodyThatIsNotReadAtAllMayBe() throws IOException {
        enqueue("", FRESH);
        get().close();

        assertThat(cache.writeSuccessCount()).isOne();
    }

    @Test
    void aBodyThatBreaksOffIsNotStored() throws IOException {
        server.enqueue(answer("half a knot", FRESH)
                .socketPolicy(SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY)
                .build());
        try (Response response = get()) {
            assertThatThrownBy(() -> response.body().string()).isInstanceOf(IOException.class);
        }
        enqueue("whole", FRESH);

        assertThat(cache.writeSuccessCount()).isZero();
        assertThat(cache.writeAbortCount()).isOne();
        assertThat(body()).isEqualTo("whole");
    }

    @TestOver(value = Link.H1, because = "elsewhere the end of a body is told")
    void aBodyWhoseEndIsThatOfTheConnectionIsNotStored() throws IOException {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Cache-Control", "max-age=60")
                .bodyUntilClose("perhaps half a knot")
                .socketPolicy(SocketPolicy.DISCONNECT_AT_END)
                .build());
        enqueue("whole", FRESH);

        assertThat(body()).isEqualTo("perhaps half a knot");
        assertThat(body()).isEqualTo("whole");
    }

    @Test
    void aCallThatIsCancelledStoresNothing() throws IOException {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Cache-Control", "max-age=60")
                .body(new byte[8 << 20])
                .build());
        Call call = client.newCall(request("/").build());
        try (Response response = call.execute()) {
            InputStream body = response.body().byteStream();
            assertThat(body.read()).isZero();
            call.cancel();
            assertThatThrownBy(() -> body.readAllBytes()).isInstanceOf(IOException.class);
        }

        assertThat(cache.writeSuccessCount()).isZero();
        assertThat(cache.size()).isZero();
    }
}
