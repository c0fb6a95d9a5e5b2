package dev.hawser.urlconnection;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.hawser.testserver.MockResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.URL;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a small GET by a URL connection costs in bytes: a count, not a timing. */
@Timeout(60)
@Tag("counts")
class AllocationTest {
    private static final int MOST_BYTES = 2_048;
    private static final int BATCH = 5_000;
    private static final int MOST_BATCHES = 20;

    @Test
    void aSmallGetAllocatesAtMostTwoKibibytes() throws IOException {
        try (Scene scene = new Scene()) {
            scene.server.handler(request -> MockResponse.of(200, "Hello, world!"));
            URL url = scene.url("/hello");
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long bytes = Long.MAX_VALUE;

            for (int batch = 0; batch < MOST_BATCHES && bytes > MOST_BYTES; batch++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < BATCH; i++) {
                    get((HttpURLConnection) scene.door.open(url));
                }
                bytes = Math.min(bytes, (threads.getCurrentThreadAllocatedBytes() - before) / BATCH);
            }

            System.out.println("AllocationTest: " + bytes + " bytes for each small GET");
            assertThat(bytes).isLessThanOrEqualTo(MOST_BYTES);
            assertThat(scene.server.connectionCount()).isEqualTo(1);
        }
    }

    private static void get(HttpURLConnection connection) throws IOException {
        if (!Scene.content(connection).equals("Hello, world!")) {
            throw new AssertionError("another body");
        }
    }
}
