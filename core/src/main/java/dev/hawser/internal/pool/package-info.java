/**
 * Who holds which connection, who waits, who must go. Knows no socket, no HTTP, no address type.
 */
@NullMarked
package dev.hawser.internal.pool;

import org.jspecify.annotations.NullMarked;
