package dev.hawser.internal.text;

/** Where zero width joiners and non-joiners may stand in a label (RFC 5892, appendices A.1 and A.2). */
final class JoinerRule {
    /** Joining types: none of the others, to the left, to the right, to both sides, and those looked through. */
    static final int NONE = 0;

    static final int LEFT = 1;
    static final int RIGHT = 2;
    static final int DUAL = LEFT | RIGHT;
    static final int TRANSPARENT = 4;

    private static final int NON_JOINER = 0x200c;
    private static final int JOINER = 0x200d;
    private static final int VIRAMA = 9;

    private JoinerRule() {}

    /**
     * Holds a label against the rule.
     *
     * @throws IllegalArgumentException if one stands where it may not
     */
    static void check(String label, UnicodeData data) {
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            if (c != NON_JOINER && c != JOINER) {
                continue;
            }
            boolean afterVirama = i > 0 && data.combiningClasses().at(label.codePointBefore(i)) == VIRAMA;
            if (!afterVirama && (c == JOINER || !isBetweenJoined(label, i, data.joining()))) {
                throw new IllegalArgumentException(
                        c == JOINER
                                ? "has the joiner U+200D without a virama before it"
                                : "has the non-joiner U+200C where nothing would join");
            }
        }
    }

    private static boolean isBetweenJoined(String label, int index, CodePointRanges joining) {
        int type = TRANSPARENT;
        for (int i = index; i > 0 && type == TRANSPARENT; ) {
            int point = label.codePointBefore(i);
            type = joining.at(point);
            i -= Character.charCount(point);
        }
        if ((type & LEFT) == 0) {
            return false;
        }
        type = TRANSPARENT;
        for (int i = index + 1; i < label.length() && type == TRANSPARENT; ) {
            int point = label.codePointAt(i);
            type = joining.at(point);
            i += Character.charCount(point);
        }
        return (type & RIGHT) != 0;
    }
}
