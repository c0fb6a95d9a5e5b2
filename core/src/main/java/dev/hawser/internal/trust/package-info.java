/**
 * Whether a peer is who it should be: the names in its certificate, and the chain of those that vouch for it.
 */
@NullMarked
package dev.hawser.internal.trust;

import org.jspecify.annotations.NullMarked;
