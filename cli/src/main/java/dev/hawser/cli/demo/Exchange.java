package dev.hawser.cli.demo;

/**
 * A request and its response. Times are in nanoseconds since the experiment began.
 *
 * @param request the number of the request, from 1
 * @param wave the number of its wave, from 1
 * @param connection the number of the connection that it went over
 * @param status the response's status
 * @param startNanos when it was to be sent
 * @param acquiredNanos when it got its connection
 * @param endNanos when its response was read
 */
record Exchange(
        int request, int wave, long connection, int status, long startNanos, long acquiredNanos, long endNanos) {}
