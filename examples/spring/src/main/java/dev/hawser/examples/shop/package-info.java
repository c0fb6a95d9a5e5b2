/** A shop that asks another service for its prices. Nothing here names Hawser: it is on the class path, and set up by properties. */
@NullMarked
package dev.hawser.examples.shop;

import org.jspecify.annotations.NullMarked;
