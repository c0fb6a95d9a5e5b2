package dev.hawser.internal.call;

import java.util.concurrent.TimeUnit;

/**
 * The times that the steps of an exchange may take, in milliseconds; 0 is no limit.
 *
 * @param connectMillis to make a connection
 * @param readMillis for one read to bring bytes
 * @param writeMillis for one write to find room
 */
record Timeouts(int connectMillis, int readMillis, int writeMillis) {
    Timeouts withConnect(int timeout, TimeUnit unit) {
        return new Timeouts(millis("connectTimeout", timeout, unit), readMillis, writeMillis);
    }

    Timeouts withRead(int timeout, TimeUnit unit) {
        return new Timeouts(connectMillis, millis("readTimeout", timeout, unit), writeMillis);
    }

    Timeouts withWrite(int timeout, TimeUnit unit) {
        return new Timeouts(connectMillis, readMillis, millis("writeTimeout", timeout, unit));
    }

    long connectNanos() {
        return TimeUnit.MILLISECONDS.toNanos(connectMillis);
    }

    long readNanos() {
        return TimeUnit.MILLISECONDS.toNanos(readMillis);
    }

    long writeNanos() {
        return TimeUnit.MILLISECONDS.toNanos(writeMillis);
    }

    private static int millis(String name, int timeout, TimeUnit unit) {
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
