package dev.hawser.internal.http2;

/** How many bytes of DATA the peer lets us send on a stream or the connection (RFC 9113, section 6.9). */
final class SendWindow {
    private int available;

    SendWindow(int available) {
        this.available = available;
    }

    /** The bytes that may be sent; below 0 after the peer made its initial window smaller (RFC 9113, section 6.9.2). */
    int available() {
        return available;
    }

    void take(int count) {
        if (count > Math.max(0, available)) { // nothing can be sent at any time (RFC 9113, section 6.9.1)
            throw new IllegalStateException(count + " bytes sent into a window of " + available);
        }
        available -= count;
    }

    /** Changes the window; false, with nothing changed, if it would pass 2^31 - 1 (RFC 9113, section 6.9.1). */
    boolean grow(int by) {
        long grown = (long) available + by;
        if (grown > Integer.MAX_VALUE) {
            return false;
        }
        available = (int) grown;
        return true;
    }
}
