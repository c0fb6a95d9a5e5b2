package dev.hawser.internal.transport;

import dev.hawser.internal.time.Alarm;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * The time limit of one kind of operation on one connection, and the words for its failures. Each operation
 * begins, and then either ends or has failed.
 */
final class Limit extends Deadline {
    private final RawTransport connection;
    private final String verb;
    private long nanos;

    /**
     * No limit yet; with an alarm of its own.
     *
     * @param connection what is cut when an operation is overdue
     * @param verb what is done with the peer, for messages: "connecting to"
     */
    Limit(Alarms alarms, RawTransport connection, String verb) {
        super(alarms);
        this.connection = connection;
        this.verb = verb;
    }

    /** No limit yet; {@code alarm} is shared with others, and rings for each of them. */
    Limit(Alarm alarm, RawTransport connection, String verb) {
        super(alarm);
        this.connection = connection;
        this.verb = verb;
    }

    @Override
    protected void expire() {
        connection.close();
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
            arm(connection.nanoTime() + nanos);
        }
    }

    void end() throws SocketTimeoutException {
        if (!disarm()) {
            throw timeout();
        }
    }

    /** The exception that tells why the operation failed. */
    IOException failure(IOException cause, boolean closedHere) {
        if (!disarm() || cause instanceof SocketTimeoutException) {
            return because(timeout(), cause);
        }
        if (cause instanceof ClosedByInterruptException) {
            Thread.currentThread().interrupt(); // a late interrupt closes the channel without setting the flag anew
        }
        if (Thread.currentThread().isInterrupted()) {
            return because(new InterruptedIOException("interrupted while " + operation()), cause);
        }
        return explained(cause, closedHere);
    }

    /** The same for an operation that has no limit, and that no interrupt can fail. */
    IOException explained(IOException cause, boolean closedHere) {
        if (closedHere) {
            return because(new SocketException("Socket closed while " + operation()), cause);
        }
        if (cause instanceof SSLException
                || cause instanceof EOFException
                || cause instanceof ProtocolException
                || cause instanceof InterruptedIOException) {
            return cause;
        }
        return because(new SocketException(cause.getMessage() + " while " + operation()), cause);
    }

    private SocketTimeoutException timeout() {
        return new SocketTimeoutException(
                "timeout after " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms " + operation());
    }

    private String operation() {
        return verb + " " + connection.peer();
    }

    private static IOException because(IOException failure, IOException cause) {
        failure.initCause(cause);
        return failure;
    }
}
