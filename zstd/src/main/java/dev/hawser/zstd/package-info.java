/** Responses in the coding {@code zstd}. */
package dev.hawser.zstd;
