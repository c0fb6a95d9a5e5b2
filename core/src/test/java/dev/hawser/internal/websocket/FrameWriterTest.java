package dev.hawser.internal.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.internal.bytes.Buffers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private FrameWriter writer(@Nullable MessageDeflater deflater, long minToCompress) {
        return new FrameWriter(out, () -> 0x37fa213d, deflater, minToCompress, new byte[Buffers.SIZE]);
    }

    /** RFC 6455, section 5.7. */
    @Test
    void writesTheExampleOfTheStandard() throws Exception {
        FrameWriter writer = writer(null, 0);
        writer.write(new Outgoing(Opcode.TEXT, "Hello".getBytes(UTF_8)));
        assertThat(out.size()).isZero();
        writer.flush();

        assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo("818537fa213d7f9f4d5158");
    }

    @Test
    void writesLengthsInTheirShortestForm() throws Exception {
        Random random = new Random(2);
        for (int length : new int[] {0, 125, 126, 65_535, 65_536, 100_000}) {
            byte[] payload = new byte[length];
            random.nextBytes(payload);
            assertThat(unmasked(written(payload), length < 126 ? 2 : length < 65_536 ? 4 : 10))
                    .isEqualTo(payload);
        }
    }

    private byte[] written(byte[] payload) throws IOException {
        out.reset();
        FrameWriter writer = writer(null, 0);
        writer.write(new Outgoing(Opcode.BINARY, payload));
        writer.flush();
        return out.toByteArray();
    }

    private static byte[] unmasked(byte[] frame, int keyAt) {
        assertThat(frame[0]).isEqualTo((byte) 0x82);
        assertThat(frame[1] & 0x80).isEqualTo(0x80);
        byte[] payload = Arrays.copyOfRange(frame, keyAt + 4, frame.length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= frame[keyAt + i % 4];
        }
        return payload;
    }

    @Test
    void severalSmallFramesAreOneWrite() throws Exception {
        FrameWriter writer = writer(null, 0);
        writer.write(new Outgoing(Opcode.PONG, new byte[0]));
        writer.write(new Outgoing(Opcode.TEXT, new byte[1]));
        writer.flush();

        assertThat(out.size()).isEqualTo(6 + 7);
        assertThat(writer.isFull()).isFalse();
        writer.write(new Outgoing(Opcode.TEXT, new byte[10_000]));
        assertThat(writer.isFull()).isTrue();
    }

    @Test
    void compressesWhatIsLongEnoughAndNoControlFrame() throws Exception {
        try (MessageDeflater deflater = new MessageDeflater(15, false)) {
            FrameWriter writer = writer(deflater, 10);
            writer.write(new Outgoing(Opcode.TEXT, new byte[10]));
            writer.write(new Outgoing(Opcode.TEXT, new byte[9]));
            writer.write(new Outgoing(Opcode.PING, new byte[100]));
            writer.flush();
        }
        byte[] frames = out.toByteArray();
        int second = 6 + (frames[1] & 0x7f);
        int third = second + 6 + 9;

        assertThat(new int[] {frames[0] & 0xff, frames[second] & 0xff, frames[third] & 0xff})
                .containsExactly(0xc1, 0x81, 0x89);
    }
}
