package dev.hawser.cli.demo;

import dev.hawser.Retirement;
import dev.hawser.cli.request.Urls;
import dev.hawser.cli.terminal.Words;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An experiment in sentences. */
final class Story {
    private Story() {}

    /** What one sees, in one sentence. */
    static String headline(ExperimentRecord experiment) {
        Figures figures = experiment.figures();
        String opened = Words.count(figures.requests(), "request") + ", " + Words.count(figures.opened(), "connection")
                + " opened: ";
        return switch (figures.reused()) {
            case 0 -> opened + "none was used again";
            case 1 -> opened + "1 request used a kept one";
            default -> opened + Words.number(figures.reused()) + " requests used a kept one";
        };
    }

    /** What was done. */
    static String setting(ExperimentRecord experiment) {
        Plan plan = experiment.plan();
        String senders = plan.threads() == 1 ? "one thread sends a GET" : plan.threads() + " threads send a GET each";
        String server = experiment.target() instanceof Target.Foreign foreign
                ? "to " + Urls.shown(foreign.url()) + ", which answers each as it comes, so that a connection may "
                        + "carry several of one wave"
                : "at the same moment. The server answers when all of the wave have arrived, so that each needs a "
                        + "connection of its own";
        return "In " + Words.count(plan.waves(), "wave") + ", " + senders + " " + server
                + ". The next wave starts when "
                + "all connections are back. Meanwhile the pool keeps " + Words.count(plan.maxIdle(), "idle connection")
                + " at most, each for " + Words.duration(plan.keepAlive()) + ".";
    }

    /** What the drawing shows, for those who cannot see it. */
    static String description(ExperimentRecord experiment) {
        return headline(experiment) + ". A lane for each connection shows, from left to right in time, when it was "
                + "made, which requests it carried, when it was idle, and when and why it was closed.";
    }

    /** How many connections were closed for each reason, as in {@code 2 by IDLE_LIMIT}. */
    static Map<Retirement, Integer> reasons(ExperimentRecord experiment) {
        return new TreeMap<>(experiment.figures().closedBy());
    }

    /** The statuses of the responses if one of them is no success; empty if all are. */
    static String failures(ExperimentRecord experiment) {
        Map<Integer, Long> statuses = experiment.exchanges().stream()
                .filter(each -> each.status() / 100 != 2)
                .collect(Collectors.groupingBy(Exchange::status, TreeMap::new, Collectors.counting()));
        return statuses.entrySet().stream()
                .map(each -> Words.count(each.getValue(), "answer") + " of status " + each.getKey())
                .collect(Collectors.joining(", "));
    }

    /** Why a connection was closed, in words. */
    static String reason(Retirement reason, Plan plan) {
        return switch (reason) {
            case IDLE_LIMIT -> "more than " + plan.maxIdle() + " were idle, and this one had been for longest";
            case KEEP_ALIVE_EXPIRED ->
                "it had been idle for all of its time: " + Words.duration(plan.keepAlive())
                        + ", or less if the server said so";
            case PEER_CLOSED -> "the server closed it while it was idle";
            case STRAY_BYTES -> "the server sent bytes that nobody had asked for";
            case CONNECTION_CLOSE -> "the server said that it would not keep it";
            case MAX_REQUESTS -> "it had served as many requests as the server allows";
            case MAX_LIFETIME -> "it had reached its greatest age";
            case IO_ERROR -> "reading or writing failed";
            case PROTOCOL_ERROR -> "the server broke the protocol";
            case BODY_NOT_READ -> "the rest of a response was not read";
            default -> reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }
}
