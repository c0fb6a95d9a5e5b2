/** What {@code hawser get} does: URLs are fetched, and the steps of each call shown. */
@NullMarked
package dev.hawser.cli.get;

import org.jspecify.annotations.NullMarked;
