/**
 * The client as its users see it: values, interfaces, settings, events, snapshots. Everything else is
 * internal.
 */
@NullMarked
package dev.hawser;

import org.jspecify.annotations.NullMarked;
