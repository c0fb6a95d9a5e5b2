package dev.hawser.cli.terminal;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The last line of a terminal, written over as work goes on and wiped in the end. It appears when the work has
 * taken a second, and changes ten times a second at most.
 */
public final class StatusLine implements AutoCloseable {
    private static final long FIRST_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long STEP_NANOS = Duration.ofMillis(100).toNanos();
    private static final int MOST_CHARACTERS = 79;
    private static final String WIPE = "\r\u001b[K";

    private final PrintStream err;
    private final boolean live;
    private final LongSupplier nanoTime;
    private long nextNanos;
    private boolean written;

    /**
     * A line for work that begins now.
     *
     * @param live whether {@code err} is a terminal; if not, nothing is written
     */
    public StatusLine(PrintStream err, boolean live, LongSupplier nanoTime) {
        this.err = err;
        this.live = live;
        this.nanoTime = nanoTime;
        this.nextNanos = nanoTime.getAsLong() + FIRST_NANOS;
    }

    /** Shows the text that is supplied, cut to a terminal's width, if it is time for another one. */
    public void show(Supplier<String> text) {
        if (!live) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (now - nextNanos < 0) {
            return;
        }
        nextNanos = now + STEP_NANOS;
        String line = text.get();
        err.print(WIPE + line.substring(0, Math.min(line.length(), MOST_CHARACTERS)));
        err.flush();
        written = true;
    }

    /** Wipes the line. */
    @Override
    public void close() {
        if (written) {
            err.print(WIPE);
            err.flush();
            written = false;
        }
    }
}
