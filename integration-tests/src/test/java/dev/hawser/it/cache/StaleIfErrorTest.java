package dev.hawser.it.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.MemoryCookieJar;
import dev.hawser.Response;
import dev.hawser.it.Link;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.SocketPolicy;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What is stale stands in for errors (RFC 5861, section 4). */
class StaleIfErrorTest extends CacheScene {
    private static final String[] STALE_IF_ERROR = {
        "Cache-Control: max-age=60, stale-if-error=600", "Age: 61", "ETag: \"v1\""
    };

    StaleIfErrorTest(Link link) {
        super(link);
    }

    @Test
    void whatIsStaleStandsInForAnAnswer() throws IOException {
        enqueue("old", STALE_IF_ERROR);
        body();
        server.enqueue(MockResponse.of(503, "down"));

        try (Response response = get()) {
            assertThat(response.code()).isEqualTo(200);
            assertThat(response.body().string()).isEqualTo("old");
            assertThat(response.networkResponse()).isNotNull();
            assertThat(response.networkResponse().code()).isEqualTo(503);
        }
    }

    @Test
    void theCookiesOfAnErrorAreKeptWhereWhatIsStaleStandsInForIt() throws IOException {
        MemoryCookieJar jar = new MemoryCookieJar();
        client = client.newBuilder().cookieJar(jar).build();
        enqueue("old", STALE_IF_ERROR);
        body();
        server.enqueue(answer("down", "Set-Cookie: a=new").code(503).build());

        assertThat(body()).isEqualTo("old");
        assertThat(jar.cookies())
                .singleElement()
                .satisfies(cookie -> assertThat(cookie.value()).isEqualTo("new"));
    }

    @Test
    void whatIsStaleStandsInForNoAnswer() throws IOException {
        enqueue("old", STALE_IF_ERROR);
        body();
        server.close();

        try (Response response = get()) {
            assertThat(response.body().string()).isEqualTo("old");
            assertThat(response.request().tag()).isNull();
        }
        assertThat(events).startsWith("miss", "end", "conditional 200").endsWith("hit 200", "end");
    }

    @Test
    void whatIsStaleStandsInForTheAnswerToHead() throws IOException {
        enqueue("old", STALE_IF_ERROR);
        body();
        server.close();

        try (Response head = execute(request("/").head().build())) {
            assertThat(head.code()).isEqualTo(200);
            assertThat(head.header("Content-Length")).isEqualTo("3");
            assertThat(head.body().bytes()).isEmpty();
        }
    }

    @Test
    void theServerIsTriedAgainFirstWhereThatIsSafe() throws IOException {
        enqueue("old", STALE_IF_ERROR);
        body();
        server.enqueue(new MockResponse.Builder()
                .socketPolicy(SocketPolicy.DISCONNECT_AFTER_REQUEST)
                .build());
        enqueue("new", FRESH);

        assertThat(body()).isEqualTo("new");
    }

    @Test
    void nothingStandsInWhereItMayNot() throws IOException {
        enqueue("old", STALE);
        body();
        server.enqueue(MockResponse.of(503, "down"));
        try (Response response = get()) {
            assertThat(response.code()).isEqualTo(503);
        }
        server.close();

        assertThatThrownBy(() -> body()).isInstanceOf(IOException.class);
    }
}
