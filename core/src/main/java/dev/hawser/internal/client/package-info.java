/**
 * Wires the parts together; dispatches asynchronous calls; shuts down.
 */
@NullMarked
package dev.hawser.internal.client;

import org.jspecify.annotations.NullMarked;
