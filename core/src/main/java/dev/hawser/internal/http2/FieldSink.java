package dev.hawser.internal.http2;

/** One who takes the fields of a decoded field block, in order. */
interface FieldSink {
    /**
     * A field line, as it came: its name may have upper-case letters, or begin with a colon.
     *
     * @param neverIndexed whether whoever passes it on must not put it into a table either (RFC 7541, section 6.2.3)
     */
    void field(String name, String value, boolean neverIndexed);
}
