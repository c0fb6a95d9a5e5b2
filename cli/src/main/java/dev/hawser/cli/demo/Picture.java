package dev.hawser.cli.demo;

import dev.hawser.cli.terminal.Words;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An experiment as a web page that needs no other file, no script and no network. */
final class Picture {
    private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)}");
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Hawser: ${headline}</title>
            <style>
            :root { --ground: #ffffff; --ink: #1f2933; --soft: #5b6775; --edge: #d9dfe6; --card: #f5f7fa;
              --end: #c2330f; color-scheme: light dark; }
            @media (prefers-color-scheme: dark) { :root { --ground: #12181f; --ink: #e8edf2; --soft: #a3b0be;
              --edge: #2c3743; --card: #1a222b; --end: #ff8a66; } }
            body { margin: 0 auto; max-width: 1160px; padding: 28px 20px 56px; background: var(--ground);
              color: var(--ink); line-height: 1.5;
              font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
            h1 { font-size: 27px; line-height: 1.25; margin: 0 0 10px; }
            h2 { font-size: 18px; margin: 36px 0 10px; }
            p { margin: 0 0 14px; max-width: 82ch; color: var(--soft); }
            .figures { display: flex; flex-wrap: wrap; gap: 12px; margin: 20px 0 26px; padding: 0; }
            .figures div { flex: 1 1 130px; background: var(--card); border: 1px solid var(--edge);
              border-radius: 10px; padding: 10px 16px; }
            .figures dt { color: var(--soft); font-size: 14px; }
            .figures dd { margin: 0; font-size: 28px; font-weight: 650; font-variant-numeric: tabular-nums; }
            .why { font-size: 14px; margin: 6px 0 0; }
            .drawing, .rows { overflow-x: auto; }
            .drawing svg { display: block; min-width: 860px; width: 100%; height: auto; }
            table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; min-width: 640px; }
            th, td { padding: 5px 14px 5px 0; text-align: left; border-bottom: 1px solid var(--edge);
              vertical-align: top; }
            th { font-weight: 600; color: var(--soft); }
            .n { text-align: right; }
            .closed { color: var(--end); }
            details { margin-top: 28px; }
            summary { cursor: pointer; font-size: 18px; font-weight: 600; }
            footer { margin-top: 40px; color: var(--soft); font-size: 14px; }
            </style>
            </head>
            <body>
            <main>
            <h1>${headline}</h1>
            <p>${setting}</p>
            ${remarks}<dl class="figures">
            ${figures}</dl>
            <div class="drawing" tabindex="0" role="group" aria-label="Time line">
            ${drawing}</div>
            ${reasons}            <h2>The connections</h2>
            <div class="rows"><table>
            <thead><tr><th>Connection</th><th class="n">Made at</th><th class="n">Connecting took</th>
            <th>Requests</th><th class="n">Reused</th><th>In the end</th></tr></thead>
            <tbody>
            ${connections}</tbody>
            </table></div>
            <details><summary>The requests</summary>
            <div class="rows"><table>
            <thead><tr><th class="n">Request</th><th class="n">Wave</th><th>Connection</th><th class="n">Begun at</th>
            <th class="n">Waited</th><th class="n">Took</th><th class="n">Status</th></tr></thead>
            <tbody>
            ${requests}</tbody>
            </table></div>
            </details>
            </main>
            <footer>Drawn by <code>hawser demo</code> from what the connection pool told${checked}. Times are
            measured from the start of the first wave.</footer>
            </body>
            </html>
            """;

    private final ExperimentRecord experiment;
    private final Figures figures;

    Picture(ExperimentRecord experiment) {
        this.experiment = experiment;
        this.figures = experiment.figures();
    }

    /** The page. */
    String text() {
        boolean own = experiment.target() instanceof Target.Own;
        Map<String, String> parts = Map.of(
                "headline", Svg.escape(Story.headline(experiment)),
                "setting", Svg.escape(Story.setting(experiment)),
                "remarks", remarks(),
                "figures", figures(),
                "reasons", reasons(),
                "drawing", new TimeLine(experiment).markup(),
                "connections", connections(),
                "requests", requests(),
                "checked", own ? ", which agrees with what the server counted" : "");
        return PLACE.matcher(PAGE)
                .replaceAll(place -> Matcher.quoteReplacement(parts.getOrDefault(place.group(1), "")));
    }

    private String remarks() {
        String failures = Story.failures(experiment);
        return failures.isEmpty() ? "" : "<p>There were " + failures + ".</p>\n";
    }

    private String figures() {
        return figure("requests", figures.requests())
                + figure("connections opened", figures.opened())
                + figure("requests over a kept one", figures.reused())
                + figure("connections closed", figures.closed())
                + figure("idle in the end", figures.idle());
    }

    private static String figure(String name, int value) {
        return "<div><dt>" + name + "</dt><dd>" + Words.number(value) + "</dd></div>\n";
    }

    private String reasons() {
        return Story.reasons(experiment).entrySet().stream()
                .map(each -> "<p class=\"why\"><span class=\"closed\">" + Words.count(each.getValue(), "connection")
                        + " closed: " + each.getKey() + "</span> means: "
                        + Svg.escape(Story.reason(each.getKey(), experiment.plan())) + ".</p>\n")
                .collect(Collectors.joining());
    }

    private String connections() {
        StringBuilder rows = new StringBuilder();
        for (Lane lane : experiment.lanes()) {
            PoolEvent.Retired end = lane.end();
            Long dialing = lane.dialingNanos();
            String requests = lane.exchanges().stream()
                    .map(each -> Integer.toString(each.request()))
                    .collect(Collectors.joining(", "));
            rows.append("<tr><td>#" + lane.connection() + "</td>")
                    .append(number(millis(lane.openedNanos())))
                    .append(number(dialing == null ? "–" : Words.nanos(dialing)))
                    .append("<td>" + requests + "</td>")
                    .append(number(Integer.toString(Math.max(lane.exchanges().size() - 1, 0))))
                    .append(
                            end == null
                                    ? "<td>idle</td>"
                                    : "<td><span class=\"closed\">closed: " + end.reason() + "</span> at "
                                            + millis(end.atNanos()) + "</td>")
                    .append("</tr>\n");
        }
        return rows.toString();
    }

    private String requests() {
        StringBuilder rows = new StringBuilder();
        for (Exchange each : experiment.exchanges()) {
            rows.append("<tr>")
                    .append(number(Integer.toString(each.request())))
                    .append(number(Integer.toString(each.wave())))
                    .append("<td>#" + each.connection() + "</td>")
                    .append(number(millis(each.startNanos())))
                    .append(number(millis(each.acquiredNanos() - each.startNanos())))
                    .append(number(millis(each.endNanos() - each.startNanos())))
                    .append(number(Integer.toString(each.status())))
                    .append("</tr>\n");
        }
        return rows.toString();
    }

    private static String number(String text) {
        return "<td class=\"n\">" + text + "</td>";
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }
}
