/** Responses in the coding {@code br}. */
@NullMarked
package dev.hawser.brotli;

import org.jspecify.annotations.NullMarked;
