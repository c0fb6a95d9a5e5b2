package dev.hawser.internal.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocketFactory;

/**
 * How TLS is to be spoken.
 *
 * @param source who speaks it
 * @param offer what versions and cipher suites are offered
 * @param applicationProtocols the protocols offered by ALPN (RFC 7301), preferred first; may be empty
 * @param identifyEndpoint whether the handshake itself compares the certificate with the host name ("HTTPS",
 *     RFC 9110, section 4.3.4); otherwise that is left to the caller
 */
public record TlsSettings(Source source, Offer offer, List<String> applicationProtocols, boolean identifyEndpoint) {
    /** Who speaks TLS. */
    public sealed interface Source {}

    /** The context's engine, over buffers of our own. */
    public record Engine(SSLContext context) implements Source {}

    /** A user's factory, whose socket is layered over our connection. */
    public record Layered(SSLSocketFactory factory) implements Source {}

    /** What a client offers a server. */
    public interface Offer {
        /**
         * Leaves only those versions and cipher suites enabled that are to be offered.
         *
         * @throws java.net.UnknownServiceException if nothing is left; names what is allowed and what is enabled
         */
        void narrow(SSLParameters enabled) throws IOException;
    }

    /** Settings that cannot change. */
    public TlsSettings {
        applicationProtocols = List.copyOf(applicationProtocols);
    }

    /** The parameters of a connection to {@code host}: those given, narrowed to these settings. */
    SSLParameters applyTo(SSLParameters parameters, String host) throws IOException {
        offer.narrow(parameters);
        if (!applicationProtocols.isEmpty()) {
            parameters.setApplicationProtocols(applicationProtocols.toArray(String[]::new));
        }
        if (identifyEndpoint) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        serverName(host).ifPresent(name -> parameters.setServerNames(List.of(name)));
        return parameters;
    }

    /**
     * The name to ask for by SNI: none for an IP address, no dot at the end (RFC 6066, section 3). None either for a
     * name with an underscore: servers on a JDK answer it with an alert.
     */
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
