/**
 * The grammar of values: dates, tokens, quoted strings, percent-encoding, hosts. Knows no other room.
 */
@NullMarked
package dev.hawser.internal.text;

import org.jspecify.annotations.NullMarked;
