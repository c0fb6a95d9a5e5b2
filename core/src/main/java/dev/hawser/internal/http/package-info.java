/**
 * The seam between a call and a protocol, and the rules of framing.
 */
@NullMarked
package dev.hawser.internal.http;

import org.jspecify.annotations.NullMarked;
