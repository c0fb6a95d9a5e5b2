package dev.hawser.internal.text;

import java.util.Locale;

/**
 * Reads the host of an http or https URL (WHATWG URL standard, section 3.5): a domain, or an IP address in any
 * of the spellings that browsers know.
 */
public final class HostParser {
    private static final String FORBIDDEN = " #/:<>?@[\\]^|%\u007f";

    private HostParser() {}

    /**
     * The host in its canonical form: a domain in ASCII and lower case, an IPv4 address as four decimal numbers, an
     * IPv6 address in brackets.
     *
     * @throws IllegalArgumentException if it is not a host; the message says what is wrong with it
     */
    public static String parse(String text) {
        if (text.startsWith("[")) {
            if (!text.endsWith("]")) {
                throw new IllegalArgumentException("an IPv6 address must end with ']'");
            }
            return Ipv6.canonical(text.substring(1, text.length() - 1));
        }
        String domain = Idna.toAscii(PercentEncoding.decode(text));
        if (domain.isEmpty()) {
            throw new IllegalArgumentException("it is empty");
        }
        for (int i = 0; i < domain.length(); i++) {
            char c = domain.charAt(i);
            if (c < ' ' || FORBIDDEN.indexOf(c) >= 0) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "character 0x%02x is not allowed in a host", (int) c));
            }
        }
        return Ipv4.isMeant(domain) ? Ipv4.canonical(domain) : domain;
    }
}
