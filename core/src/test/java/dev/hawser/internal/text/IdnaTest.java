package dev.hawser.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdnaTest {
    @Nested
    class OfAscii {
        @ParameterizedTest
        @CsvSource({"Example.COM, example.com", "XN--A, xn--a", "a..b, a..b", "-_~, -_~"})
        void isTakenAsItIsButForItsCase(String domain, String expected) {
            assertThat(Idna.toAscii(domain)).isEqualTo(expected);
        }

        @Test
        void inLowerCaseItIsTheSameObject() {
            String domain = "www.example.com";

            assertThat(Idna.toAscii(domain)).isSameAs(domain);
        }
    }

    @Nested
    class OfOtherScripts {
        @ParameterizedTest
        @CsvSource({
            "bücher.example, xn--bcher-kva.example",
            "Bu\u0308cher。Example, xn--bcher-kva.example",
            "faß.de, xn--fa-hia.de",
            "ΒΌΛΟΣ.βόλος, xn--nxasmq6b.xn--nxasmm1c",
            "☃.xn--N3H, xn--n3h.xn--n3h",
            "so\u00adft.\u1100\u1161, soft.xn--o39a",
            "ＧＯ.㍿.., go.xn--6oqv20b1zgzxr.."
        })
        void isMappedAndNormalizedAndEncoded(String domain, String expected) {
            assertThat(Idna.toAscii(domain)).isEqualTo(expected);
        }

        @Test
        void aLabelOfManyCharactersIsRefusedBeforeItCostsTime() {
            String label = "ü".repeat(256);

            assertThat(Idna.toAscii(label.substring(1))).startsWith("xn--");
            refused(
                    "a." + label,
                    "label 2 has 256 characters; the most of one that is encoded or to be encoded is 255");
            refused(
                    "ü.xn--" + "a".repeat(252),
                    "label 2 has 256 characters; the most of one that is encoded or to be" + " encoded is 255");
        }
    }

    @Nested
    class Refuses {
        @Test
        void aCodePointThatNoLabelMayHold() {
            refused("a.b\u202e.c", "label 2 holds U+202E, which is not allowed");
            refused("\ud83d", "label 1 holds U+D83D, which is not allowed");
            refused("a\u3002\udbff\udfff", "label 2 holds U+10FFFF, which is not allowed");
        }

        @Test
        void aCombiningMarkAtTheBeginning() {
            refused("\u0301a", "label 1 begins with the combining mark U+0301");
        }

        @Test
        void joinersThatJoinNothing() {
            refused("ü.a\u200db", "label 2 has the joiner U+200D without a virama before it");
            refused("a\u200cb", "label 1 has the non-joiner U+200C where nothing would join");
            refused("\u200c", "label 1 has the non-joiner U+200C where nothing would join");
            assertThat(Idna.toAscii("\u0915\u094d\u200d\u0937")).isEqualTo("xn--11b2ezcw70k");
            assertThat(Idna.toAscii("\u0646\u0627\u0645\u0647\u200c\u0627\u06cc"))
                    .isEqualTo("xn--mgba3gch31f060k");
        }

        @Test
        void directionsThatMix() {
            refused("1.\u05d0", "label 1 must begin with a letter, as the host has right-to-left text");
            refused("\u05d0.a-", "label 2 must end with a letter or digit, as the host has right-to-left text");
            refused("\u05d0a", "label 1 mixes right-to-left text with what may not stand beside it");
            refused("a\u05d0", "label 1 mixes right-to-left text with what may not stand beside it");
            refused("\u05d01\u0661\u05d0", "label 1 has both European and Arabic digits");
            assertThat(Idna.toAscii("a1.\u05d0-1\u05b8..")).isEqualTo("a1.xn---1-ujd7g..");
        }

        @ParameterizedTest
        @ValueSource(strings = {"xn--ü", "xn--a-ü", "xn--99999999", "xn--a-\u2025", "xn--0", "xn---a", "xn--ab-c!"})
        void whatIsNoPunycode(String label) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Idna.toAscii("ü." + label))
                    .withMessageStartingWith("label 2 ");
        }

        @Test
        void punycodeThatNobodyWouldWrite() {
            refused("ü.xn--abc-", "label 2 is encoded without need, or twice");
            refused("ü.xn--", "label 2 is encoded without need, or twice");
            refused("ü.xn--" + Punycode.encode("xn--ü"), "label 2 is encoded without need, or twice");
            refused("ü.xn--" + Punycode.encode("Ü"), "label 2 holds U+00DC, which is not allowed");
            refused("ü.xn--" + Punycode.encode("u\u0308"), "label 2 is encoded without having been normalized");
            refused("ü.xn--" + Punycode.encode("\u0308"), "label 2 begins with the combining mark U+0308");
        }
    }

    @Nested
    class OfPunycode {
        @ParameterizedTest
        @CsvSource({"bücher, bcher-kva", "ü, tda", "a-ü, a--yka", "\ud83d\udca9, ls8h", "ab, ab-", "'', ''"})
        void isTheSameBothWays(String text, String encoded) {
            assertThat(Punycode.encode(text)).isEqualTo(encoded);
            assertThat(Punycode.decode(encoded)).isEqualTo(text);
        }

        @Test
        void isReadInAnyCase() {
            assertThat(Punycode.decode("BCHER-KVA")).isEqualTo("BüCHER");
        }
    }

    private static void refused(String domain, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Idna.toAscii(domain))
                .withMessage(message);
    }
}
