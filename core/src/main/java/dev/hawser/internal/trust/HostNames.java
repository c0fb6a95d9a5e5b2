package dev.hawser.internal.trust;

import dev.hawser.internal.text.HostParser;
import dev.hawser.internal.text.Ipv4;
import dev.hawser.internal.text.Tokens;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The hosts that a certificate is for: its subject alternative names, and nothing else (RFC 9110, section 4.3.4,
 * and RFC 9525). The common name does not count.
 */
public final class HostNames {
    /** Kinds of GeneralName (RFC 5280, section 4.2.1.6). */
    private static final int DNS_NAME = 2;

    private static final int IP_ADDRESS = 7;

    private HostNames() {}

    /**
     * Whether the certificate is for the host.
     *
     * @param host a name in ASCII, which may end with a dot, or an IP address without brackets
     */
    public static boolean match(String host, X509Certificate certificate) {
        if (isAddress(host)) {
            String address = canonicalAddress(host);
            return !address.isEmpty()
                    && namesOf(certificate, IP_ADDRESS).stream()
                            .anyMatch(each -> canonicalAddress(each).equals(address));
        }
        String name = withoutLastDot(host);
        return namesOf(certificate, DNS_NAME).stream().anyMatch(each -> matchName(name, withoutLastDot(each)));
    }

    /** The names and the addresses that the certificate is for. */
    public static List<String> of(X509Certificate certificate) {
        List<String> names = new ArrayList<>(namesOf(certificate, DNS_NAME));
        names.addAll(namesOf(certificate, IP_ADDRESS));
        return names;
    }

    /** Compares letters of ASCII in any case; {@code *} stands for the whole left-most label, and nowhere else. */
    private static boolean matchName(String host, String pattern) {
        if (!pattern.startsWith("*.")) {
            return !pattern.isEmpty() && pattern.indexOf('*') < 0 && Tokens.same(host, pattern);
        }
        int dot = host.indexOf('.');
        return dot > 0
                && dot < host.length() - 1
                && pattern.indexOf('*', 1) < 0
                && Tokens.same(host.substring(dot), pattern.substring(1));
    }

    private static List<String> namesOf(X509Certificate certificate, int kind) {
        List<String> names = new ArrayList<>();
        for (List<?> each : alternativeNames(certificate)) {
            if (each.get(0).equals(kind) && each.get(1) instanceof String name) {
                names.add(name);
            }
        }
        return names;
    }

    private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || Ipv4.isCanonical(host, 0, host.length());
    }

    /** The address in the form that URLs have; empty if it is none. */
    private static String canonicalAddress(String address) {
        try {
            return address.indexOf(':') < 0 ? Ipv4.canonical(address) : HostParser.parse("[" + address + "]");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String withoutLastDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
