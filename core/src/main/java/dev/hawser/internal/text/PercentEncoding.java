package dev.hawser.internal.text;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Percent-encoding of UTF-8 (WHATWG URL standard, section 1.3; RFC 3986, section 2.1). */
public final class PercentEncoding {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();
    private static final int REPLACEMENT = 0xfffd;

    private PercentEncoding() {}

    /** The text with the characters of {@code set} encoded; half of a surrogate pair counts as U+FFFD. */
    public static String encode(String text, EncodeSet set) {
        for (int i = 0; i < text.length(); i++) {
            if (set.contains(text.charAt(i))) {
                StringBuilder out = new StringBuilder(text.length() + 16);
                encode(text, 0, text.length(), set, out);
                return out.toString();
            }
        }
        return text;
    }

    /** Appends to {@code out} the text from {@code from} to {@code to} with the characters of {@code set} encoded. */
    public static void encode(String text, int from, int to, EncodeSet set, StringBuilder out) {
        int i = from;
        while (i < to) {
            char c = text.charAt(i);
            if (!set.contains(c)) {
                out.append(c);
                i++;
            } else if (c < 0x80) {
                appendByte(c, out);
                i++;
            } else {
                int codePoint = Character.codePointAt(text, i);
                i += Character.charCount(codePoint);
                appendUtf8(Character.getType(codePoint) == Character.SURROGATE ? REPLACEMENT : codePoint, out);
            }
        }
    }

    /** The text with the characters of {@code set} encoded, in another charset than UTF-8. */
    public static String encode(String text, EncodeSet set, Charset charset) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            int end = i + Character.charCount(text.codePointAt(i));
            if (!set.contains(c)) {
                out.append(c);
            } else {
                for (byte b : text.substring(i, end).getBytes(charset)) {
                    appendByte(b & 0xff, out);
                }
            }
            i = end;
        }
        return out.toString();
    }

    /** Appends to {@code out} the percent sign that starts no encoded byte as {@code %25}, all else as it is. */
    public static void escapeStrayPercents(String text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(c);
            if (c == '%' && !isEncodedByte(text, i, text.length())) {
                out.append("25");
            }
        }
    }

    /** The text with all encoded bytes decoded as UTF-8; what is not UTF-8 becomes U+FFFD. */
    public static String decode(String text) {
        return decode(text, 0, text.length(), false);
    }

    /**
     * The text from {@code from} to {@code to} with all encoded bytes decoded as UTF-8; what is not UTF-8
     * becomes U+FFFD.
     *
     * @param plusIsSpace whether {@code +} stands for a space, as in parameters
     */
    public static String decode(String text, int from, int to, boolean plusIsSpace) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '%' || (c == '+' && plusIsSpace)) {
                return decodeBytes(text.substring(from, to), plusIsSpace);
            }
        }
        return text.substring(from, to);
    }

    private static String decodeBytes(String text, boolean plusIsSpace) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b == '%' && i + 2 < bytes.length && hex(bytes[i + 1]) >= 0 && hex(bytes[i + 2]) >= 0) {
                b = (byte) (hex(bytes[i + 1]) << 4 | hex(bytes[i + 2]));
                i += 2;
            } else if (b == '+' && plusIsSpace) {
                b = ' ';
            }
            bytes[length++] = b;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static boolean isEncodedByte(String text, int at, int to) {
        return at + 2 < to && hex(text.charAt(at + 1)) >= 0 && hex(text.charAt(at + 2)) >= 0;
    }

    private static int hex(int c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private static void appendUtf8(int codePoint, StringBuilder out) {
        if (codePoint < 0x800) {
            appendByte(0xc0 | codePoint >> 6, out);
        } else {
            if (codePoint < 0x10000) {
                appendByte(0xe0 | codePoint >> 12, out);
            } else {
                appendByte(0xf0 | codePoint >> 18, out);
                appendByte(0x80 | (codePoint >> 12 & 0x3f), out);
            }
            appendByte(0x80 | (codePoint >> 6 & 0x3f), out);
        }
        appendByte(0x80 | (codePoint & 0x3f), out);
    }

    private static void appendByte(int b, StringBuilder out) {
        out.append('%').append(HEX[b >> 4]).append(HEX[b & 15]);
    }
}
