/** Pools without connections behind them, for what lending and waiting cost by themselves. */
@NullMarked
package dev.hawser.benchmarks.lending;

import org.jspecify.annotations.NullMarked;
