package dev.hawser.it.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.MemoryCookieJar;
import dev.hawser.Response;
import dev.hawser.it.Link;
import dev.hawser.testserver.MockResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What is fresh answers without the server. */
class FreshResponsesTest extends CacheScene {
    FreshResponsesTest(Link link) {
        super(link);
    }

    @Test
    void aResponseIsUsedAgainWithoutTheServer() throws IOException {
        enqueue("knot", FRESH, "Content-Type: text/plain; charset=utf-8", "X-A: b");
        assertThat(body()).isEqualTo("knot");

        try (Response again = get()) {
            assertThat(again.body().contentLength()).isEqualTo(4);
            assertThat(again.body().contentType()).hasToString("text/plain; charset=utf-8");
            assertThat(again.body().string()).isEqualTo("knot");
            assertThat(again.header("X-A")).isEqualTo("b");
            assertThat(again.header("Age")).isIn("0", "1", "2");
            assertThat(again.networkResponse()).isNull();
            assertThat(again.cacheResponse()).isNotNull();
            assertThat(again.protocol()).isEqualTo(link.protocol());
            assertThat(again.handshake() != null).isEqualTo(link.isTls());
        }
        assertThat(server.requestCount()).isOne();
        assertThat(List.of(cache.requestCount(), cache.networkCount(), cache.hitCount()))
                .containsExactly(2, 1, 1);
        assertThat(cache.writeSuccessCount()).isOne();
        assertThat(events).containsExactly("miss", "end", "hit 200", "end");
    }

    @Test
    void theFirstOneIsTheNetworks() throws IOException {
        enqueue("knot", FRESH);

        try (Response response = get()) {
            assertThat(response.cacheResponse()).isNull();
            assertThat(response.networkResponse()).isNotNull();
        }
    }

    @Test
    void aBodyOfUnknownLengthIsStored() throws IOException {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Cache-Control", "max-age=60")
                .chunkedBody("a long splice", 3)
                .build());
        assertThat(body()).isEqualTo("a long splice");
        assertThat(body()).isEqualTo("a long splice");
        assertThat(server.requestCount()).isOne();
    }

    @Test
    void anEmptyBodyIsStored() throws IOException {
        enqueue("", FRESH);
        assertThat(body()).isEmpty();
        assertThat(body()).isEmpty();
        assertThat(server.requestCount()).isOne();
    }

    @Test
    void aLargeBodyIsStored() throws IOException {
        byte[] large = new byte[300_000];
        new Random(5).nextBytes(large);
        server.enqueue(new MockResponse.Builder()
                .addHeader("Cache-Control", "max-age=60")
                .body(large)
                .build());
        for (int i = 0; i < 2; i++) {
            try (Response response = get()) {
                assertThat(response.body().bytes()).isEqualTo(large);
            }
        }
        assertThat(server.requestCount()).isOne();
    }

    @Test
    void aCodedBodyIsStoredAsItCameAndReadPlain() throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(coded)) {
            gzip.write("sheet bend".repeat(50).getBytes(StandardCharsets.UTF_8));
        }
        server.enqueue(new MockResponse.Builder()
                .addHeader("Cache-Control", "max-age=60")
                .addHeader("Content-Encoding", "gzip")
                .addHeader("Vary", "Accept-Encoding")
                .body(coded.toByteArray())
                .build());

        assertThat(body()).isEqualTo("sheet bend".repeat(50));
        assertThat(body()).isEqualTo("sheet bend".repeat(50));
        assertThat(server.requestCount()).isOne();
        assertThat(cache.hitCount()).isOne();
    }

    @Test
    void aRedirectIsFollowedWithoutTheServer() throws IOException {
        server.enqueue(answer("", "Location: /there", FRESH).code(301).build());
        enqueue("there", FRESH);
        for (int i = 0; i < 2; i++) {
            try (Response response = get()) {
                assertThat(response.body().string()).isEqualTo("there");
                assertThat(response.priorResponse()).isNotNull();
                assertThat(response.request().url().encodedPath()).isEqualTo("/there");
            }
        }
        assertThat(server.requestCount()).isEqualTo(2);
        assertThat(cache.requestCount()).isEqualTo(4);
    }

    @Test
    void headIsAnsweredByWhatGetStored() throws IOException {
        enqueue("knot", FRESH);
        body();

        try (Response head = execute(request("/").head().build())) {
            assertThat(head.code()).isEqualTo(200);
            assertThat(head.header("Content-Length")).isEqualTo("4");
            assertThat(head.body().bytes()).isEmpty();
        }
        assertThat(server.requestCount()).isOne();
    }

    @Test
    void aRangeIsCutFromWhatIsWhole() throws IOException {
        askForNoCoding();
        enqueue("0123456789", FRESH);
        body();

        try (Response part = execute(request("/").header("Range", "bytes=3-5").build())) {
            assertThat(part.code()).isEqualTo(206);
            assertThat(part.header("Content-Range")).isEqualTo("bytes 3-5/10");
            assertThat(part.body().string()).isEqualTo("345");
        }
        try (Response none = execute(request("/").header("Range", "bytes=10-").build())) {
            assertThat(none.code()).isEqualTo(416);
            assertThat(none.body().bytes()).isEmpty();
        }
        assertThat(server.requestCount()).isOne();
    }

    @Test
    void aPartIsNotStored() throws IOException {
        server.enqueue(
                answer("345", FRESH, "Content-Range: bytes 3-5/10").code(206).build());
        try (Response part = execute(request("/").header("Range", "bytes=3-5").build())) {
            assertThat(part.body().string()).isEqualTo("345");
        }
        enqueue("0123456789");

        assertThat(body()).isEqualTo("0123456789");
    }

    @Test
    void cookiesAreKeptFromTheServerAndNotFromTheCache() throws IOException {
        MemoryCookieJar jar = new MemoryCookieJar();
        client = client.newBuilder().cookieJar(jar).build();
        enqueue("knot", "Cache-Control: public, max-age=60", "Set-Cookie: a=old");
        body();
        assertThat(jar.cookies()).hasSize(1);
        jar.clear();

        assertThat(body()).isEqualTo("knot");
        assertThat(jar.cookies()).isEmpty();
        assertThat(server.requestCount()).isOne();
    }
}
