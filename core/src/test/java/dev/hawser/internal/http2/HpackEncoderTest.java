package dev.hawser.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;

import com.twitter.hpack.Decoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HpackEncoderTest {
    private final HpackEncoder encoder = new HpackEncoder();
    private final Decoder other = new Decoder(1 << 20, 4096);

    @Test
    void aFieldOfTheStaticTableIsOneByte() {
        assertThat(encode(":method", "GET", ":scheme", "https", ":path", "/")).isEqualTo("828784");
    }

    @Test
    void aFieldIsPutIntoTheTableWhenItComesASecondTime() {
        assertThat(encode("a", "b")).isEqualTo("0001610162");
        assertThat(encode("a", "b")).isEqualTo("4001610162");
        assertThat(encode("a", "b")).isEqualTo("be");
        assertThat(encode("a", "c")).isEqualTo("0f2f0163");
    }

    @Test
    void aNameInAnyCaseIsTheSame() throws IOException {
        encode("X-One", "1");
        encode("x-one", "1");

        assertThat(encode("X-ONE", "1")).isEqualTo("be");
        assertThat(decode(Hex.bytes(encode("Content-TYPE", "x", "X-Two", "y"))))
                .containsExactly("content-type: x", "x-two: y");
    }

    @Test
    void whatCarriesCredentialsIsNeverIndexed() throws IOException {
        for (int i = 0; i < 3; i++) {
            String hex = encode("Authorization", "a", "Cookie", "b", "Proxy-Authorization", "c", "Set-Cookie", "d");
            assertThat(decode(Hex.bytes(hex)))
                    .containsExactly("!authorization: a", "!cookie: b", "!proxy-authorization: c", "!set-cookie: d");
        }
    }

    @Test
    void huffmanIsUsedWhereItIsShorter() {
        assertThat(encode("cache-control", "no-cache")).isEqualTo("0f0986a8eb10649cbf");
        assertThat(encode("cache-control", "\"#$")).isEqualTo("0f09032223" + "24");
    }

    @Test
    void aSmallerTableIsToldAtTheNextBlock() {
        for (int i = 0; i < 3; i++) {
            encode("a", "b");
        }
        encoder.limitTable(0);

        assertThat(encode("a", "b")).isEqualTo("200001610162");
        assertThat(encode("a", "b")).isEqualTo("0001610162");
    }

    @Test
    void ofSeveralSizesTheLeastAndTheLastAreTold() {
        encoder.limitTable(100);
        encoder.limitTable(0);
        encoder.limitTable(1000);

        assertThat(encode(":method", "GET")).isEqualTo("20" + "3fc907" + "82");
        assertThat(encode(":method", "GET")).isEqualTo("82");
    }

    @Test
    void aLargerTableThanOursIsNotUsed() {
        encoder.limitTable(-1); // 4,294,967,295

        assertThat(encode(":method", "GET")).isEqualTo("82");
    }

    @Test
    void whatIsNotAsciiTravelsAsUtf8() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(decode(Hex.bytes(encode("x", "Grüße €")))).containsExactly("x: Grüße €");
        }
    }

    @Test
    void anotherDecoderAgreesWhateverComes() throws IOException {
        long seed = Long.getLong("hawser.seed", new Random().nextLong());
        Random random = new Random(seed);
        int limit = 4096;
        for (int block = 0; block < 20_000; block++) {
            if (random.nextInt(50) == 0) {
                limit = random.nextInt(3) == 0 ? random.nextInt(200) : random.nextInt(6000);
                encoder.limitTable(limit);
                other.setMaxHeaderTableSize(limit);
            }
            WireBuffer out = new WireBuffer(16);
            List<String> fields = new ArrayList<>();
            encoder.begin(out);
            for (int i = random.nextInt(8); i > 0; i--) {
                String name =
                        random.nextInt(4) == 0 ? StaticTable.name(1 + random.nextInt(61)) : "n" + random.nextInt(40);
                String value = "v".repeat(random.nextInt(20)) + random.nextInt(10);
                encoder.encode(name, value, out);
                fields.add(name + ": " + value);
            }
            assertThat(decode(Arrays.copyOf(out.array(), out.length())).stream().map(field -> field.replace("!", "")))
                    .as("-Dhawser.seed=%d, block %d", seed, block)
                    .isEqualTo(fields);
        }
    }

    private String encode(String... namesAndValues) {
        WireBuffer out = new WireBuffer(16);
        encoder.begin(out);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            encoder.encode(namesAndValues[i], namesAndValues[i + 1], out);
        }
        return Hex.of(out);
    }

    private List<String> decode(byte[] block) throws IOException {
        List<String> fields = new ArrayList<>();
        other.decode(
                new ByteArrayInputStream(block),
                (name, value, sensitive) -> fields.add((sensitive ? "!" : "") + new String(name, StandardCharsets.UTF_8)
                        + ": " + new String(value, StandardCharsets.UTF_8)));
        other.endHeaderBlock();
        return fields;
    }
}
