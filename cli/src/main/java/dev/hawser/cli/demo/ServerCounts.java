package dev.hawser.cli.demo;

import java.util.List;

/**
 * What the server saw of an experiment.
 *
 * @param accepted how many connections it accepted
 * @param open how many of them are open in the end
 * @param arrivals the requests, in the order of their arrival
 * @param faults what was wrong with the bytes that it got
 */
record ServerCounts(int accepted, int open, List<Arrival> arrivals, List<String> faults) {
    ServerCounts {
        arrivals = List.copyOf(arrivals);
        faults = List.copyOf(faults);
    }

    /**
     * A request that the server got.
     *
     * @param request the number of the request, from 1
     * @param connection the server's number of the connection that it came on
     * @param earlier how many requests had come on that connection before
     */
    record Arrival(int request, int connection, int earlier) {}
}
