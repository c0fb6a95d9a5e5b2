/** The clients that are compared, each tuned for keeping connections, behind one interface. */
@NullMarked
package dev.hawser.benchmarks.clients;

import org.jspecify.annotations.NullMarked;
