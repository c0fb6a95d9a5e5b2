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
    private static final long MOST_BYTES = 2_048;
    private static final int BATCH = 5_000;
    private static final int FEWEST_BATCHES = 6;
    private static final int MOST_BATCHES = 25;

    /** Two batches that differ by less are the same: the compiler has done its work. */
    private static final long STEADY_BYTES = 16;

    @Test
    void aSmallGetAllocatesAtMostTwoKibibytes() throws IOException {
        try (Scene scene = new Scene()) {
            MockResponse hello = MockResponse.of(200, "Hello, world!");
            scene.server.handler(request -> hello);

            long bytes = steadyBytes(scene, scene.url("/hello"));

            System.out.println("AllocationTest: " + bytes + " bytes for each small GET");
            assertThat(bytes).isLessThanOrEqualTo(MOST_BYTES);
            assertThat(scene.server.connectionCount()).isEqualTo(1);
        }
    }

    /** The bytes of one request, when batch after batch has come to the same, or no further batch is granted. */
    private static long steadyBytes(Scene scene, URL url) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long last = Long.MAX_VALUE;
        for (int batch = 1; ; batch++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < BATCH; i++) {
                get((HttpURLConnection) scene.door.open(url));
            }
            long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / BATCH;
            boolean steady = Math.abs(bytes - last) < STEADY_BYTES && bytes <= MOST_BYTES;
            if (batch >= FEWEST_BATCHES && steady || batch == MOST_BATCHES) {
                return bytes;
            }
            last = bytes;
        }
    }

    private static void get(HttpURLConnection connection) throws IOException {
        if (!Scene.content(connection).equals("Hello, world!")) {
            throw new AssertionError("another body");
        }
    }
}
