/**
 * The life of one call: interceptors, exchange.
 */
@NullMarked
package dev.hawser.internal.call;

import org.jspecify.annotations.NullMarked;
