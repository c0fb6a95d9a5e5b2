/** What {@code hawser demo} does: an experiment with a connection pool, its record, reports of it, and its check. */
@NullMarked
package dev.hawser.cli.demo;

import org.jspecify.annotations.NullMarked;
