package dev.hawser.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.hawser.Response;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What an event source's listener is told, as lines in order. */
class Told extends EventSourceListener {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private volatile @Nullable Throwable failure;

    @Override
    public void onOpen(EventSource eventSource, Response response) {
        lines.add("open");
    }

    @Override
    public void onEvent(EventSource eventSource, @Nullable String id, @Nullable String type, String data) {
        lines.add(id + "|" + type + "|" + data);
    }

    @Override
    public void onReconnect(EventSource eventSource, Duration delay, @Nullable Throwable cause) {
        lines.add("reconnect in " + delay.toMillis() + " ms" + (cause == null ? "" : " after a failure"));
    }

    @Override
    public void onClosed(EventSource eventSource) {
        lines.add("closed");
    }

    @Override
    public void onFailure(EventSource eventSource, @Nullable Throwable t, @Nullable Response response) {
        failure = t;
        lines.add("failure " + (t == null ? "" : t.getMessage()) + (response == null ? "" : " of " + response.code()));
    }

    /** The next line, waited for. */
    String next() throws InterruptedException {
        String line = lines.poll(20, TimeUnit.SECONDS);
        return line == null ? fail("nothing more was told") : line;
    }

    /** Waits for exactly these lines. */
    void expect(String... expected) throws InterruptedException {
        for (String each : expected) {
            assertThat(next()).isEqualTo(each);
        }
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    void expectNoMore() {
        assertThat(lines).isEmpty();
    }
}
