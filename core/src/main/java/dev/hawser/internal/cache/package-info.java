/**
 * RFC 9111, for a cache of one client: what may be stored, what may be used, what must be asked for, as functions of a request,
 * a stored response and the time; and the stores in memory and on disk.
 */
@NullMarked
package dev.hawser.internal.cache;

import org.jspecify.annotations.NullMarked;
