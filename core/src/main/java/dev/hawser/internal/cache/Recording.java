package dev.hawser.internal.cache;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** A response whose body is being stored as somebody reads it. What fails here is no failure of the reading: it throws nothing. */
public final class Recording implements Closeable {
    private final Shelving.Writing writing;
    private final BooleanSupplier stillRight;
    private final StoreFailures failures;
    private final CacheCounts counts;
    private boolean over;

    Recording(Shelving.Writing writing, BooleanSupplier stillRight, StoreFailures failures, CacheCounts counts) {
        this.writing = writing;
        this.stillRight = stillRight;
        this.failures = failures;
        this.counts = counts;
    }

    /** Stores bytes of the body. */
    public void write(byte[] from, int offset, int count) {
        if (!over) {
            try {
                writing.writer().write(from, offset, count);
            } catch (IOException | RuntimeException e) {
                failures.tell("write a body", e);
                close();
            }
        }
    }

    /** The body is whole: from now on the response is found, unless it has become of no use meanwhile. */
    public void complete() {
        if (over) {
            return;
        }
        if (!stillRight.getAsBoolean()) {
            close();
            return;
        }
        over = true;
        boolean stored = false;
        try (var writer = writing.writer()) {
            stored = writer.commit();
            if (stored) {
                writing.afterwards().run();
                failures.over();
            }
        } catch (IOException | RuntimeException e) {
            failures.tell("write a response", e);
        }
        counts.wrote(stored);
    }

    /** Gives up what is not complete: nothing of it is stored. */
    @Override
    public void close() {
        if (!over) {
            over = true;
            counts.wrote(false);
            try {
                writing.writer().close();
            } catch (RuntimeException e) {
                failures.tell("give up a response", e);
            }
        }
    }
}
