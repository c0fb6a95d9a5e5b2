package dev.hawser.cli.demo;

/**
 * A request and its response. Times are in nanoseconds since the experiment began.
 *
 * @param request the number of the request, from 1
 * @param wave the number of its wave, from 1
 * @param connection the number of the connection that it went over
 * @param startNanos when it was to be sent
 * @param endNanos when its response was read
 */
record Exchange(int request, int wave, long connection, long startNanos, long endNanos) {}
