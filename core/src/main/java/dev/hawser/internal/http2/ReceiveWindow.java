package dev.hawser.internal.http2;

/**
 * How many bytes of DATA we let the peer send on a stream or the connection (RFC 9113, section 6.9). Each byte of the size
 * is available to the peer, or received and held, or free again and not yet granted. The size grows while the reader keeps up.
 */
final class ReceiveWindow {
    private final int most;
    private int size;
    private int available;
    private int ungranted;

    /** @param most how far the size may grow */
    ReceiveWindow(int size, int most) {
        this.most = most;
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

    /**
     * Takes in that so many bytes are held no longer.
     *
     * @param keepsUp whether nothing is held now: then the size doubles with the grant
     * @return by how much to enlarge the peer's window: 0, or half the size at least
     */
    int free(int count, boolean keepsUp) {
        ungranted += count;
        if (ungranted < (size + 1) / 2) {
            return 0;
        }
        int more = keepsUp ? Math.min(size, most - size) : 0;
        int granted = ungranted + more;
        size += more;
        ungranted = 0;
        available += granted;
        return granted;
    }
}
