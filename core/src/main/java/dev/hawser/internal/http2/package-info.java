/**
 * Bytes to HTTP/2 frames, streams and windows, and back (RFC 9113, RFC 7541). Knows neither pool nor connection nor call.
 */
@NullMarked
package dev.hawser.internal.http2;

import org.jspecify.annotations.NullMarked;
