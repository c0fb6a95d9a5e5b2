package dev.hawser.internal.text;

/**
 * What becomes of each code point of a domain (UTS #46, section 5, the IDNA mapping table), by the choices of the
 * WHATWG URL standard: deviations are kept, and all of ASCII may stand. Immutable.
 */
final class CodePointMapping {
    /** Statuses: it stays as it is; may not occur; is left out; moves by an offset; or becomes a text. */
    static final int VALID = 0;

    static final int DISALLOWED = 1;
    static final int IGNORED = 2;
    static final int SHIFTED = 3;
    static final int REPLACED = 4;

    /** In an argument, the bits of a text's length; above them is where it starts. */
    private static final int LENGTH_BITS = 5;

    private final CodePointRanges statuses;
    private final int[] arguments;
    private final String texts;

    private CodePointMapping(CodePointRanges statuses, int[] arguments, String texts) {
        this.statuses = statuses;
        this.arguments = arguments;
        this.texts = texts;
    }

    /** Reads the statuses; then, in the order of the ranges, offsets and lengths of texts; then all texts in one. */
    static CodePointMapping read(Columns columns) {
        CodePointRanges statuses = columns.ranges();
        int[] arguments = new int[statuses.size()];
        int offset = 0;
        int textStart = 0;
        for (int range = 0; range < arguments.length; range++) {
            if (statuses.valueOf(range) == SHIFTED) {
                offset += columns.signed();
                arguments[range] = offset;
            }
        }
        for (int range = 0; range < arguments.length; range++) {
            if (statuses.valueOf(range) == REPLACED) {
                int length = columns.unsigned();
                arguments[range] = textStart << LENGTH_BITS | length;
                textStart += length;
            }
        }
        return new CodePointMapping(statuses, arguments, columns.text());
    }

    /** Whether a label may hold the code point as it is. */
    boolean isValid(int codePoint) {
        return statuses.at(codePoint) == VALID;
    }

    /** Appends what the code point becomes to {@code out}; false, and nothing, if it may not occur. */
    boolean append(int codePoint, StringBuilder out) {
        int range = statuses.indexOf(codePoint);
        switch (statuses.valueOf(range)) {
            case VALID -> out.appendCodePoint(codePoint);
            case SHIFTED -> out.appendCodePoint(codePoint + arguments[range]);
            case REPLACED -> {
                int start = arguments[range] >>> LENGTH_BITS;
                out.append(texts, start, start + (arguments[range] & (1 << LENGTH_BITS) - 1));
            }
            case IGNORED -> {}
            default -> {
                return false;
            }
        }
        return true;
    }
}
