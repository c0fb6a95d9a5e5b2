package dev.hawser.internal.text;

/**
 * IPv4 addresses as browsers read them (WHATWG URL standard, section 3.5): one to four numbers, each decimal,
 * octal or hexadecimal, of which the last fills all the bytes that are left.
 */
public final class Ipv4 {
    private static final long TOO_LARGE = 1L << 32;

    private Ipv4() {}

    /** Whether the last label of a domain is a number, so that the whole must be an IPv4 address. */
    public static boolean isMeant(String domain) {
        int end = withoutLastDot(domain);
        int start = domain.lastIndexOf('.', end - 1) + 1;
        return start < end && (isDecimal(domain, start, end) || numberAt(domain, start, end) >= 0);
    }

    /**
     * The address as four decimal numbers.
     *
     * @throws IllegalArgumentException if it is not an IPv4 address; the message says what is wrong with it
     */
    public static String canonical(String text) {
        int end = withoutLastDot(text);
        long address = 0;
        int count = 0;
        int start = 0;
        while (true) {
            int dot = text.indexOf('.', start);
            boolean last = dot < 0 || dot >= end;
            int stop = last ? end : dot;
            long number = numberAt(text, start, stop);
            if (number < 0) {
                throw new IllegalArgumentException(
                        "'" + text.substring(start, stop) + "' is not a number, as an IPv4 address has it");
            }
            if (++count > 4) {
                throw new IllegalArgumentException("an IPv4 address has no more than four numbers");
            }
            long limit = last ? 1L << (8 * (5 - count)) : 256;
            if (number >= limit) {
                throw new IllegalArgumentException(
                        "'" + text.substring(start, stop) + "' is more than " + (limit - 1) + ", in an IPv4 address");
            }
            if (last) {
                return decimal(address << (8 * (5 - count)) | number);
            }
            address = address << 8 | number;
            start = dot + 1;
        }
    }

    /** Whether the text from {@code from} to {@code to} is an address in its canonical form. */
    public static boolean isCanonical(String text, int from, int to) {
        int parts = 0;
        int at = from;
        while (at < to) {
            int start = at;
            int number = 0;
            while (at < to && at - start < 3 && isDigit(text.charAt(at))) {
                number = 10 * number + text.charAt(at++) - '0';
            }
            boolean leadingZero = at - start > 1 && text.charAt(start) == '0';
            if (at == start || number > 255 || leadingZero) {
                return false;
            }
            parts++;
            if (at < to && (text.charAt(at++) != '.' || at == to)) {
                return false;
            }
        }
        return parts == 4;
    }

    private static String decimal(long address) {
        return (address >> 24) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255);
    }

    /** The number, as much as 2^32 if it is larger; -1 if it is none. */
    private static long numberAt(String text, int from, int to) {
        if (from == to) {
            return -1;
        }
        int radix = 10;
        int start = from;
        if (to - from >= 2 && text.charAt(from) == '0') {
            boolean hex = (text.charAt(from + 1) | 0x20) == 'x';
            radix = hex ? 16 : 8;
            start = from + (hex ? 2 : 1);
        }
        long number = 0;
        for (int i = start; i < to; i++) {
            int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), radix) : -1;
            if (digit < 0) {
                return -1;
            }
            number = Math.min(number * radix + digit, TOO_LARGE);
        }
        return number;
    }

    private static boolean isDecimal(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int withoutLastDot(String text) {
        return text.endsWith(".") ? text.length() - 1 : text.length();
    }
}
