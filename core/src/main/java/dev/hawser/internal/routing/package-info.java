/**
 * Names to addresses to ordered routes. Opens no socket.
 */
@NullMarked
package dev.hawser.internal.routing;

import org.jspecify.annotations.NullMarked;
