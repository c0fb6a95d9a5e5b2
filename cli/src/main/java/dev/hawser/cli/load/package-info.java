/** What {@code hawser load} does: many requests to one URL, and what they took. */
@NullMarked
package dev.hawser.cli.load;

import org.jspecify.annotations.NullMarked;
