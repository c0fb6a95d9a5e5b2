package dev.hawser.internal.connection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What went wrong on the way to a connection, attempt by attempt. Not safe for use by many threads. */
final class Failures {
    private final List<IOException> inOrder = new ArrayList<>();

    void add(IOException failure) {
        if (!inOrder.contains(failure)) {
            inOrder.add(failure);
        }
    }

    boolean isEmpty() {
        return inOrder.isEmpty();
    }

    /** The last failure, which carries those before it as suppressed; there is one. */
    IOException last() {
        IOException last = inOrder.get(inOrder.size() - 1);
        for (IOException earlier : inOrder) {
            if (earlier != last) {
                last.addSuppressed(earlier);
            }
        }
        return last;
    }
}
