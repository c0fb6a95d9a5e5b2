/**
 * Makes a connection, and is one.
 */
@NullMarked
package dev.hawser.internal.connection;

import org.jspecify.annotations.NullMarked;
