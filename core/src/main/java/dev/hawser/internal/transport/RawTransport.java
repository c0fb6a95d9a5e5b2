package dev.hawser.internal.transport;

/** A TCP connection. */
abstract non-sealed class RawTransport extends Transport {}
