package dev.hawser.internal.http;

/** The ways of finding the end of a body whose length is not known beforehand; a known length is itself. */
public final class Framing {
    /** The body comes in chunks (RFC 9112, section 7.1). */
    public static final long CHUNKED = -1;

    /** The body ends with the connection. */
    public static final long UNTIL_CLOSE = -2;

    private Framing() {}
}
