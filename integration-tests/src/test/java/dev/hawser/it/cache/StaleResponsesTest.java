package dev.hawser.it.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.CacheControl;
import dev.hawser.Response;
import dev.hawser.it.Link;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is stale is confirmed or replaced, unless the request says otherwise; without the network there is only what is stored. */
class StaleResponsesTest extends CacheScene {
    StaleResponsesTest(Link link) {
        super(link);
    }

    @Test
    void aResponseIsConfirmed() throws Exception {
        enqueue("knot", STALE);
        body();
        server.enqueue(notModified("ETag: \"v1\"", "X-New: yes", FRESH));

        try (Response confirmed = get()) {
            assertThat(confirmed.code()).isEqualTo(200);
            assertThat(confirmed.body().string()).isEqualTo("knot");
            assertThat(confirmed.header("X-New")).isEqualTo("yes");
            assertThat(confirmed.networkResponse()).isNotNull();
            assertThat(confirmed.networkResponse().code()).isEqualTo(304);
            assertThat(confirmed.cacheResponse()).isNotNull();
        }
        server.takeRequest();
        assertThat(server.takeRequest().header("If-None-Match")).isEqualTo("\"v1\"");
        try (Response fresh = get()) {
            assertThat(fresh.header("X-New")).isEqualTo("yes");
            assertThat(fresh.networkResponse()).isNull();
        }
        assertThat(server.requestCount()).isEqualTo(2);
        assertThat(List.of(cache.requestCount(), cache.networkCount(), cache.hitCount()))
                .containsExactly(3, 2, 2);
        assertThat(events).containsExactly("miss", "end", "conditional 200", "hit 200", "end", "hit 200", "end");
    }

    @Test
    void aResponseIsReplacedByANewOne() throws IOException {
        enqueue("old", STALE);
        body();
        enqueue("new", FRESH);

        try (Response changed = get()) {
            assertThat(changed.body().string()).isEqualTo("new");
            assertThat(changed.cacheResponse()).isNotNull();
            assertThat(changed.networkResponse()).isNotNull();
        }
        assertThat(body()).isEqualTo("new");
        assertThat(server.requestCount()).isEqualTo(2);
    }

    @Test
    void aResponseThatNothingCouldConfirmHasNoPartInTheNewOne() throws IOException {
        enqueue("old", "Cache-Control: max-age=60", "Age: 61");
        body();
        enqueue("new", FRESH);

        try (Response changed = get()) {
            assertThat(changed.body().string()).isEqualTo("new");
            assertThat(changed.cacheResponse()).isNull();
            assertThat(changed.networkResponse()).isNotNull();
        }
        assertThat(body()).isEqualTo("new");
    }

    @Test
    void aConditionOfTheUsersOwnGetsItsAnswer() throws IOException {
        enqueue("knot", FRESH, "ETag: \"v1\"");
        body();
        server.enqueue(notModified("ETag: \"v1\""));

        try (Response response =
                execute(request("/").header("If-None-Match", "\"v1\"").build())) {
            assertThat(response.code()).isEqualTo(304);
        }
        assertThat(body()).isEqualTo("knot");
        assertThat(server.requestCount()).isEqualTo(2);
    }

    @Test
    void oneMayBeUsedIfTheRequestSaysSo() throws IOException {
        enqueue("knot", STALE);
        body();

        try (Response stale =
                execute(request("/").cacheControl(CacheControl.FORCE_CACHE).build())) {
            assertThat(stale.body().string()).isEqualTo("knot");
            assertThat(stale.header("Age")).isIn("61", "62", "63");
        }
        assertThat(server.requestCount()).isOne();
    }

    @Test
    void nothingStoredIs504() throws IOException {
        try (Response response =
                execute(request("/").cacheControl(CacheControl.FORCE_CACHE).build())) {
            assertThat(response.code()).isEqualTo(504);
            assertThat(response.message()).isEqualTo("Unsatisfiable Request (only-if-cached)");
            assertThat(response.body().bytes()).isEmpty();
            assertThat(response.networkResponse()).isNull();
            assertThat(response.cacheResponse()).isNull();
        }
        assertThat(server.requestCount()).isZero();
        assertThat(pool.connectionCount()).isZero();
        assertThat(List.of(cache.requestCount(), cache.networkCount(), cache.hitCount()))
                .containsExactly(1, 0, 0);
        assertThat(events).containsExactly("unsatisfied 504", "end");
    }

    @Test
    void withoutACacheItIs504Too() throws IOException {
        client = client.newBuilder().cache(null).build();

        try (Response response =
                execute(request("/").cacheControl(CacheControl.FORCE_CACHE).build())) {
            assertThat(response.code()).isEqualTo(504);
            assertThat(response.networkResponse()).isNull();
        }
        assertThat(server.requestCount()).isZero();
        assertThat(events).containsExactly("unsatisfied 504", "end");
    }
}
