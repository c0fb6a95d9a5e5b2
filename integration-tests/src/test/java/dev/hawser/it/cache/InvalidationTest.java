package dev.hawser.it.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.RequestBody;
import dev.hawser.it.Link;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What changes is removed, by requests or by hand. */
class InvalidationTest extends CacheScene {
    InvalidationTest(Link link) {
        super(link);
    }

    @Test
    void aPostMakesWhatIsStoredOfNoUse() throws IOException {
        enqueue("old", FRESH);
        body();
        enqueue("done");
        execute(request("/").post(RequestBody.create("x", null)).build()).close();
        enqueue("new", FRESH);

        assertThat(body()).isEqualTo("new");
    }

    @Test
    void urlsAreListedAndRemoved() throws IOException {
        for (String path : List.of("/a", "/b")) {
            enqueue(path, FRESH);
            execute(request(path).build()).body().string();
        }
        Iterator<String> urls = cache.urls();
        List<String> seen = new ArrayList<>();
        while (urls.hasNext()) {
            String url = urls.next();
            seen.add(url);
            if (url.endsWith("/a")) {
                urls.remove();
            }
        }

        assertThat(seen)
                .containsExactlyInAnyOrder(
                        server.url("/a").toString(), server.url("/b").toString());
        assertThat(cache.remove(server.url("/a"))).isFalse();
        assertThat(cache.size()).isPositive();
        cache.evictAll();
        assertThat(cache.size()).isZero();
        assertThat(cache.maxSize()).isEqualTo(16 << 20);
    }
}
