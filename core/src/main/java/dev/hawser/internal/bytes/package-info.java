/**
 * Buffers, byte arrays that are lent and come back, and streams that are read by arrays.
 */
@NullMarked
package dev.hawser.internal.bytes;

import org.jspecify.annotations.NullMarked;
