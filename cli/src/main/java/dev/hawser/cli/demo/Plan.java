package dev.hawser.cli.demo;

import java.time.Duration;

/**
 * What an experiment does: in each wave every thread sends one request, and no wave begins before all
 * connections of the one before are back in the pool.
 *
 * @param waves how many waves there are
 * @param threads how many requests each wave has, all at the same time
 * @param maxIdle how many idle connections the pool keeps
 * @param keepAlive how long the pool keeps an idle connection
 * @param patience how long each step may take before the experiment is given up
 */
record Plan(int waves, int threads, int maxIdle, Duration keepAlive, Duration patience) {
    /** Two waves of six over a pool with the library's defaults. */
    static final Plan KNOWN = new Plan(2, 6, 5, Duration.ofMinutes(5), Duration.ofSeconds(10));

    /** How many requests there are in all. */
    int requests() {
        return waves * threads;
    }

    /** The number of a request, from 1, by its wave and thread, both from 1. */
    int requestNumber(int wave, int thread) {
        return (wave - 1) * threads + thread;
    }
}
