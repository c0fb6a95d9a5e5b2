/**
 * TCP and TLS as a cancellable byte pipe. Resolves no name.
 */
@NullMarked
package dev.hawser.internal.transport;

import org.jspecify.annotations.NullMarked;
