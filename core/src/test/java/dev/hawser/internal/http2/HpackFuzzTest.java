package dev.hawser.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;

import com.twitter.hpack.Decoder;
import dev.hawser.fuzz.Explore;
import dev.hawser.fuzz.Replay;
import dev.hawser.fuzz.Spending;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Field blocks, each behind a byte that tells its length: whatever comes is fields or a COMPRESSION_ERROR, costs work and memory
 * within bounds, and what our encoder makes of it another decoder reads as the same.
 */
class HpackFuzzTest {
    private static final Spending SPENDING = new Spending(65_536, 256);

    @Explore
    void explore(byte[] input) throws IOException {
        check(input);
    }

    @Replay
    void replay(byte[] input) throws IOException {
        check(input);
    }

    private static void check(byte[] input) throws IOException {
        List<String[]> fields = SPENDING.on(input, () -> decode(input));
        HpackEncoder encoder = new HpackEncoder();
        Decoder other = new Decoder(1 << 20, 4096);
        List<String> read = new ArrayList<>();
        List<String> meant = new ArrayList<>();
        for (String[] field : fields) {
            if (!StandardCharsets.US_ASCII.newEncoder().canEncode(field[0]) || field[0].isEmpty()) {
                continue; // no name of ours
            }
            WireBuffer out = new WireBuffer(16);
            encoder.begin(out);
            encoder.encode(field[0], field[1], out);
            other.decode(
                    new ByteArrayInputStream(Arrays.copyOf(out.array(), out.length())),
                    (name, value, sensitive) -> read.add(new String(name, StandardCharsets.UTF_8) + ": "
                            + new String(value, StandardCharsets.UTF_8)));
            other.endHeaderBlock();
            meant.add(FieldName.of(field[0]).lowerCase() + ": " + field[1]);
        }
        assertThat(read).isEqualTo(meant);
    }

    private static List<String[]> decode(byte[] input) {
        HpackDecoder decoder = new HpackDecoder(4096, 10_000, new WireStrings());
        List<String[]> fields = new ArrayList<>();
        int next = 0;
        try {
            while (next < input.length) {
                int end = Math.min(input.length, next + 1 + (input[next] & 0xff));
                decoder.decode(
                        input, next + 1, end, (name, value, neverIndexed) -> fields.add(new String[] {name, value}));
                next = end;
            }
        } catch (Http2Exception e) {
            assertThat(e.code()).isEqualTo(ErrorCode.COMPRESSION_ERROR);
        }
        return fields;
    }
}
