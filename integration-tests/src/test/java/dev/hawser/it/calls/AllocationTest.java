package dev.hawser.it.calls;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.hawser.HawserClient;
import dev.hawser.HttpUrl;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.it.Link;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a small GET over a kept connection costs in bytes. */
@Timeout(120)
@Tag("counts")
class AllocationTest {
    private static final int BATCH = 20_000;
    private static final int FEWEST_BATCHES = 6;
    private static final int MOST_BATCHES = 25;

    /** Two batches that differ by less than this part of what is allowed are the same: the compiler has done its work. */
    private static final long STEADY_PART = 32;

    @ParameterizedTest
    @CsvSource({"H1, 1024", "H2C, 1536"})
    void aSmallGetOverAKeptConnectionAllocatesAtMost(Link link, long most) throws IOException {
        try (TestServer server = new TestServer();
                HawserClient client = link.client().build()) {
            MockResponse response = new MockResponse.Builder()
                    .addHeader("Server", "test")
                    .addHeader("Date", "Sat, 21 Nov 2026 03:00:00 GMT")
                    .addHeader("Content-Type", "text/plain")
                    .body("Hello, world!")
                    .build();
            server.handler(request -> response);
            link.start(server);
            HttpUrl url = server.url("/hello");

            long bytes = steadyBytes(client, url, most);

            System.out.println("AllocationTest: " + link + ": " + bytes + " bytes for each small GET");
            assertThat(bytes).isLessThanOrEqualTo(most);
            assertThat(server.connectionCount()).isEqualTo(1);
        }
    }

    /** The bytes of one call, when batch after batch has come to the same, or no further batch is granted. */
    private static long steadyBytes(HawserClient client, HttpUrl url, long most) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long last = Long.MAX_VALUE;
        for (int batch = 1; ; batch++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            get(client, url, BATCH);
            long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / BATCH;
            boolean steady = batch >= FEWEST_BATCHES && Math.abs(bytes - last) < most / STEADY_PART && bytes <= most;
            if (steady || batch == MOST_BATCHES) {
                return bytes;
            }
            last = bytes;
        }
    }

    private static void get(HawserClient client, HttpUrl url, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            Request request = new Request.Builder().url(url).build();
            try (Response response = client.newCall(request).execute()) {
                if (!response.body().string().equals("Hello, world!")) {
                    throw new AssertionError("another body");
                }
            }
        }
    }
}
