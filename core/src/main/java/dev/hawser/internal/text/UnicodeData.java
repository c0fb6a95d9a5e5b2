package dev.hawser.internal.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * What Unicode says of code points, as far as domain names need it. All but {@code mapping} hold of valid code
 * points only, and say anything of the others.
 *
 * @param mapping what becomes of a code point
 * @param directions the directions of writing, as {@link BidiRule} numbers them
 * @param joining the joining types, as {@link JoinerRule} numbers them
 * @param marks 1 for what is a mark (general category M), else 0
 * @param combiningClasses the canonical combining classes
 * @param compositions the pairs that Normalization Form C makes one
 */
record UnicodeData(
        CodePointMapping mapping,
        CodePointRanges directions,
        CodePointRanges joining,
        CodePointRanges marks,
        CodePointRanges combiningClasses,
        Compositions compositions) {
    /** The name of the table beside this class; a test makes it, and holds it against Unicode. */
    static final String RESOURCE = "uts46.bin";

    /** Reads the table that lies beside this class. */
    static UnicodeData load() {
        try (InputStream in = UnicodeData.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("no " + RESOURCE + " beside " + UnicodeData.class.getName());
            }
            return read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + RESOURCE, e);
        }
    }

    static UnicodeData read(byte[] bytes) {
        Columns columns = new Columns(bytes);
        UnicodeData data = new UnicodeData(
                CodePointMapping.read(columns),
                columns.ranges(),
                columns.ranges(),
                columns.ranges(),
                columns.ranges(),
                Compositions.read(columns));
        if (!columns.atEnd()) {
            throw new IllegalStateException(RESOURCE + " is longer than its columns");
        }
        return data;
    }
}
