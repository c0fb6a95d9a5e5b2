package dev.hawser.internal.http1;

/** What a request line asks for (RFC 9112, section 3.2). */
public enum RequestTarget {
    /** Path and query, of the server itself. */
    ORIGIN_FORM,
    /** The whole URL, of a proxy. */
    ABSOLUTE_FORM,
    /** Host and port, of a proxy that is to open a tunnel. */
    AUTHORITY_FORM
}
