package dev.hawser.internal.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Domain names in ASCII (WHATWG URL standard, section 3.3, "domain to ASCII"): UTS #46, not transitional, with
 * joiners and directions checked; hyphens, lengths and what ASCII may stand are not. A domain that is ASCII
 * is taken as it is, even where a label begins with {@code xn--}. What Unicode says is in a table of our own, so
 * that it is the same on every JDK; it is read when the first domain beyond ASCII comes.
 */
public final class Idna {
    private Idna() {}

    /** The table, read when it is first used. */
    private static final class Table {
        static final UnicodeData DATA = UnicodeData.load();
    }

    /**
     * The domain in ASCII and lower case.
     *
     * @throws IllegalArgumentException if it cannot be had in ASCII; the message names the label, from 1 on
     */
    public static String toAscii(String domain) {
        return isAscii(domain) ? domain.toLowerCase(Locale.ROOT) : toAscii(domain, Table.DATA);
    }

    private static String toAscii(String domain, UnicodeData data) {
        List<IdnaLabel> labels = new ArrayList<>();
        String mapped = mapped(domain, data.mapping());
        for (int start = 0, end; start <= mapped.length(); start = end + 1) {
            int dot = mapped.indexOf('.', start);
            end = dot < 0 ? mapped.length() : dot;
            try {
                labels.add(IdnaLabel.of(mapped.substring(start, end), data));
            } catch (IllegalArgumentException e) {
                throw inLabel(labels.size() + 1, e);
            }
        }
        checkDirections(labels, data.directions());
        StringBuilder ascii = new StringBuilder(mapped.length() + 16);
        for (IdnaLabel label : labels) {
            ascii.append(label.ascii()).append('.');
        }
        return ascii.substring(0, ascii.length() - 1);
    }

    /** The domain with each code point mapped. */
    private static String mapped(String domain, CodePointMapping mapping) {
        StringBuilder out = new StringBuilder(domain.length());
        for (int i = 0; i < domain.length(); ) {
            int point = domain.codePointAt(i);
            if (!mapping.append(point, out)) {
                int dots = (int) out.chars().filter(c -> c == '.').count();
                throw inLabel(dots + 1, IdnaLabel.notAllowed(point));
            }
            i += Character.charCount(point);
        }
        return out.toString();
    }

    private static void checkDirections(List<IdnaLabel> labels, CodePointRanges directions) {
        if (labels.stream().noneMatch(label -> BidiRule.isFor(label.unicode(), directions))) {
            return;
        }
        for (int i = 0; i < labels.size(); i++) {
            try {
                BidiRule.check(labels.get(i).unicode(), directions);
            } catch (IllegalArgumentException e) {
                throw inLabel(i + 1, e);
            }
        }
    }

    private static IllegalArgumentException inLabel(int number, IllegalArgumentException fault) {
        return new IllegalArgumentException("label " + number + " " + fault.getMessage(), fault);
    }

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
