package dev.hawser.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checker against the JDK's decoder, wherever the bytes lie and however they are cut. */
class Utf8CheckerTest {
    /** Bytes at the edges of what may stand somewhere. */
    private static final int[] EDGES = {
        0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef,
        0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff
    };

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean accepts(byte[] bytes, int cut) {
        Utf8Checker checker = new Utf8Checker();
        return checker.accept(bytes, 0, cut) && checker.accept(bytes, cut, bytes.length) && checker.isComplete();
    }

    private static void check(byte[] bytes) {
        boolean expected = isUtf8(bytes);
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(accepts(bytes, cut))
                    .as("%s cut at %d", HexFormat.of().formatHex(bytes), cut)
                    .isEqualTo(expected);
        }
    }

    @Test
    void agreesOnAllThatStandsAtTheEdges() {
        int[] e = EDGES;
        for (int a : e) {
            for (int b : e) {
                for (int c : e) {
                    check(new byte[] {(byte) a, (byte) b, (byte) c});
                    if (a >= 0xef) {
                        for (int d : e) {
                            check(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
                        }
                    }
                }
            }
        }
    }

    @Test
    void agreesOnEveryCharacter() {
        StringBuilder all = new StringBuilder();
        for (int each = 0; each <= Character.MAX_CODE_POINT; each += each < 0x3000 ? 1 : 61) {
            if (each < Character.MIN_SURROGATE || each > Character.MAX_SURROGATE) {
                all.appendCodePoint(each);
            }
        }
        byte[] bytes = all.toString().getBytes(StandardCharsets.UTF_8);

        for (int cut = 0; cut < 64; cut++) {
            assertThat(accepts(bytes, bytes.length / 64 * cut)).isTrue();
        }
    }

    @Test
    void agreesOnTextInWhichABitIsChanged() {
        Random random = new Random(11);
        byte[] text = "plain ASCII, für Größe, κόσμε, 漢字, \ud83d\ude00 and more ASCII".getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 3_000; round++) {
            byte[] changed = Arrays.copyOf(text, 8 + random.nextInt(text.length - 8));
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            check(changed);
        }
    }

    /** Long enough for all ways through the checker, at even places and odd ones. */
    @ParameterizedTest
    @ValueSource(strings = {"ж", "漢", "\ud83d\ude00", "aé", "aж漢\ud83d\ude00", "plain ASCII and then é"})
    void agreesOnLongTextInWhichAByteIsChangedOrLost(String characters) {
        byte[] text = characters.repeat(4_000 / characters.length()).getBytes(StandardCharsets.UTF_8);
        Random random = new Random(characters.hashCode());
        for (int round = 0; round < 1_500; round++) {
            int from = random.nextInt(700);
            byte[] changed = Arrays.copyOfRange(text, from, from + 500 + random.nextInt(600));
            int at = random.nextInt(changed.length);
            switch (round % 4) {
                case 0 -> changed[at] = (byte) EDGES[random.nextInt(EDGES.length)];
                case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> System.arraycopy(changed, at, changed, Math.max(0, at - 1), changed.length - at);
                default -> Arrays.fill(changed, at, Math.min(changed.length, at + random.nextInt(6)), (byte) 0x80);
            }
            assertThat(accepts(changed, random.nextInt(changed.length)))
                    .as("round %d", round)
                    .isEqualTo(isUtf8(changed));
            assertThat(accepts(changed, 0)).as("round %d", round).isEqualTo(isUtf8(changed));
        }
        assertThat(accepts(text, 0)).isTrue();
    }

    @Test
    void knowsAtTheFirstByteThatCannotBe() {
        Utf8Checker checker = new Utf8Checker();

        assertThat(checker.accept(new byte[] {(byte) 0xed}, 0, 1)).isTrue();
        assertThat(checker.isComplete()).isFalse();
        assertThat(checker.accept(new byte[] {(byte) 0xa0}, 0, 1)).isFalse();
    }
}
