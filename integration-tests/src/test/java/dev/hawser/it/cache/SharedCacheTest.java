package dev.hawser.it.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.HttpUrl;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.it.Link;
import dev.hawser.it.TestOver;
import dev.hawser.testserver.RecordedRequest;
import java.io.IOException;
import java.util.List;

/** One cache for many users and sites. */
class SharedCacheTest extends CacheScene {
    SharedCacheTest(Link link) {
        super(link);
    }

    @TestOver(value = Link.H1, because = "whose the credentials are is no matter of the protocol")
    void aUserNeverGetsWhatIsAnothers() throws IOException {
        server.handler(request ->
                answer("for " + request.header("Authorization"), FRESH).build());
        for (String user : List.of("alice", "bob", "alice", "bob")) {
            try (Response response =
                    execute(request("/").header("Authorization", user).build())) {
                assertThat(response.body().string()).isEqualTo("for " + user);
            }
        }
        assertThat(body()).isEqualTo("for null");
        assertThat(server.requestCount()).isEqualTo(3);
        assertThat(cache.hitCount()).isEqualTo(2);
    }

    @TestOver(value = Link.H1, because = "the recorded requests are only counted")
    void requestsOfASiteAreItsOwn() throws Exception {
        enqueue("1", FRESH);
        enqueue("2", FRESH);
        body();
        HttpUrl other = server.url("/").newBuilder().host("127.0.0.1").build();
        try (Response response = execute(new Request.Builder().url(other).build())) {
            assertThat(response.body().string()).isEqualTo("2");
        }
        RecordedRequest first = server.takeRequest();
        assertThat(first.path()).isEqualTo("/");
    }
}
