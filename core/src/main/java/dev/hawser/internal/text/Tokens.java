package dev.hawser.internal.text;

/** Tokens and field values (RFC 9110, sections 5.5 and 5.6.2). */
public final class Tokens {
    private Tokens() {}
}
