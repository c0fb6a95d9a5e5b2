package dev.hawser.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.internal.transport.Loopback.Pair;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether a write that failed had sent anything. */
@Timeout(60)
class TransportSentTest {
    private Loopback loopback;

    @BeforeEach
    void listen() throws IOException {
        loopback = new Loopback();
    }

    @AfterEach
    void hangUp() throws IOException {
        loopback.close();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatWasWrittenIsCounted(Kind kind) throws Exception {
        Pair pair = loopback.connect(kind);
        long before = pair.transport().bytesSent();

        pair.transport().write(new byte[1000], 0, 1000);

        assertThat(pair.transport().bytesSent() - before).isGreaterThanOrEqualTo(1000);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"PLAIN", "ENGINE_TLS12", "ENGINE_TLS13", "LAYERED_TLS12", "LAYERED_TLS13"})
    void whatAResetConnectionRefusedIsNot(Kind kind) throws Exception {
        Pair pair = loopback.connect(kind);
        pair.raw().setSoLinger(true, 0);
        pair.raw().close();
        pair.awaitIllness();
        long before = pair.transport().bytesSent();

        assertThatThrownBy(() -> pair.transport().write(new byte[1000], 0, 1000))
                .isInstanceOf(IOException.class);

        assertThat(pair.transport().bytesSent()).isEqualTo(before);
    }
}
