package dev.hawser.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskingTest {
    /** RFC 6455, section 5.7. */
    @Test
    void masksTheExampleOfTheStandard() {
        byte[] hello = "Hello".getBytes(StandardCharsets.US_ASCII);

        Masking.mask(hello, 0, 5, 0x37fa213d, 0);

        assertThat(HexFormat.of().formatHex(hello)).isEqualTo("7f9f4d5158");
    }

    @Test
    void masksEachByteByItsPlaceInTheFrameWhereverItLies() {
        Random random = new Random(7);
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = new byte[64];
            random.nextBytes(bytes);
            byte[] masked = bytes.clone();
            int from = random.nextInt(20);
            int to = from + random.nextInt(64 - from);
            int key = random.nextInt();
            long position = random.nextInt(1_000) + ((long) random.nextInt(4) << 33);

            Masking.mask(masked, from, to, key, position);

            for (int i = 0; i < bytes.length; i++) {
                int mask = i < from || i >= to ? 0 : key >>> 24 - 8 * (int) ((position + i - from) % 4);
                assertThat(masked[i]).isEqualTo((byte) (bytes[i] ^ mask));
            }
            Masking.mask(masked, from, to, key, position);
            assertThat(Arrays.equals(masked, bytes)).isTrue();
        }
    }
}
