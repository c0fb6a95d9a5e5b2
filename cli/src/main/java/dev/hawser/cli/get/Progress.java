package dev.hawser.cli.get;

import dev.hawser.cli.terminal.StatusLine;
import dev.hawser.cli.terminal.Terminal;
import dev.hawser.cli.terminal.Words;
import java.util.Locale;
import java.util.function.LongSupplier;

/** How far a download is, shown on a terminal while it lasts. */
final class Progress implements AutoCloseable {
    private static final double NANOS = 1e9;

    private final StatusLine line;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private final long before;
    private final long total;
    private long count;

    /**
     * The progress of a body that begins now.
     *
     * @param shown whether it is to be shown at all
     * @param before how many bytes were there before
     * @param total how many there are to be in the end, or -1
     */
    Progress(Terminal terminal, boolean shown, LongSupplier nanoTime, long before, long total) {
        this.line = new StatusLine(terminal.err(), terminal.live() && shown, nanoTime);
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
        this.before = before;
        this.total = total;
    }

    void add(int bytes) {
        count += bytes;
        line.show(this::text);
    }

    private String text() {
        long done = before + count;
        double rate = count / Math.max((nanoTime.getAsLong() - startNanos) / NANOS, 1e-3);
        String speed = Words.bytes(rate) + "/s";
        if (total < 0) {
            return "hawser: " + Words.bytes(done) + "  " + speed;
        }
        double left = (total - done) / Math.max(rate, 1);
        return String.format(
                Locale.ROOT,
                "hawser: %s of %s  %d %%  %s  %s left",
                Words.bytes(done),
                Words.bytes(total),
                total == 0 ? 100 : (long) (100.0 * done / total),
                speed,
                Words.clock((long) Math.ceil(left)));
    }

    @Override
    public void close() {
        line.close();
    }
}
