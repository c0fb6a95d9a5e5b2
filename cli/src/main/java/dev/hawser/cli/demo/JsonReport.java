package dev.hawser.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.cli.request.Urls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An experiment for programs: one JSON object. Names are kept from version to version; new ones may be added.
 * Times are in milliseconds since the experiment began, to the microsecond; connections have the pool's numbers.
 *
 * <pre>
 * plan           waves, threads, maxIdleConnections, keepAliveMillis, pauseMillis, url (null: the demo's server)
 * figures        requests, opened, reused, closed, closedBy {reason: count}, idle, summary
 * waves[]        wave, startMillis, requests[]
 * lanes[]        connection, dialedMillis, openedMillis, exchanges[] (request, wave, status, startMillis,
 *                acquiredMillis, endMillis), closedMillis and closedReason, both null if it is idle; dialedMillis is null
 *                where nobody was told
 * events[]       atMillis, connection, event: opened | leased (uses, idleMillis) | returned | retired (reason)
 * server         accepted, requests, open; null if it is not the demo's
 * disagreements  between pool and server, a sentence each; empty if all is well
 * </pre>
 */
final class JsonReport {
    private final JsonNodeFactory json = JsonNodeFactory.instance;
    private final ExperimentRecord experiment;
    private final @Nullable ServerCounts server;
    private final List<String> disagreements;

    JsonReport(Observation seen) {
        this.experiment = seen.experiment();
        this.server = seen.server();
        this.disagreements = seen.disagreements();
    }

    /** The report, which ends with a line end. */
    String text() {
        ObjectNode root = json.objectNode();
        root.set("plan", plan());
        root.set("figures", figures());
        root.set("waves", waves());
        root.set("lanes", array(experiment.lanes().stream().map(this::lane).toList()));
        root.set("events", array(experiment.events().stream().map(this::event).toList()));
        root.set("server", server == null ? json.nullNode() : counts(server));
        root.set(
                "disagreements",
                array(disagreements.stream().map(json::textNode).toList()));
        return root.toPrettyString() + "\n";
    }

    private ObjectNode counts(ServerCounts counts) {
        return json.objectNode()
                .put("accepted", counts.accepted())
                .put("requests", counts.arrivals().size())
                .put("open", counts.open());
    }

    private ObjectNode plan() {
        Plan plan = experiment.plan();
        String url = experiment.target() instanceof Target.Foreign foreign ? Urls.shown(foreign.url()) : null;
        return json.objectNode()
                .put("waves", plan.waves())
                .put("threads", plan.threads())
                .put("maxIdleConnections", plan.maxIdle())
                .put("keepAliveMillis", plan.keepAlive().toMillis())
                .put("pauseMillis", plan.rhythm().pause().toMillis())
                .put("url", url);
    }

    private ObjectNode figures() {
        Figures figures = experiment.figures();
        ObjectNode closedBy = json.objectNode();
        figures.closedBy().forEach((reason, count) -> closedBy.put(reason.name(), count));
        ObjectNode node = json.objectNode()
                .put("requests", figures.requests())
                .put("opened", figures.opened())
                .put("reused", figures.reused())
                .put("closed", figures.closed());
        node.set("closedBy", closedBy);
        return node.put("idle", figures.idle()).put("summary", figures.summary());
    }

    private ArrayNode waves() {
        ArrayNode waves = json.arrayNode();
        for (int i = 0; i < experiment.waveStartNanos().size(); i++) {
            int wave = i + 1;
            ObjectNode node = waves.addObject()
                    .put("wave", wave)
                    .put("startMillis", millis(experiment.waveStartNanos().get(i)));
            ArrayNode requests = node.putArray("requests");
            experiment.exchanges().stream()
                    .filter(each -> each.wave() == wave)
                    .forEach(each -> requests.add(each.request()));
        }
        return waves;
    }

    private ObjectNode lane(Lane lane) {
        ObjectNode node = json.objectNode()
                .put("connection", lane.connection())
                .put("dialedMillis", lane.dialedNanos() == null ? null : (Double) millis(lane.dialedNanos()))
                .put("openedMillis", millis(lane.openedNanos()));
        ArrayNode exchanges = node.putArray("exchanges");
        for (Exchange exchange : lane.exchanges()) {
            exchanges
                    .addObject()
                    .put("request", exchange.request())
                    .put("wave", exchange.wave())
                    .put("status", exchange.status())
                    .put("startMillis", millis(exchange.startNanos()))
                    .put("acquiredMillis", millis(exchange.acquiredNanos()))
                    .put("endMillis", millis(exchange.endNanos()));
        }
        PoolEvent.Retired end = lane.end();
        return node.put("closedMillis", end == null ? null : (Double) millis(end.atNanos()))
                .put("closedReason", end == null ? null : end.reason().name());
    }

    private ObjectNode event(PoolEvent event) {
        ObjectNode node =
                json.objectNode().put("atMillis", millis(event.atNanos())).put("connection", event.connection());
        if (event instanceof PoolEvent.Opened) {
            node.put("event", "opened");
        } else if (event instanceof PoolEvent.Leased leased) {
            node.put("event", "leased").put("uses", leased.uses()).put("idleMillis", millis(leased.idleNanos()));
        } else if (event instanceof PoolEvent.Returned) {
            node.put("event", "returned");
        } else if (event instanceof PoolEvent.Retired retired) {
            node.put("event", "retired").put("reason", retired.reason().name());
        }
        return node;
    }

    private ArrayNode array(List<? extends JsonNode> nodes) {
        return json.arrayNode().addAll(nodes);
    }

    private static double millis(long nanos) {
        return Math.floor(nanos / 1e3) / 1e3;
    }
}
