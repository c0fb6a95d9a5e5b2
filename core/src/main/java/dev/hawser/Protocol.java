package dev.hawser;

import java.io.IOException;
import java.util.List;

/**
 * A protocol that carries HTTP over a connection. On TLS the two sides agree on one through ALPN (RFC 7301),
 * whose name for it {@link #toString()} gives.
 */
public enum Protocol {
    /** HTTP/1.0 (RFC 1945), which servers may answer with; connections are not kept unless both sides say so. */
    HTTP_1_0("http/1.0"),
    /** HTTP/1.1 (RFC 9112): one exchange at a time on a connection that is kept. */
    HTTP_1_1("http/1.1"),
    /** HTTP/2 over TLS (RFC 9113): many exchanges at once on one connection. */
    HTTP_2("h2"),
    /** HTTP/2 in the clear, with servers that are known to speak it (RFC 9113, section 3.3). */
    H2_PRIOR_KNOWLEDGE("h2_prior_knowledge");

    private final String name;

    Protocol(String name) {
        this.name = name;
    }

    /**
     * The protocol whose {@link #toString()} is {@code name}.
     *
     * @throws IOException if there is none
     */
    public static Protocol get(String name) throws IOException {
        for (Protocol protocol : values()) {
            if (protocol.name.equals(name)) {
                return protocol;
            }
        }
        throw new IOException("Unexpected protocol: " + name);
    }

    /** What a client may speak with servers, as an unmodifiable list. */
    static List<Protocol> checked(List<Protocol> protocols) {
        for (Protocol protocol : protocols) {
            if (protocol == null) {
                throw new IllegalArgumentException("protocols must not contain null: " + protocols);
            }
        }
        boolean known = protocols.contains(H2_PRIOR_KNOWLEDGE);
        if (known ? protocols.size() > 1 : !protocols.contains(HTTP_1_1)) {
            throw new IllegalArgumentException(
                    "protocols must have http/1.1, or be h2_prior_knowledge alone: " + protocols);
        }
        if (protocols.contains(HTTP_1_0)) {
            throw new IllegalArgumentException("protocols must not have http/1.0: " + protocols);
        }
        return List.copyOf(protocols);
    }

    /** The name in ALPN, as in {@code h2}. */
    @Override
    public String toString() {
        return name;
    }
}
