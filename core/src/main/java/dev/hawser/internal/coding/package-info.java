/** Content codings (RFC 9110, section 8.4): undone while a body is read, within a bound on what it may become. */
@NullMarked
package dev.hawser.internal.coding;

import org.jspecify.annotations.NullMarked;
