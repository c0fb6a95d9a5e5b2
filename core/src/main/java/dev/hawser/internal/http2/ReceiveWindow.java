package dev.hawser.internal.http2;

/**
 * How many bytes of DATA we let the peer send on a stream or the connection (RFC 9113, section 6.9). Each byte of the size
 * is available to the peer, or received and held, or free again and not yet granted.
 */
final class ReceiveWindow {
    private final int size;
    private int available;
    private int ungranted;

    ReceiveWindow(int size) {
        this.size = size;
        this.available = size;
    }

    int size() {
        return size;
    }

    /** What the peer may still send. */
    int available() {
        return available;
    }

    /** What is free again but not granted yet. */
    int ungranted() {
        return ungranted;
    }

    /**
     * Takes in that so many bytes came.
     *
     * @param slack how far the peer may go beyond, as it does not know the size yet
     * @return false, with nothing changed, if it may not
     */
    boolean receive(int count, int slack) {
        if (count > available + slack) {
            return false;
        }
        available -= count;
        return true;
    }

    /** Takes in that so many bytes are held no longer; returns by how much to enlarge the peer's window: 0, or half the size at least. */
    int free(int count) {
        ungranted += count;
        if (ungranted < (size + 1) / 2) {
            return 0;
        }
        int granted = ungranted;
        ungranted = 0;
        available += granted;
        return granted;
    }
}
