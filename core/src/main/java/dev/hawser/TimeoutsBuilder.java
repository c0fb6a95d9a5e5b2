package dev.hawser;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What a builder of clients is told of times.
 *
 * @param <B> the builder
 */
abstract class TimeoutsBuilder<B extends TimeoutsBuilder<B>> {
    ClientTimeouts timeouts = ClientTimeouts.DEFAULT;

    TimeoutsBuilder() {}

    abstract B self();

    /** Sets the time that a whole call may take; 0, the default, is no limit. To the millisecond. */
    public final B callTimeout(long timeout, TimeUnit unit) {
        this.timeouts = timeouts.withCall(timeout, unit);
        return self();
    }

    /** Sets the time that a whole call may take; zero, the default, is no limit. To the millisecond. */
    public final B callTimeout(Duration duration) {
        return callTimeout(TimeUnit.NANOSECONDS.convert(duration), TimeUnit.NANOSECONDS);
    }

    /**
     * Sets the time to connect to one address, again for each exchange with a proxy before the first request, and again
     * for the TLS handshake; 10 seconds by default, 0 is no limit. To the millisecond.
     */
    public final B connectTimeout(long timeout, TimeUnit unit) {
        this.timeouts = timeouts.withConnect(timeout, unit);
        return self();
    }

    /** Sets the time to connect as {@link #connectTimeout(long, TimeUnit)} does. */
    public final B connectTimeout(Duration duration) {
        return connectTimeout(TimeUnit.NANOSECONDS.convert(duration), TimeUnit.NANOSECONDS);
    }

    /** Sets the time that one read may wait for bytes; 10 seconds by default, 0 is no limit. To the millisecond. */
    public final B readTimeout(long timeout, TimeUnit unit) {
        this.timeouts = timeouts.withRead(timeout, unit);
        return self();
    }

    /** Sets the time that one read may wait as {@link #readTimeout(long, TimeUnit)} does. */
    public final B readTimeout(Duration duration) {
        return readTimeout(TimeUnit.NANOSECONDS.convert(duration), TimeUnit.NANOSECONDS);
    }

    /** Sets the time that one write may wait for room; 10 seconds by default, 0 is no limit. To the millisecond. */
    public final B writeTimeout(long timeout, TimeUnit unit) {
        this.timeouts = timeouts.withWrite(timeout, unit);
        return self();
    }

    /** Sets the time that one write may wait as {@link #writeTimeout(long, TimeUnit)} does. */
    public final B writeTimeout(Duration duration) {
        return writeTimeout(TimeUnit.NANOSECONDS.convert(duration), TimeUnit.NANOSECONDS);
    }

    /**
     * Sets how often a connection of HTTP/2, or a WebSocket, is asked by a ping whether its server is still there, in use or not; 0, the
     * default, is never. To the millisecond. If the answer has not come when the next PING is due, the connection has failed, and
     * with it all calls on it. A connection is asked as the client has it that made it (RFC 9113, section 6.7).
     */
    public final B pingInterval(long interval, TimeUnit unit) {
        this.timeouts = timeouts.withPing(interval, unit);
        return self();
    }

    /** Sets how often a connection is asked as {@link #pingInterval(long, TimeUnit)} does. */
    public final B pingInterval(Duration duration) {
        return pingInterval(TimeUnit.NANOSECONDS.convert(duration), TimeUnit.NANOSECONDS);
    }

    /**
     * Sets how long a request with {@code Expect: 100-continue} waits for the answer before it sends its body
     * all the same (RFC 9110, section 10.1.1); 1 second by default.
     *
     * @throws IllegalArgumentException if it is zero or negative
     */
    public final B expectContinueTimeout(Duration timeout) {
        this.timeouts = timeouts.withExpectContinue(timeout);
        return self();
    }
}
