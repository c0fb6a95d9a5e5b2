/** The server that all clients are measured against, in a process of its own. */
@NullMarked
package dev.hawser.benchmarks.server;

import org.jspecify.annotations.NullMarked;
