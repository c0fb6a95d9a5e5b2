package dev.hawser.cli.demo;

import java.util.List;
import java.util.Locale;

/** An experiment for people: a row for each connection, with a column for each wave, and the figures as last line. */
final class TextReport {
    private static final int CELL = 8;
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    private final ExperimentRecord experiment;
    private final boolean colour;

    TextReport(ExperimentRecord experiment, boolean colour) {
        this.experiment = experiment;
        this.colour = colour;
    }

    /** The report, which ends with a line end. */
    String text() {
        StringBuilder text = new StringBuilder();
        introduce(text);
        header(text);
        for (Lane lane : experiment.lanes()) {
            row(text, lane);
        }
        return text.append("\n")
                .append(experiment.figures().summary())
                .append("\n")
                .toString();
    }

    private void introduce(StringBuilder text) {
        Plan plan = experiment.plan();
        text.append(String.format(Locale.ROOT, """
                %d GETs by %d threads in %d waves, over a pool that keeps %d idle connections.
                The server answers no request of a wave before all of it have arrived; the next wave
                starts when all connections are back. |= n =| carries request n, .. is idle, x closed.

                """, plan.requests(), plan.threads(), plan.waves(), plan.maxIdle()));
    }

    private void header(StringBuilder text) {
        text.append(String.format(Locale.ROOT, "%5s %11s  ", "", "born"));
        for (int wave = 1; wave <= experiment.plan().waves(); wave++) {
            text.append(pad(" wave " + wave, CELL + 2)).append("  ");
        }
        text.append(" in the end\n");
    }

    private void row(StringBuilder text, Lane lane) {
        text.append(String.format(Locale.ROOT, "%5s %11s  ", "#" + lane.connection(), millis(lane.openedNanos())));
        List<Long> starts = experiment.waveStartNanos();
        for (int wave = 1; wave <= starts.size(); wave++) {
            long from = starts.get(wave - 1);
            long to = wave < starts.size() ? starts.get(wave) : Long.MAX_VALUE;
            Exchange carried = lane.in(wave);
            boolean alive = lane.livedBetween(from, to);
            boolean ends = lane.end() != null && alive && lane.end().atNanos() < to;
            if (carried != null) {
                text.append('|').append(label(carried.request())).append('|');
            } else {
                text.append((alive ? "." : " ").repeat(CELL + 2));
            }
            text.append(ends ? "x " : alive ? ".." : "  ");
        }
        text.append(' ').append(fate(lane)).append('\n');
    }

    /** The number of a request in the middle of a bar. */
    private static String label(int request) {
        String number = " " + request + " ";
        int left = Math.max((CELL - number.length()) / 2, 0);
        return "=".repeat(left) + number + "=".repeat(Math.max(CELL - left - number.length(), 0));
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
