/**
 * Buffers: byte arrays that are lent and come back.
 */
@NullMarked
package dev.hawser.internal.bytes;

import org.jspecify.annotations.NullMarked;
