package dev.hawser.internal.text;

import java.util.Arrays;

/** IPv6 addresses as URLs have them (WHATWG URL standard, section 3.5; RFC 5952). */
final class Ipv6 {
    private static final int PIECES = 8;

    private final String text;
    private final int[] pieces = new int[PIECES];
    private int count;

    /** Where the zeros go that {@code ::} stands for, or -1. */
    private int compressedAt = -1;

    private int at;

    private Ipv6(String text) {
        this.text = text;
    }

    /**
     * The address in lower case, its longest run of zeros compressed, in brackets.
     *
     * @param text the address without brackets
     * @throws IllegalArgumentException if it is not an IPv6 address; the message says what is wrong with it
     */
    static String canonical(String text) {
        Ipv6 address = new Ipv6(text);
        address.parse();
        return address.serialize();
    }

    private void parse() {
        if (peek() == ':') {
            if (!text.startsWith("::")) {
                throw fault("':' at its start");
            }
            at = 2;
            compressedAt = 0;
        }
        while (at < text.length()) {
            if (peek() == ':') {
                if (compressedAt >= 0) {
                    throw fault("a second '::'");
                }
                at++;
                compressedAt = count;
                continue;
            }
            int start = at;
            int value = readHex();
            if (peek() == '.') {
                at = start;
                readIpv4();
                break;
            }
            add(value);
            if (peek() == ':') {
                at++;
                if (at == text.length()) {
                    throw fault("':' at its end");
                }
            } else if (at < text.length()) {
                throw fault("'" + text.charAt(at) + "' at " + at);
            }
        }
        expand();
    }

    private int readHex() {
        int value = 0;
        for (int digits = 0; digits < 4; digits++) {
            int digit = peek() >= 0 && peek() < 0x80 ? Character.digit(peek(), 16) : -1;
            if (digit < 0) {
                break;
            }
            value = value << 4 | digit;
            at++;
        }
        return value;
    }

    private void readIpv4() {
        if (count > PIECES - 2 || !Ipv4.isCanonical(text, at, text.length())) {
            throw fault("'" + text.substring(at) + "' where it may end with an IPv4 address");
        }
        int value = 0;
        for (String number : text.substring(at).split("\\.")) {
            value = value << 8 | Integer.parseInt(number);
        }
        add(value >>> 16);
        add(value & 0xffff);
        at = text.length();
    }

    private void add(int piece) {
        if (count == PIECES) {
            throw fault("more than eight pieces");
        }
        pieces[count++] = piece;
    }

    private void expand() {
        if (compressedAt < 0) {
            if (count != PIECES) {
                throw fault(count + " pieces in place of eight");
            }
            return;
        }
        int zeros = PIECES - count;
        if (zeros == 0) {
            throw fault("'::' beside eight pieces");
        }
        System.arraycopy(pieces, compressedAt, pieces, compressedAt + zeros, count - compressedAt);
        Arrays.fill(pieces, compressedAt, compressedAt + zeros, 0);
    }

    private String serialize() {
        int longest = 0;
        int longestAt = -1;
        for (int i = 0; i < PIECES; i++) {
            int end = i;
            while (end < PIECES && pieces[end] == 0) {
                end++;
            }
            if (end - i > Math.max(longest, 1)) {
                longest = end - i;
                longestAt = i;
            }
            i = Math.max(i, end - 1);
        }
        StringBuilder out = new StringBuilder(41).append('[');
        int i = 0;
        while (i < PIECES) {
            if (i == longestAt) {
                out.append(i == 0 ? "::" : ":");
                i += longest;
            } else {
                out.append(Integer.toHexString(pieces[i++]));
                if (i < PIECES) {
                    out.append(':');
                }
            }
        }
        return out.append(']').toString();
    }

    private int peek() {
        return at < text.length() ? text.charAt(at) : -1;
    }

    private static IllegalArgumentException fault(String what) {
        return new IllegalArgumentException("an IPv6 address does not have " + what);
    }
}
