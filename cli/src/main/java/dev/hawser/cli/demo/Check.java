package dev.hawser.cli.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the client's side of an experiment says, held against what the server's side and the pool's counts say. */
final class Check {
    private final ExperimentRecord experiment;
    private final ServerCounts server;
    private final List<String> disagreements = new ArrayList<>();

    private Check(ExperimentRecord experiment, ServerCounts server) {
        this.experiment = experiment;
        this.server = server;
    }

    /** What they disagree about, a sentence each; empty if all agree. */
    static List<String> disagreements(ExperimentRecord experiment, ServerCounts server) {
        Check check = new Check(experiment, server);
        check.counts();
        check.carriers();
        return List.copyOf(check.disagreements);
    }

    private void counts() {
        Figures figures = experiment.figures();
        int reusedThere = (int)
                server.arrivals().stream().filter(each -> each.earlier() > 0).count();
        compare(
                "requests by the pool's events",
                figures.requests(),
                "by the plan",
                experiment.plan().requests());
        compare(
                "requests by the pool's events",
                figures.requests(),
                "at the server",
                server.arrivals().size());
        compare(
                "connections opened by the pool's events",
                figures.opened(),
                "accepted by the server",
                server.accepted());
        compare("reuses by the pool's events", figures.reused(), "at the server", reusedThere);
        compare("idle connections by the pool's events", figures.idle(), "open at the server", server.open());
        compare("idle connections by the pool's events", figures.idle(), "by its count", experiment.poolIdle());
        compare(
                "connections left by the pool's events",
                figures.opened() - figures.closed(),
                "by its count",
                experiment.poolConnections());
        server.faults().forEach(fault -> disagreements.add("the server got what it could not read: " + fault));
    }

    /** Each of the client's connections is one of the server's, and no two are the same. */
    private void carriers() {
        Map<Integer, Long> carriers = new HashMap<>();
        experiment.exchanges().forEach(each -> carriers.put(each.request(), each.connection()));
        Map<Long, Integer> thereOf = new HashMap<>();
        Map<Integer, Long> hereOf = new HashMap<>();
        for (ServerCounts.Arrival arrival : server.arrivals()) {
            Long here = carriers.get(arrival.request());
            if (here == null) {
                disagreements.add("request " + arrival.request() + " came to the server, but was not sent");
                continue;
            }
            Integer there = thereOf.putIfAbsent(here, arrival.connection());
            Long other = hereOf.putIfAbsent(arrival.connection(), here);
            if (there != null && there != arrival.connection() || other != null && !other.equals(here)) {
                disagreements.add("request " + arrival.request() + " left on connection #" + here
                        + ", but came on the server's connection " + arrival.connection() + ", which is another");
            }
        }
    }

    private void compare(String what, int here, String where, int there) {
        if (here != there) {
            disagreements.add(what + ": " + here + ", but " + where + ": " + there);
        }
    }
}
