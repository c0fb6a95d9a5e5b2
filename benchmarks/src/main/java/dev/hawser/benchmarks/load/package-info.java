/** The load: what runs in the JVM of one client, and how such a JVM is started. */
@NullMarked
package dev.hawser.benchmarks.load;

import org.jspecify.annotations.NullMarked;
