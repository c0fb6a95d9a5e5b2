/**
 * Bytes to HTTP/1.1 messages and back. Knows neither pool nor connection nor call.
 */
@NullMarked
package dev.hawser.internal.http1;

import org.jspecify.annotations.NullMarked;
