package dev.hawser.cli.demo;

import dev.hawser.cli.terminal.Words;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * An experiment as an SVG drawing that needs nothing else: a lane for each connection, on one scale of time. Its
 * colours follow the reader's scheme; nothing is told by colour alone.
 */
final class TimeLine {
    private static final double WIDTH = 1120;
    private static final double LEFT = 58;
    private static final double TOP = 72;
    private static final double BELOW = 54;
    private static final double CHARACTER = 0.55;
    private static final double CAPITAL = 0.66;
    private static final double FATE_FONT = 12;

    private final ExperimentRecord experiment;
    private final List<Lane> lanes;
    private final Scale scale;
    private final double laneHeight;
    private final double barHeight;
    private final double font;
    private final Svg svg = new Svg();

    TimeLine(ExperimentRecord experiment) {
        this.experiment = experiment;
        this.lanes = experiment.lanes();
        double widest = lanes.stream()
                .mapToDouble(lane -> fate(lane).length() * FATE_FONT * CAPITAL)
                .max()
                .orElse(0);
        this.scale = new Scale(LEFT, WIDTH - LEFT - widest - 26, lastNanos(experiment));
        this.laneHeight = lanes.size() <= 16 ? 36 : lanes.size() <= 48 ? 26 : 17;
        this.barHeight = laneHeight * 2 / 3;
        this.font = laneHeight >= 36 ? 13 : laneHeight >= 26 ? 11 : 10;
    }

    /** The drawing's markup. */
    String markup() {
        double height = TOP + laneHeight * lanes.size() + BELOW;
        svg.add("<svg class=\"timeline\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + Svg.number(WIDTH) + " "
                + Svg.number(height) + "\" role=\"img\" aria-labelledby=\"timeline-title timeline-desc\">");
        svg.add("<title id=\"timeline-title\">Time line of " + Words.count(lanes.size(), "connection") + "</title>");
        svg.add("<desc id=\"timeline-desc\">" + Svg.escape(Story.description(experiment)) + "</desc>");
        svg.add(TimeLineStyle.markup(font));
        svg.box("paper", 0, 0, WIDTH, height, "");
        legend();
        axis();
        for (int i = 0; i < lanes.size(); i++) {
            lane(lanes.get(i), TOP + laneHeight * i);
        }
        return svg.add("</svg>").toString();
    }

    private void legend() {
        double x = LEFT;
        double y = 8;
        x = key(x, "waiting for a new connection", at -> svg.box("waiting", at, y + 3, 26, 8, ""), 26);
        x = key(x, "its first request", at -> sample("first", at, y), 26);
        x = key(x, "request over a kept one", at -> sample("again", at, y), 26);
        x = key(x, "idle, kept for the next", at -> svg.line("idle", at, y + 7, at + 26, y + 7, ""), 26);
        key(x, "closed, and why", at -> svg.cross("end", at + 5, y + 7, 9, ""), 10);
    }

    private void sample(String style, double x, double y) {
        svg.box(style, x, y, 26, 14, "");
        svg.label("number on-" + style, x + 13, y + 11, "n");
    }

    private double key(double x, String label, DoubleConsumer drawing, double width) {
        drawing.accept(x);
        svg.label("key", x + width + 6, 19, label);
        return x + width + 6 + textWidth(label, 12) + 18;
    }

    private void axis() {
        double bottom = TOP + laneHeight * lanes.size();
        for (long tick : scale.ticks()) {
            svg.line("grid", scale.x(tick), TOP - 4, scale.x(tick), bottom + 4, "");
        }
        waves(bottom + 4);
        for (long tick : scale.ticks()) {
            svg.label("tick", scale.x(tick), bottom + 19, scale.label(tick));
            if (lanes.size() > 24) {
                svg.label("tick", scale.x(tick), TOP - 9, scale.label(tick));
            }
        }
        svg.label("axis", LEFT + scale.width() / 2, bottom + 40, scale.unit() + " since the first wave began");
    }

    /** The starts of the waves, named where there is room for a name. */
    private void waves(double bottom) {
        double free = 0;
        List<Long> starts = experiment.waveStartNanos();
        for (int i = 0; i < starts.size(); i++) {
            String name = "wave " + (i + 1);
            double x = scale.x(starts.get(i));
            svg.line("wave", x, TOP - 32, x, bottom, "");
            if (x >= free) {
                svg.label("wave-name", x + 5, TOP - 22, name);
                free = x + 5 + textWidth(name, 13) + 10;
            }
        }
    }

    private void lane(Lane lane, double top) {
        double middle = top + laneHeight / 2;
        svg.add("<g>");
        svg.line("rail", LEFT, top + laneHeight, WIDTH, top + laneHeight, "");
        svg.label("lane-name", LEFT - 10, middle + font / 3, "#" + lane.connection());
        PoolEvent.Retired end = lane.end();
        double last = end == null ? scale.right() : Math.max(scale.x(end.atNanos()), lastBarEnd(lane) + 8);
        svg.line(
                "idle",
                scale.x(lane.openedNanos()),
                middle,
                last,
                middle,
                "#" + lane.connection() + " is idle between its requests");
        for (int i = 0; i < lane.exchanges().size(); i++) {
            bar(lane, i, top);
        }
        if (end == null) {
            svg.add("<circle class=\"kept\" cx=\"" + Svg.number(last) + "\" cy=\"" + Svg.number(middle)
                    + "\" r=\"4\"/>");
        } else {
            svg.cross(
                    "end",
                    last,
                    middle,
                    Math.min(9, barHeight * 0.75),
                    "#" + lane.connection() + " was closed at " + Words.nanos(end.atNanos()) + ": "
                            + Story.reason(end.reason(), experiment.plan()));
        }
        svg.label(end == null ? "fate" : "fate closed", last + 10, middle + 4, fate(lane));
        svg.add("</g>");
    }

    private void bar(Lane lane, int index, double top) {
        Exchange exchange = lane.exchanges().get(index);
        double middle = top + laneHeight / 2;
        double x = scale.x(exchange.acquiredNanos());
        double width = barEnd(lane, index) - x;
        String style = index == 0 ? "first" : "again";
        double waiting = scale.x(exchange.startNanos());
        boolean waited = index == 0 && lane.openedNanos() >= exchange.startNanos();
        if (waited && x - waiting >= 1) {
            double height = barHeight / 2;
            svg.box("ground", waiting, middle - height / 2, x - waiting, height, "");
            svg.box("waiting", waiting, middle - height / 2, x - waiting, height, hint(lane, index));
        }
        svg.box(style, x, middle - barHeight / 2, width, barHeight, hint(lane, index));
        String number = Integer.toString(exchange.request());
        if (textWidth(number, font) * 1.2 + 4 <= width) {
            svg.label("number on-" + style, x + width / 2, middle + font * 0.36, number);
        }
    }

    /** Where a bar ends: with its request, but before the next one on its lane. */
    private double barEnd(Lane lane, int index) {
        List<Exchange> exchanges = lane.exchanges();
        Exchange exchange = exchanges.get(index);
        long until = exchange.endNanos();
        if (index + 1 < exchanges.size()) {
            until = Math.min(until, exchanges.get(index + 1).acquiredNanos());
        }
        return Math.max(scale.x(until), scale.x(exchange.acquiredNanos()) + 2);
    }

    private double lastBarEnd(Lane lane) {
        int count = lane.exchanges().size();
        return count == 0 ? 0 : barEnd(lane, count - 1);
    }

    private static String hint(Lane lane, int index) {
        Exchange exchange = lane.exchanges().get(index);
        return "Request " + exchange.request() + " of wave " + exchange.wave() + "\nover #" + lane.connection() + ", "
                + (index == 0
                        ? "which had carried none" + dialing(lane)
                        : "which had carried " + Words.count(index, "request"))
                + "\nwaited " + Words.nanos(exchange.acquiredNanos() - exchange.startNanos())
                + " for the connection\nanswered " + exchange.status() + " after "
                + Words.nanos(exchange.endNanos() - exchange.startNanos());
    }

    private static String dialing(Lane lane) {
        Long nanos = lane.dialingNanos();
        return nanos == null ? "" : " and was made within " + Words.nanos(nanos);
    }

    private static String fate(Lane lane) {
        PoolEvent.Retired end = lane.end();
        return end == null ? "idle" : "closed: " + end.reason();
    }

    /** The end of the scale: a little after all that happened. */
    private static long lastNanos(ExperimentRecord experiment) {
        long last = 1;
        for (PoolEvent event : experiment.events()) {
            last = Math.max(last, event.atNanos());
        }
        for (Exchange exchange : experiment.exchanges()) {
            last = Math.max(last, exchange.endNanos());
        }
        return last + Math.max(last / 16, 1);
    }

    /** How wide a text is at most, nearly. */
    private static double textWidth(String text, double font) {
        return text.length() * font * CHARACTER;
    }
}
