package dev.hawser;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The times that a client allows.
 *
 * @param callMillis for a whole call; 0 is no limit, here and below
 * @param connectMillis to connect to one address
 * @param readMillis for one read to wait
 * @param writeMillis for one write to wait
 * @param pingMillis between two PINGs on a connection of HTTP/2; 0 is never
 * @param expectContinue for a request with {@code Expect: 100-continue} to wait for the answer; positive
 */
record ClientTimeouts(
        int callMillis, int connectMillis, int readMillis, int writeMillis, int pingMillis, Duration expectContinue) {
    static final ClientTimeouts DEFAULT = new ClientTimeouts(0, 10_000, 10_000, 10_000, 0, Duration.ofSeconds(1));

    ClientTimeouts withCall(long timeout, TimeUnit unit) {
        return new ClientTimeouts(
                millis("callTimeout", timeout, unit),
                connectMillis,
                readMillis,
                writeMillis,
                pingMillis,
                expectContinue);
    }

    ClientTimeouts withConnect(long timeout, TimeUnit unit) {
        return new ClientTimeouts(
                callMillis,
                millis("connectTimeout", timeout, unit),
                readMillis,
                writeMillis,
                pingMillis,
                expectContinue);
    }

    ClientTimeouts withRead(long timeout, TimeUnit unit) {
        return new ClientTimeouts(
                callMillis,
                connectMillis,
                millis("readTimeout", timeout, unit),
                writeMillis,
                pingMillis,
                expectContinue);
    }

    ClientTimeouts withWrite(long timeout, TimeUnit unit) {
        return new ClientTimeouts(
                callMillis,
                connectMillis,
                readMillis,
                millis("writeTimeout", timeout, unit),
                pingMillis,
                expectContinue);
    }

    ClientTimeouts withPing(long interval, TimeUnit unit) {
        return new ClientTimeouts(
                callMillis,
                connectMillis,
                readMillis,
                writeMillis,
                millis("pingInterval", interval, unit),
                expectContinue);
    }

    ClientTimeouts withExpectContinue(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("expectContinueTimeout <= 0: " + timeout);
        }
        return new ClientTimeouts(callMillis, connectMillis, readMillis, writeMillis, pingMillis, timeout);
    }

    private static int millis(String name, long timeout, TimeUnit unit) {
        if (timeout < 0) {
            throw new IllegalArgumentException(name + " < 0: " + timeout);
        }
        long millis = unit.toMillis(timeout);
        if (millis > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    name + " is above " + Integer.MAX_VALUE + " ms: " + timeout + " " + unit);
        }
        if (millis == 0 && timeout > 0) {
            throw new IllegalArgumentException(name + " is below 1 ms: " + timeout + " " + unit);
        }
        return (int) millis;
    }
}
