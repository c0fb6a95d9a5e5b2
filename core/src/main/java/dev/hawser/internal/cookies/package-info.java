/**
 * The cookies of a jar: which are kept, replaced, sent and dropped (RFC 6265, section 5, with its revision 6265bis), and the
 * file they may lie in.
 */
@NullMarked
package dev.hawser.internal.cookies;

import org.jspecify.annotations.NullMarked;
