package dev.hawser.cli.demo;

/** How a time line looks: blue and amber, which all eyes tell apart, on a light or a dark ground. */
final class TimeLineStyle {
    // FONT stands for the size of the lanes' names and of the numbers in bars.
    private static final String MARKUP = """
            <style>
            .timeline { --ground: #ffffff; --ink: #1f2933; --soft: #5b6775; --grid: #e6eaef; --wave: #8b98a7;
              --first: #0b63b0; --on-first: #ffffff; --again: #f2a900; --on-again: #2b1d00; --idle: #7d8a99;
              --end: #c2330f; --hatch: #9aa7b5;
              font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
            @media (prefers-color-scheme: dark) {
              .timeline { --ground: #12181f; --ink: #e8edf2; --soft: #a3b0be; --grid: #232c36; --wave: #66758a;
                --first: #5cb0f5; --on-first: #06192b; --again: #ffc24a; --on-again: #2b1d00; --idle: #8c9bab;
                --end: #ff8a66; --hatch: #6b7a8b; } }
            .timeline .paper, .timeline .ground { fill: var(--ground); }
            .timeline text { fill: var(--soft); }
            .timeline .key { font-size: 12px; }
            .timeline .tick, .timeline .axis, .timeline .number { text-anchor: middle; }
            .timeline .tick { font-variant-numeric: tabular-nums; font-size: 11.5px; }
            .timeline .lane-name { text-anchor: end; fill: var(--ink); font-weight: 600; font-size: FONTpx; }
            .timeline .number { font-weight: 600; font-size: FONTpx; font-variant-numeric: tabular-nums; }
            .timeline .on-first { fill: var(--on-first); }
            .timeline .on-again { fill: var(--on-again); }
            .timeline .wave-name { fill: var(--ink); font-weight: 600; font-size: 13px; }
            .timeline .fate { font-size: 12px; }
            .timeline .fate, .timeline .tick { stroke: var(--ground); stroke-width: 4; paint-order: stroke; }
            .timeline .closed { fill: var(--end); }
            .timeline .grid, .timeline .rail { stroke: var(--grid); stroke-width: 1; }
            .timeline .wave { stroke: var(--wave); stroke-width: 1.5; stroke-dasharray: 4 3; }
            .timeline .first { fill: var(--first); }
            .timeline .again { fill: var(--again); }
            .timeline .waiting { fill: url(#hatching); stroke: var(--hatch); stroke-width: 1; }
            .timeline .hatch { stroke: var(--hatch); stroke-width: 1.5; }
            .timeline .idle { stroke: var(--idle); stroke-width: 2.5; stroke-dasharray: 1 5; stroke-linecap: round; }
            .timeline .kept { fill: var(--idle); }
            .timeline .end { stroke: var(--end); stroke-width: 2.5; stroke-linecap: round; fill: none; }
            </style>
            <defs><pattern id="hatching" width="5" height="5" patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"><line class="hatch" x1="0" y1="0" x2="0" y2="5"/></pattern></defs>
            """;

    private TimeLineStyle() {}

    /** The style, and the hatching, for lane names and numbers of that size. */
    static String markup(double font) {
        return MARKUP.replace("FONT", Svg.number(font));
    }
}
