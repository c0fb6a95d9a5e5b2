package dev.hawser.testserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.internal.http2.FieldBlocks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class Http2OutputTest {
    private static final Http2Frame FEWER = Http2Frame.settings(Http2Frame.MAX_CONCURRENT_STREAMS, 1);
    private static final Http2Frame REFUSAL = Http2Frame.rstStream(3, Http2ErrorCode.REFUSED_STREAM);

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final Http2Output output = new Http2Output(sent, new FieldBlocks(1 << 20), 0);

    @Test
    void whatFollowsFromANoteComesBehindWhatWasNoted() throws Exception {
        Thread refusing = new Thread(() -> {
            try {
                output.offer(REFUSAL);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        output.write(FEWER.bytes(), () -> {
            refusing.start();
            while (!List.of(Thread.State.WAITING, Thread.State.TERMINATED).contains(refusing.getState())) {
                Thread.onSpinWait();
            }
        });
        refusing.join();

        ByteArrayOutputStream inOrder = new ByteArrayOutputStream();
        inOrder.writeBytes(FEWER.bytes());
        inOrder.writeBytes(REFUSAL.bytes());
        assertThat(sent.toByteArray()).isEqualTo(inOrder.toByteArray());
    }
}
