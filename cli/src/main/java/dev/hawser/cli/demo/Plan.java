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
 * @param rhythm the times that make a picture of it readable
 * @param patience how long each step may take before the experiment is given up
 */
record Plan(int waves, int threads, int maxIdle, Duration keepAlive, Rhythm rhythm, Duration patience) {
    /**
     * The times of an experiment that are not the client's.
     *
     * @param answerAfter how long the demo's server takes for an answer when all of a wave have arrived
     * @param pause how long the connections stay idle between two waves
     */
    record Rhythm(Duration answerAfter, Duration pause) {
        /** As fast as it goes. */
        static final Rhythm NONE = new Rhythm(Duration.ZERO, Duration.ZERO);
    }

    /** How many requests there are in all. */
    int requests() {
        return waves * threads;
    }

    /** The number of a request, from 1, by its wave and thread, both from 1. */
    int requestNumber(int wave, int thread) {
        return (wave - 1) * threads + thread;
    }
}
