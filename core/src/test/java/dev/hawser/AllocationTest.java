package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What the values that each call makes allocate: counts of bytes, not timings. */
class AllocationTest {
    private static final int ROUNDS = 20_000;

    /** Keeps the JIT compiler from leaving out the objects that are counted. */
    private volatile Object last = "";

    @Test
    void anOrdinaryUrlIsOneObjectAndItsHost() {
        assertThat(bytesOf(() -> HttpUrl.get("http://127.0.0.1:8080/hello?x=1")))
                .isLessThanOrEqualTo(64);
        assertThat(bytesOf(() -> {
                    HttpUrl url = HttpUrl.get("http://127.0.0.1:8080/hello?x=1");
                    last = url.host();
                    return url;
                }))
                .isLessThanOrEqualTo(128);
    }

    @Test
    void headersAreTheirArrayAndOneObject() {
        Headers.Builder builder = new Headers.Builder();
        assertThat(bytesOf(() -> builder.clear()
                        .add("Content-Type", "text/plain")
                        .add("Content-Length", "13")
                        .add("Connection", "keep-alive")
                        .build()))
                .isLessThanOrEqualTo(64);
    }

    @Test
    void lookingUpAHeaderAllocatesNothing() {
        Headers headers = Headers.of("A", "1", "Content-Type", "text/plain", "B", "2");

        assertThat(bytesOf(() -> headers.get("content-TYPE"))).isZero();
    }

    /** The two objects are 32 and 72 bytes; their builders, where the JIT compiler does not dissolve them, the rest. */
    @Test
    void aFurtherPairOfRequestAndResponseIsSmall() {
        Request request =
                new Request.Builder().url("http://h/").header("Accept", "*/*").build();
        Response response = new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("OK")
                .build();

        assertThat(bytesOf(() -> request.newBuilder().url(request.url()).build()))
                .isLessThanOrEqualTo(32 + 40);
        assertThat(bytesOf(() -> response.newBuilder().request(request).build()))
                .isLessThanOrEqualTo(72 + 80);
    }

    private long bytesOf(Supplier<?> work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROUNDS; i++) {
                last = work.get();
            }
            bytes = Math.min(bytes, (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS);
        }
        return bytes;
    }
}
