package dev.hawser.cli.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a load came to, for programs: one JSON object. Names are kept from version to version; new ones may be
 * added. The help of the command lists them.
 */
final class LoadJson {
    private final JsonNodeFactory json = JsonNodeFactory.instance;
    private final LoadRecord load;

    LoadJson(LoadRecord load) {
        this.load = load;
    }

    /** The report, which ends with a line end. */
    String text() {
        LoadPlan plan = load.plan();
        ObjectNode root = json.objectNode()
                .put("request", load.request())
                .put("model", plan.rate() == null ? "closed" : "open")
                .put("ending", load.ending().name().toLowerCase(Locale.ROOT));
        root.set(
                "plan",
                json.objectNode()
                        .put("connections", plan.connections())
                        .put("requests", plan.requests())
                        .put(
                                "seconds",
                                plan.duration() == null
                                        ? null
                                        : (Double) (plan.duration().toMillis() / 1e3))
                        .put("rate", plan.rate()));
        root.put("seconds", load.seconds())
                .put("answered", load.answered())
                .put("failed", load.failed())
                .put("notSent", load.unsent())
                .put("cutOff", load.unfinished())
                .put("rate", load.rate())
                .put("bodyBytes", load.bytes());
        root.set("statuses", counts(load.statuses()));
        root.set("errors", counts(load.errors()));
        root.set("latencyMicros", latency());
        root.set("connections", connections());
        return root.toPrettyString() + "\n";
    }

    private ObjectNode latency() {
        LoadRecord.Latency latency = load.latency();
        return json.objectNode()
                .put("from", load.plan().rate() == null ? "begun" : "due")
                .put("mean", micros(Math.round(latency.mean())))
                .put("min", micros(latency.least()))
                .put("p50", micros(latency.p50()))
                .put("p90", micros(latency.p90()))
                .put("p99", micros(latency.p99()))
                .put("p999", micros(latency.p999()))
                .put("max", micros(latency.most()));
    }

    private ObjectNode connections() {
        LoadRecord.Connections pool = load.connections();
        ObjectNode node = json.objectNode()
                .put("opened", pool.opened())
                .put("reused", pool.reused())
                .put("retired", pool.retiredCount());
        node.set("retiredBy", counts(new TreeMap<>(pool.retired())));
        return node.put("open", pool.open());
    }

    private ObjectNode counts(Map<?, Long> counts) {
        ObjectNode node = json.objectNode();
        counts.forEach((key, count) -> node.put(key.toString(), count));
        return node;
    }

    private static double micros(long nanos) {
        return Math.floor(nanos / 1e2) / 1e1;
    }
}
