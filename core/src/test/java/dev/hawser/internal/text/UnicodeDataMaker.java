package dev.hawser.internal.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.lang.UCharacterDirection;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Makes the table that {@link UnicodeData} reads, of what ICU4J knows of Unicode. */
final class UnicodeDataMaker {
    /** UTS #46, not transitional; what is disallowed comes out as U+FFFD. */
    private static final Normalizer2 MAPPING = Normalizer2.getInstance(null, "uts46", Normalizer2.Mode.COMPOSE);

    private static final Normalizer2 NFC = Normalizer2.getNFCInstance();
    private static final String REPLACEMENT = "\ufffd";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private UnicodeDataMaker() {}

    static byte[] make() {
        UnicodeDataMaker maker = new UnicodeDataMaker();
        maker.mapping();
        maker.ranges(UnicodeDataMaker::isValid, UnicodeDataMaker::direction);
        maker.ranges(UnicodeDataMaker::isValid, UnicodeDataMaker::joining);
        maker.ranges(UnicodeDataMaker::isValid, point -> isMark(point) ? 1 : 0);
        maker.ranges(UnicodeDataMaker::isValid, UCharacter::getCombiningClass);
        maker.compositions();
        return maker.out.toByteArray();
    }

    static boolean isValid(int point) {
        return mapped(point).equals(Character.toString(point)) && !REPLACEMENT.equals(mapped(point));
    }

    private static String mapped(int point) {
        boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
        return surrogate ? REPLACEMENT : MAPPING.normalize(Character.toString(point));
    }

    private static int status(int point) {
        String mapped = mapped(point);
        if (mapped.equals(REPLACEMENT)) {
            return CodePointMapping.DISALLOWED;
        }
        if (mapped.contains(REPLACEMENT)) {
            throw new IllegalStateException("disallowed in part: " + Integer.toHexString(point));
        }
        if (mapped.isEmpty()) {
            return CodePointMapping.IGNORED;
        }
        if (mapped.codePointCount(0, mapped.length()) > 1) {
            return CodePointMapping.REPLACED;
        }
        return mapped.codePointAt(0) == point ? CodePointMapping.VALID : CodePointMapping.SHIFTED;
    }

    private static int direction(int point) {
        return switch (UCharacter.getDirection(point)) {
            case UCharacterDirection.LEFT_TO_RIGHT -> BidiRule.LEFT_TO_RIGHT;
            case UCharacterDirection.RIGHT_TO_LEFT, UCharacterDirection.RIGHT_TO_LEFT_ARABIC -> BidiRule.RIGHT_TO_LEFT;
            case UCharacterDirection.ARABIC_NUMBER -> BidiRule.ARABIC_NUMBER;
            case UCharacterDirection.EUROPEAN_NUMBER -> BidiRule.EUROPEAN_NUMBER;
            case UCharacterDirection.EUROPEAN_NUMBER_SEPARATOR,
                    UCharacterDirection.COMMON_NUMBER_SEPARATOR,
                    UCharacterDirection.EUROPEAN_NUMBER_TERMINATOR,
                    UCharacterDirection.OTHER_NEUTRAL,
                    UCharacterDirection.BOUNDARY_NEUTRAL -> BidiRule.NEUTRAL;
            case UCharacterDirection.DIR_NON_SPACING_MARK -> BidiRule.NONSPACING;
            default -> BidiRule.OTHER;
        };
    }

    private static int joining(int point) {
        return switch (UCharacter.getIntPropertyValue(point, UProperty.JOINING_TYPE)) {
            case UCharacter.JoiningType.LEFT_JOINING -> JoinerRule.LEFT;
            case UCharacter.JoiningType.RIGHT_JOINING -> JoinerRule.RIGHT;
            case UCharacter.JoiningType.DUAL_JOINING -> JoinerRule.DUAL;
            case UCharacter.JoiningType.TRANSPARENT -> JoinerRule.TRANSPARENT;
            default -> JoinerRule.NONE;
        };
    }

    static boolean isMark(int point) {
        int type = UCharacter.getType(point);
        return type == UCharacterCategory.NON_SPACING_MARK
                || type == UCharacterCategory.ENCLOSING_MARK
                || type == UCharacterCategory.COMBINING_SPACING_MARK;
    }

    /** The mapping: a range begins where the status changes, or by how much it shifts, or to what it replaces. */
    private void mapping() {
        List<Integer> starts = new ArrayList<>();
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (point == 0 || !sameMapping(point - 1, point)) {
                starts.add(point);
            }
        }
        rangesAt(starts, UnicodeDataMaker::status);
        int last = 0;
        for (int start : startsOf(starts, CodePointMapping.SHIFTED)) {
            int offset = mapped(start).codePointAt(0) - start;
            signed(offset - last);
            last = offset;
        }
        StringBuilder texts = new StringBuilder();
        for (int start : startsOf(starts, CodePointMapping.REPLACED)) {
            unsigned(mapped(start).length());
            texts.append(mapped(start));
        }
        byte[] bytes = texts.toString().getBytes(StandardCharsets.UTF_8);
        unsigned(bytes.length);
        out.writeBytes(bytes);
    }

    private static boolean sameMapping(int before, int point) {
        int status = status(point);
        if (status != status(before)) {
            return false;
        }
        return switch (status) {
            case CodePointMapping.SHIFTED ->
                mapped(before).codePointAt(0) + 1 == mapped(point).codePointAt(0);
            case CodePointMapping.REPLACED -> mapped(before).equals(mapped(point));
            default -> true;
        };
    }

    private static int[] startsOf(List<Integer> starts, int status) {
        return starts.stream()
                .mapToInt(Integer::intValue)
                .filter(start -> status(start) == status)
                .toArray();
    }

    /** Ranges of values that matter for some code points only; the others have the value of the one before. */
    private void ranges(IntPredicate matters, IntUnaryOperator value) {
        List<Integer> starts = new ArrayList<>(List.of(0));
        int last = value.applyAsInt(0);
        for (int point = 1; point <= Character.MAX_CODE_POINT; point++) {
            if (matters.test(point) && value.applyAsInt(point) != last) {
                last = value.applyAsInt(point);
                starts.add(point);
            }
        }
        rangesAt(starts, value);
    }

    private void rangesAt(List<Integer> starts, IntUnaryOperator value) {
        unsigned(starts.size());
        ascending(starts.stream().mapToInt(Integer::intValue).toArray());
        starts.forEach(start -> out.write(value.applyAsInt(start)));
    }

    private void compositions() {
        int[] composites = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(point -> isValid(point)
                        && UCharacter.getIntPropertyValue(point, UProperty.HANGUL_SYLLABLE_TYPE)
                                == UCharacter.HangulSyllableType.NOT_APPLICABLE)
                .filter(point -> NFC.getRawDecomposition(point) != null)
                .toArray();
        unsigned(composites.length);
        ascending(composites);
        for (int composite : composites) {
            signed(composite - pair(composite)[0]);
        }
        for (int composite : composites) {
            unsigned(pair(composite)[1]);
        }
    }

    private static int[] pair(int composite) {
        int[] pair = NFC.getRawDecomposition(composite).codePoints().toArray();
        if (pair.length != 2
                || NFC.composePair(pair[0], pair[1]) != composite
                || NFC.getRawDecomposition(pair[1]) != null) {
            throw new IllegalStateException("no composition of a pair: " + Integer.toHexString(composite));
        }
        return pair;
    }

    private void ascending(int[] values) {
        int last = 0;
        for (int value : values) {
            unsigned(value - last);
            last = value;
        }
    }

    private void unsigned(int value) {
        int rest = value;
        for (; rest >>> 7 != 0; rest >>>= 7) {
            out.write(rest & 0x7f | 0x80);
        }
        out.write(rest);
    }

    private void signed(int value) {
        unsigned(value << 1 ^ value >> 31);
    }
}
