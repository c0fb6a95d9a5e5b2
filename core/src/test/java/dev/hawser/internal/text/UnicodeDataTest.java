package dev.hawser.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.util.VersionInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The table of domain names against ICU4J, of which it is made; with {@code -Dhawser.regenerate=true} it is written. */
class UnicodeDataTest {
    private static final Path SOURCE = Path.of("src/main/resources/dev/hawser/internal/text", UnicodeData.RESOURCE);

    @Test
    void theTableIsWhatUnicodeSays() throws IOException {
        byte[] made = UnicodeDataMaker.make();
        if (Boolean.getBoolean("hawser.regenerate")) {
            Files.createDirectories(SOURCE.getParent());
            Files.write(SOURCE, made);
            return;
        }

        try (InputStream in = UnicodeData.class.getResourceAsStream(UnicodeData.RESOURCE)) {
            assertThat(Objects.requireNonNull(in).readAllBytes()).isEqualTo(made);
        }
        assertThat(UCharacter.getUnicodeVersion()).isEqualTo(VersionInfo.getInstance(18));
    }

    @Test
    void eachCodePointIsMappedAsIcuDoesIt() {
        UnicodeData data = UnicodeData.load();
        Normalizer2 mapping = Normalizer2.getInstance(null, "uts46", Normalizer2.Mode.COMPOSE);
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            StringBuilder out = new StringBuilder();
            boolean allowed = data.mapping().append(point, out);
            boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
            String expected = surrogate ? "\ufffd" : mapping.normalize(Character.toString(point));

            assertThat(allowed ? out.toString() : "\ufffd").as("U+%04X", point).isEqualTo(expected);
            assertThat(data.mapping().isValid(point)).as("U+%04X", point).isEqualTo(UnicodeDataMaker.isValid(point));
        }
    }

    @Test
    void eachValidCodePointHasItsProperties() {
        UnicodeData data = UnicodeData.load();
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (data.mapping().isValid(point)) {
                assertThat(data.combiningClasses().at(point))
                        .as("U+%04X", point)
                        .isEqualTo(UCharacter.getCombiningClass(point));
                assertThat(data.marks().at(point) != 0).as("U+%04X", point).isEqualTo(UnicodeDataMaker.isMark(point));
            }
        }
    }

    @Test
    void validTextIsNormalizedAsIcuDoesIt() {
        UnicodeData data = UnicodeData.load();
        Normalizer2 nfc = Normalizer2.getNFCInstance();
        int[] valid = valid(data, point -> true);
        int[] marks = valid(data, point -> data.combiningClasses().at(point) > 0);
        int[] composites = valid(data, point -> nfc.getDecomposition(point) != null);
        for (int composite : composites) {
            String parts = nfc.getDecomposition(composite);
            assertThat(Nfc.normalize(parts, data)).as("U+%04X", composite).isEqualTo(Character.toString(composite));
        }
        long seed = Long.getLong("hawser.seed", 46);
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(8); length >= 0; length--) {
                switch (random.nextInt(4)) {
                    case 0 -> text.appendCodePoint(valid[random.nextInt(valid.length)]);
                    case 1 -> text.appendCodePoint(composites[random.nextInt(composites.length)]);
                    case 2 -> text.append(nfc.getDecomposition(composites[random.nextInt(composites.length)]));
                    default -> text.appendCodePoint(marks[random.nextInt(marks.length)]);
                }
            }
            String some = text.toString();
            assertThat(Nfc.normalize(some, data)).as("seed %d: %s", seed, some).isEqualTo(nfc.normalize(some));
        }
    }

    private static int[] valid(UnicodeData data, IntPredicate which) {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(data.mapping()::isValid)
                .filter(which)
                .toArray();
    }
}
