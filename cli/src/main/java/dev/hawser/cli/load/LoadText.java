package dev.hawser.cli.load;

import dev.hawser.cli.terminal.Words;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a load came to, for people. */
final class LoadText {
    private final LoadRecord load;

    LoadText(LoadRecord load) {
        this.load = load;
    }

    /** The report, which ends with a line end. */
    String text() {
        StringBuilder text = new StringBuilder()
                .append(load.request())
                .append('\n')
                .append(model())
                .append("\n\n");
        row(
                text,
                "requests",
                Words.number(load.answered()) + " answered in " + Words.nanos(load.elapsedNanos()) + ", "
                        + rate(load.rate()) + unfinished());
        row(
                text,
                "errors",
                load.errors().isEmpty() ? "none" : Words.number(load.failed()) + ": " + list(load.errors()));
        if (load.unsent() > 0) {
            row(
                    text,
                    "not sent",
                    Words.count(load.unsent(), "request") + " that were due, as all connections were busy; "
                            + "the latencies do not know of them");
        }
        if (load.answered() > 0) {
            answers(text);
        }
        LoadRecord.Connections pool = load.connections();
        row(
                text,
                "connections",
                Words.number(pool.opened()) + " opened, " + Words.number(pool.reused())
                        + " times used again, " + Words.number(pool.retiredCount()) + " retired"
                        + (pool.retired().isEmpty() ? "" : " (" + list(pool.retired()) + ")") + ", "
                        + Words.number(pool.open()) + " open in the end");
        return text.toString();
    }

    private String model() {
        int connections = load.plan().connections();
        Double rate = load.plan().rate();
        if (rate != null) {
            return "Open model: a request is begun " + rate(rate).replace("/s", " times a second")
                    + ", answered or not, over " + Words.count(connections, "connection") + ".";
        }
        return "Closed model: " + (connections == 1 ? "1 connection" : "each of " + connections + " connections")
                + " carries its next request when its last one is answered.";
    }

    private void answers(StringBuilder text) {
        row(
                text,
                "status",
                load.statuses().entrySet().stream()
                        .map(each -> each.getKey() + ": " + Words.number(each.getValue()))
                        .collect(Collectors.joining(", ")));
        row(text, "bodies", Words.bytes(load.bytes()) + ", " + Words.bytes(load.bytes() / load.seconds()) + "/s");
        LoadRecord.Latency latency = load.latency();
        row(
                text,
                "latency",
                "p50 " + Words.nanos(latency.p50()) + "   p90 " + Words.nanos(latency.p90()) + "   p99 "
                        + Words.nanos(latency.p99()) + "   p99.9 " + Words.nanos(latency.p999()) + "   max "
                        + Words.nanos(latency.most()));
        if (load.plan().rate() == null) {
            row(text, "", "from the time when a request is begun to the end of its response. A slow");
            row(text, "", "response holds back the requests behind it: that is not in here (see --rate).");
        } else {
            row(text, "", "from the time when a request was due to the end of its response, so that");
            row(text, "", "the time in which it had to wait for the ones before it is in here.");
        }
    }

    private String unfinished() {
        String cut = load.unfinished() == 0 ? "" : "; " + load.unfinished() + " under way were cut off";
        return load.ending() == LoadRecord.Ending.COMPLETE ? cut : ", " + load.endingInWords() + cut;
    }

    private static String rate(double each) {
        return String.format(Locale.ROOT, each >= 1000 ? "%,.0f/s" : "%,.1f/s", each)
                .replace(".0/s", "/s");
    }

    /** What there is most of goes first. */
    private static String list(Map<?, Long> counts) {
        return counts.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<?, Long> each) -> -each.getValue()))
                .map(each -> Words.number(each.getValue()) + " " + each.getKey())
                .collect(Collectors.joining(", "));
    }

    private static void row(StringBuilder text, String name, String what) {
        text.append(String.format(Locale.ROOT, "%-11s  %s%n", name, what));
    }
}
