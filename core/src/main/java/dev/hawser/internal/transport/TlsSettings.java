package dev.hawser.internal.transport;

import java.util.List;
import javax.net.ssl.SSLContext;
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
}
