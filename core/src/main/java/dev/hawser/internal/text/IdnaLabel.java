package dev.hawser.internal.text;

import java.util.Locale;

/**
 * One label of a domain, mapped already, in both its spellings (UTS #46, section 4).
 *
 * @param ascii what name servers know: the label itself if it is ASCII, else {@code xn--} and Punycode
 * @param unicode what it stands for
 */
record IdnaLabel(String ascii, String unicode) {
    private static final String PREFIX = "xn--";

    /** The most characters of a label that is encoded or decoded, as that takes time by their square; 63 are resolved. */
    private static final int LONGEST = 255;

    /**
     * Reads a label; one that is ASCII and has no prefix is taken as it is.
     *
     * @throws IllegalArgumentException if it keeps not the validity criteria; the message goes on from "the label"
     */
    static IdnaLabel of(String mapped, UnicodeData data) {
        boolean ascii = Idna.isAscii(mapped);
        if (ascii && !mapped.startsWith(PREFIX)) {
            return new IdnaLabel(mapped, mapped);
        }
        if (mapped.length() > LONGEST) {
            throw new IllegalArgumentException("has " + mapped.length()
                    + " characters; the most of one that is encoded or to be encoded is " + LONGEST);
        }
        String normal = ascii ? mapped : Nfc.normalize(mapped, data);
        if (normal.startsWith(PREFIX)) {
            return decoded(normal, data);
        }
        check(normal, data);
        return new IdnaLabel(PREFIX + Punycode.encode(normal), normal);
    }

    private static IdnaLabel decoded(String label, UnicodeData data) {
        String unicode = Punycode.decode(label.substring(PREFIX.length()));
        if (Idna.isAscii(unicode) || unicode.startsWith(PREFIX)) {
            throw new IllegalArgumentException("is encoded without need, or twice");
        }
        unicode.codePoints().filter(point -> !data.mapping().isValid(point)).forEach(point -> {
            throw notAllowed(point);
        });
        if (!Nfc.normalize(unicode, data).equals(unicode)) {
            throw new IllegalArgumentException("is encoded without having been normalized");
        }
        check(unicode, data);
        return new IdnaLabel(label, unicode);
    }

    /** Holds a label of valid code points against the criteria that concern more than one of them. */
    private static void check(String unicode, UnicodeData data) {
        int first = unicode.codePointAt(0);
        if (data.marks().at(first) != 0) {
            throw new IllegalArgumentException("begins with the combining mark " + name(first));
        }
        JoinerRule.check(unicode, data);
    }

    /** What is thrown for a code point that no label may hold. */
    static IllegalArgumentException notAllowed(int codePoint) {
        return new IllegalArgumentException("holds " + name(codePoint) + ", which is not allowed");
    }

    private static String name(int codePoint) {
        return String.format(Locale.ROOT, "U+%04X", codePoint);
    }
}
