package dev.hawser.internal.text;

import java.net.IDN;
import java.util.Locale;

/**
 * Domain names in ASCII (WHATWG URL standard, section 3.3, "domain to ASCII"). Labels that are ASCII already
 * are taken as they are; the others are encoded by the JDK, which has IDNA as of 2003 (RFC 3490) and Unicode
 * 3.2.
 */
public final class Idna {
    /** The most characters of a label that is to be encoded, as that takes time by their square; 63 may come out. */
    private static final int LONGEST_LABEL = 255;

    private Idna() {}

    /**
     * The domain in ASCII and lower case.
     *
     * @throws IllegalArgumentException if a label cannot be had in ASCII
     */
    public static String toAscii(String domain) {
        if (isAscii(domain)) {
            return domain.toLowerCase(Locale.ROOT);
        }
        StringBuilder ascii = new StringBuilder(domain.length() + 16);
        int start = 0;
        for (int i = 0; i <= domain.length(); i++) {
            if (i == domain.length() || isDot(domain.charAt(i))) {
                ascii.append(labelToAscii(domain.substring(start, i)));
                if (i < domain.length()) {
                    ascii.append('.');
                }
                start = i + 1;
            }
        }
        return ascii.toString();
    }

    private static String labelToAscii(String label) {
        if (isAscii(label)) {
            return label.toLowerCase(Locale.ROOT);
        }
        if (label.length() > LONGEST_LABEL) {
            throw new IllegalArgumentException(
                    "a label of " + label.length() + " characters; the most is " + LONGEST_LABEL);
        }
        return IDN.toASCII(label, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    }

    private static boolean isDot(char c) {
        return c == '.' || c == '\u3002' || c == '\uff0e' || c == '\uff61';
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
