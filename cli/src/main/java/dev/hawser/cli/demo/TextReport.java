package dev.hawser.cli.demo;

import dev.hawser.cli.request.Urls;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An experiment for people: a row for each connection, with a column for each wave, and the figures as last line. */
final class TextReport {
    private static final int MOST_ROWS = 40;
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    private final ExperimentRecord experiment;
    private final @Nullable String picture;
    private final boolean colour;
    private final int cell;

    /**
     * A report of that experiment.
     *
     * @param picture where there is a picture of it, or null
     */
    TextReport(ExperimentRecord experiment, @Nullable String picture, boolean colour) {
        this.experiment = experiment;
        this.picture = picture;
        this.colour = colour;
        this.cell = experiment.plan().waves() <= 3 ? 8 : 5;
    }

    /** The report, which ends with a line end. */
    String text() {
        StringBuilder text = new StringBuilder();
        introduce(text);
        header(text);
        List<Lane> lanes = experiment.lanes();
        lanes.stream().limit(MOST_ROWS).forEach(lane -> row(text, lane));
        if (lanes.size() > MOST_ROWS) {
            text.append("      ... and ").append(lanes.size() - MOST_ROWS).append(" more connections\n");
        }
        text.append("\n");
        if (picture != null) {
            text.append("A picture of it: ").append(picture).append("\n\n");
        }
        return text.append(experiment.figures().summary()).append("\n").toString();
    }

    private void introduce(StringBuilder text) {
        Plan plan = experiment.plan();
        text.append(String.format(
                Locale.ROOT,
                "%d GETs by %d threads in %d waves, over a pool that keeps %d idle connections.%n",
                plan.requests(),
                plan.threads(),
                plan.waves(),
                plan.maxIdle()));
        text.append(
                experiment.target() instanceof Target.Foreign foreign
                        ? Urls.shown(foreign.url())
                                + " answers each as it comes, so a wave may need fewer connections. The next\nwave "
                        : "The server answers no request of a wave before all of it have arrived; the next wave\n");
        text.append("""
                starts when all connections are back. |= n =| carries request n, .. is idle, x closed.

                """);
    }

    private void header(StringBuilder text) {
        text.append(String.format(Locale.ROOT, "%5s %11s  ", "", "born"));
        for (int wave = 1; wave <= experiment.plan().waves(); wave++) {
            text.append(pad(" wave " + wave, cell + 2)).append("  ");
        }
        text.append(" in the end\n");
    }

    private void row(StringBuilder text, Lane lane) {
        text.append(String.format(Locale.ROOT, "%5s %11s  ", "#" + lane.connection(), millis(lane.openedNanos())));
        List<Long> starts = experiment.waveStartNanos();
        for (int wave = 1; wave <= starts.size(); wave++) {
            long from = starts.get(wave - 1);
            long to = wave < starts.size() ? starts.get(wave) : Long.MAX_VALUE;
            List<Exchange> carried = lane.in(wave);
            boolean alive = lane.livedBetween(from, to);
            boolean ends = lane.end() != null && alive && lane.end().atNanos() < to;
            if (carried.isEmpty()) {
                text.append((alive ? "." : " ").repeat(cell + 2));
            } else {
                text.append('|').append(bar(carried)).append('|');
            }
            text.append(ends ? "x " : alive ? ".." : "  ");
        }
        text.append(' ').append(fate(lane)).append('\n');
    }

    /** The numbers of requests, or how many there are, in the middle of a bar. */
    private String bar(List<Exchange> carried) {
        String numbers =
                carried.stream().map(each -> Integer.toString(each.request())).collect(Collectors.joining(","));
        String label = numbers.length() <= cell ? numbers : "x" + carried.size();
        if (label.length() + 2 <= cell) {
            label = " " + label + " ";
        }
        int left = Math.max((cell - label.length()) / 2, 0);
        return "=".repeat(left) + label + "=".repeat(Math.max(cell - left - label.length(), 0));
    }

    private String fate(Lane lane) {
        PoolEvent.Retired end = lane.end();
        if (end == null) {
            return paint(GREEN, "idle");
        }
        return paint(RED, "closed") + " at " + millis(end.atNanos()).strip() + ": " + end.reason();
    }

    private String paint(String code, String text) {
        return colour ? code + text + PLAIN : text;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(width - text.length(), 0));
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }
}
