package dev.hawser.internal.transport;

import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import dev.hawser.internal.time.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * The time limit of one kind of operation on one connection, and the words for its failures. Each operation
 * begins, and then either ends or has failed.
 */
final class Limit {
    private final Clock clock;
    private final Deadline deadline;
    private final String operation;
    private long nanos;

    /**
     * No limit yet.
     *
     * @param cut closes the connection; runs when an operation is overdue
     * @param operation what is done and with whom, for messages: "reading from /127.0.0.1:80"
     */
    Limit(Clock clock, Alarms alarms, Runnable cut, String operation) {
        this.clock = clock;
        this.deadline = new Deadline(alarms, cut);
        this.operation = operation;
    }

    /** Sets the limit of each operation from now on; 0 for none. */
    void set(long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("timeout < 0: " + nanos);
        }
        this.nanos = nanos;
    }

    void begin() {
        if (nanos != 0) {
            deadline.arm(clock.nanoTime() + nanos);
        }
    }

    void end() throws SocketTimeoutException {
        if (!deadline.disarm()) {
            throw timeout();
        }
    }

    /** The exception that tells why the operation failed. */
    IOException failure(IOException cause, boolean closedHere) {
        if (!deadline.disarm() || cause instanceof SocketTimeoutException) {
            return because(timeout(), cause);
        }
        if (cause instanceof ClosedByInterruptException) {
            Thread.currentThread().interrupt(); // a late interrupt closes the channel without setting the flag anew
        }
        if (Thread.currentThread().isInterrupted()) {
            return because(new InterruptedIOException("interrupted while " + operation), cause);
        }
        if (closedHere) {
            return because(new SocketException("Socket closed while " + operation), cause);
        }
        if (cause instanceof SSLException || cause instanceof EOFException || cause instanceof InterruptedIOException) {
            return cause;
        }
        return because(new SocketException(cause.getMessage() + " while " + operation), cause);
    }

    /** Lets go of the alarm, when no operation will follow. */
    void release() {
        deadline.release();
    }

    private SocketTimeoutException timeout() {
        return new SocketTimeoutException("timeout after " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms " + operation);
    }

    private static IOException because(IOException failure, IOException cause) {
        failure.initCause(cause);
        return failure;
    }
}
