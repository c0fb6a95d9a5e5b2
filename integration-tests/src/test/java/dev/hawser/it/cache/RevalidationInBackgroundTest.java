package dev.hawser.it.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Response;
import dev.hawser.it.Link;
import dev.hawser.testserver.MockResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is stale for a short while is used, and brought up to date meanwhile (RFC 5861, section 3). */
class RevalidationInBackgroundTest extends CacheScene {
    private static final String[] STALE_FOR_A_WHILE = {
        "Cache-Control: max-age=60, stale-while-revalidate=600", "Age: 61", "ETag: \"v1\""
    };

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch mayAnswer = new CountDownLatch(1);

    RevalidationInBackgroundTest(Link link) {
        super(link);
    }

    /** The server answers the second request when it may, and what comes after it is told. */
    private void answer(MockResponse second) {
        AtomicInteger requests = new AtomicInteger();
        server.handler(request -> {
            if (requests.getAndIncrement() == 0) {
                return answer("old", STALE_FOR_A_WHILE).build();
            }
            asked.countDown();
            mayAnswer.await();
            return second;
        });
    }

    private void awaitIdle() throws InterruptedException {
        CountDownLatch idle = new CountDownLatch(1);
        client.dispatcher().setIdleCallback(idle::countDown);
        if (client.dispatcher().runningCallsCount() > 0) {
            idle.await();
        }
    }

    @Test
    void aStaleResponseIsBroughtUpToDateWhileItIsUsed() throws Exception {
        answer(answer("new", FRESH).build());
        body();

        assertThat(body()).isEqualTo("old");
        asked.await();
        assertThat(body()).as("one asks, the others do not").isEqualTo("old");
        mayAnswer.countDown();
        awaitIdle();

        assertThat(body()).isEqualTo("new");
        assertThat(server.requestCount()).isEqualTo(2);
        server.takeRequest();
        assertThat(server.takeRequest().header("If-None-Match")).isEqualTo("\"v1\"");
    }

    @Test
    void itIsConfirmed() throws Exception {
        answer(notModified(FRESH));
        body();
        body();
        asked.await();
        mayAnswer.countDown();
        awaitIdle();

        try (Response response = get()) {
            assertThat(response.body().string()).isEqualTo("old");
            assertThat(response.header("Cache-Control")).isEqualTo("max-age=60");
        }
        assertThat(server.requestCount()).isEqualTo(2);
    }

    @Test
    void allOfItIsAskedForThoughAPartWas() throws Exception {
        askForNoCoding();
        answer(answer("new", FRESH).build());
        body();
        try (Response part = execute(request("/").header("Range", "bytes=1-2").build())) {
            assertThat(part.body().string()).isEqualTo("ld");
        }
        asked.await();
        mayAnswer.countDown();
        awaitIdle();

        assertThat(body()).isEqualTo("new");
        server.takeRequest();
        assertThat(server.takeRequest().header("Range")).isNull();
    }

    @Test
    void itIsNotSeenByInterceptorsAroundCalls() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        client = client.newBuilder()
                .addInterceptor(chain -> {
                    seen.incrementAndGet();
                    return chain.proceed(chain.request());
                })
                .build();
        answer(answer("new", FRESH).build());
        body();
        body();
        asked.await();
        mayAnswer.countDown();
        awaitIdle();

        assertThat(seen).hasValue(2);
    }
}
