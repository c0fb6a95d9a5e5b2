/**
 * The command line {@code hawser}: {@link dev.hawser.cli.get} fetches URLs, {@link dev.hawser.cli.demo} shows
 * what the connection pool does. Both read and write through {@link dev.hawser.cli.terminal}; neither knows the
 * other.
 */
@NullMarked
package dev.hawser.cli;

import org.jspecify.annotations.NullMarked;
