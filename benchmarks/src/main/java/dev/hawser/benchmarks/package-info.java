/** The commands of {@code benchmarks/run}. */
@NullMarked
package dev.hawser.benchmarks;

import org.jspecify.annotations.NullMarked;
