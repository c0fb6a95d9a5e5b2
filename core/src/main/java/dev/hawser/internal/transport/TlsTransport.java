package dev.hawser.internal.transport;

/** TLS over a TCP connection. */
abstract non-sealed class TlsTransport extends Transport {}
