/**
 * The command line {@code hawser}: {@link dev.hawser.cli.get} fetches URLs, {@link dev.hawser.cli.load} measures
 * under load, {@link dev.hawser.cli.demo} shows what the connection pool does. They send what {@link
 * dev.hawser.cli.request} makes, read and write through {@link dev.hawser.cli.terminal}, and do not know each other.
 */
@NullMarked
package dev.hawser.cli;

import org.jspecify.annotations.NullMarked;
