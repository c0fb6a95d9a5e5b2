package dev.hawser.internal.http;

import java.net.ProtocolException;

/** How much of a request's content is written, held against the length that its head tells. */
public final class PromisedLength {
    private final long length;
    private long written;

    /** @param length the length in bytes, or -1 if it is not known */
    public PromisedLength(long length) {
        this.length = length;
    }

    /** Whether the head tells it. */
    public boolean isKnown() {
        return length >= 0;
    }

    /** How many bytes are written. */
    public long written() {
        return written;
    }

    /**
     * Looks whether more may be written.
     *
     * @throws ProtocolException if that is more than was promised
     */
    public void checkRoom(int count) throws ProtocolException {
        if (length >= 0 && count > length - written) {
            throw new ProtocolException("request body longer than its Content-Length: " + length
                    + " bytes promised, at least " + (written + count) + " given");
        }
    }

    /** Takes in that so much was written. */
    public void add(int count) {
        written += count;
    }

    /**
     * Looks whether it may end here.
     *
     * @throws ProtocolException if less was written than was promised
     */
    public void checkWhole() throws ProtocolException {
        if (written < length) {
            throw new ProtocolException("request body shorter than its Content-Length: " + length + " bytes promised, "
                    + written + " given");
        }
    }
}
