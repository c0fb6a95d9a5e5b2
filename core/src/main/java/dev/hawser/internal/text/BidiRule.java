package dev.hawser.internal.text;

/** The rule for labels of domains in which something is written from right to left (RFC 5893, section 2). */
final class BidiRule {
    /** Classes: L; R and AL; AN; EN; ES, CS, ET, ON and BN; NSM; and what may occur in no such domain. */
    static final int LEFT_TO_RIGHT = 0;

    static final int RIGHT_TO_LEFT = 1;
    static final int ARABIC_NUMBER = 2;
    static final int EUROPEAN_NUMBER = 3;
    static final int NEUTRAL = 4;
    static final int NONSPACING = 5;
    static final int OTHER = 6;

    private BidiRule() {}

    /** Whether the label makes its domain one that the rule is for (section 1.4). */
    static boolean isFor(String label, CodePointRanges directions) {
        return label.codePoints()
                .map(directions::at)
                .anyMatch(direction -> direction == RIGHT_TO_LEFT || direction == ARABIC_NUMBER);
    }

    /**
     * Holds a label against the rule; an empty one keeps it.
     *
     * @throws IllegalArgumentException if it breaks the rule
     */
    static void check(String label, CodePointRanges directions) {
        if (label.isEmpty()) {
            return;
        }
        int first = directions.at(label.codePointAt(0));
        if (first != LEFT_TO_RIGHT && first != RIGHT_TO_LEFT) {
            throw new IllegalArgumentException("must begin with a letter, as the host has right-to-left text");
        }
        int seen = 0;
        int last = first;
        for (int i = 0; i < label.length(); ) {
            int point = label.codePointAt(i);
            int direction = directions.at(point);
            seen |= 1 << direction;
            last = direction == NONSPACING ? last : direction;
            i += Character.charCount(point);
        }
        int allowed = 1 << first | 1 << EUROPEAN_NUMBER | 1 << NEUTRAL | 1 << NONSPACING;
        if (first == RIGHT_TO_LEFT) {
            allowed |= 1 << ARABIC_NUMBER;
        }
        if ((seen & ~allowed) != 0) {
            throw new IllegalArgumentException("mixes right-to-left text with what may not stand beside it");
        }
        if (last != first && last != EUROPEAN_NUMBER && !(first == RIGHT_TO_LEFT && last == ARABIC_NUMBER)) {
            throw new IllegalArgumentException("must end with a letter or digit, as the host has right-to-left text");
        }
        int numbers = 1 << EUROPEAN_NUMBER | 1 << ARABIC_NUMBER;
        if (first == RIGHT_TO_LEFT && (seen & numbers) == numbers) {
            throw new IllegalArgumentException("has both European and Arabic digits");
        }
    }
}
