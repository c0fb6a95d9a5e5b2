package dev.hawser.internal.transport;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocketFactory;

/**
 * How TLS is to be spoken.
 *
 * @param source who speaks it
 * @param versions the TLS versions allowed, in the JDK's names; empty for the source's own choice
 * @param cipherSuites the cipher suites allowed, in the JDK's names, preferred first; empty for the source's
 *     own choice
 * @param applicationProtocols the protocols offered by ALPN (RFC 7301), preferred first; may be empty
 * @param identifyEndpoint whether the handshake itself compares the certificate with the host name ("HTTPS",
 *     RFC 9110, section 4.3.4); otherwise that is left to the caller
 */
public record TlsSettings(
        Source source,
        List<String> versions,
        List<String> cipherSuites,
        List<String> applicationProtocols,
        boolean identifyEndpoint) {
    /** Who speaks TLS. */
    public sealed interface Source {}

    /** The context's engine, over buffers of our own. */
    public record Engine(SSLContext context) implements Source {}

    /** A user's factory, whose socket is layered over our connection. */
    public record Layered(SSLSocketFactory factory) implements Source {}

    /** Settings that cannot change. */
    public TlsSettings {
        versions = List.copyOf(versions);
        cipherSuites = List.copyOf(cipherSuites);
        applicationProtocols = List.copyOf(applicationProtocols);
    }

    /** The parameters of a connection to {@code host}: those given, narrowed to these settings. */
    SSLParameters applyTo(SSLParameters parameters, String host) throws SSLHandshakeException {
        if (!versions.isEmpty()) {
            parameters.setProtocols(common(versions, parameters.getProtocols(), "TLS version", host));
        }
        if (!cipherSuites.isEmpty()) {
            parameters.setCipherSuites(common(cipherSuites, parameters.getCipherSuites(), "cipher suite", host));
        }
        if (!applicationProtocols.isEmpty()) {
            parameters.setApplicationProtocols(applicationProtocols.toArray(String[]::new));
        }
        if (identifyEndpoint) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        serverName(host).ifPresent(name -> parameters.setServerNames(List.of(name)));
        return parameters;
    }

    /** The allowed values that are enabled, in the order in which they are allowed. */
    private static String[] common(List<String> allowed, String[] enabled, String what, String host)
            throws SSLHandshakeException {
        Set<String> common = new LinkedHashSet<>(allowed);
        common.retainAll(Set.of(enabled));
        if (common.isEmpty()) {
            throw new SSLHandshakeException(
                    "no " + what + " to offer " + host + ": allowed " + allowed + ", enabled " + List.of(enabled));
        }
        return common.toArray(String[]::new);
    }

    /** The name to ask for by SNI: none for an IP address, no dot at the end (RFC 6066, section 3). */
    private static Optional<SNIServerName> serverName(String host) {
        boolean address = host.indexOf(':') >= 0 || Character.isDigit(startOfLastLabel(host));
        if (address) {
            return Optional.empty();
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        try {
            return Optional.of(new SNIHostName(name.getBytes(StandardCharsets.US_ASCII)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The first character of the last label: a digit only in an IPv4 address (WHATWG URL, "ends in a number"). */
    private static char startOfLastLabel(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        int start = name.lastIndexOf('.') + 1;
        return start < name.length() ? name.charAt(start) : ' ';
    }
}
