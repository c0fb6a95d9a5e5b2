package dev.hawser.it.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.hawser.Response;
import dev.hawser.WebSocket;
import dev.hawser.WebSocketListener;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a WebSocket's listener is told, as lines in order. */
class Told extends WebSocketListener {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Response refusal;

    @Override
    public void onOpen(WebSocket webSocket, Response response) {
        lines.add("open " + response.code());
    }

    @Override
    public void onMessage(WebSocket webSocket, String text) {
        lines.add("text " + text);
    }

    @Override
    public void onMessage(WebSocket webSocket, byte[] bytes) {
        lines.add("bytes " + bytes.length);
    }

    @Override
    public void onClosing(WebSocket webSocket, int code, String reason) {
        lines.add("closing " + code + " " + reason);
    }

    @Override
    public void onClosed(WebSocket webSocket, int code, String reason) {
        lines.add("closed " + code + " " + reason);
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable t, @Nullable Response response) {
        failure = t;
        refusal = response;
        lines.add("failure " + t.getMessage());
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

    /** That nothing was told beyond what was asked for. */
    void expectNoMore() {
        assertThat(lines).isEmpty();
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    @Nullable
    Response refusal() {
        return refusal;
    }
}
