package dev.hawser.internal.http;

import java.io.IOException;

/**
 * The bytes of a connection that was handed over to another protocol (RFC 9110, section 7.8). One thread may read while another
 * writes.
 */
public interface BytePipe {
    /**
     * Reads what is there, waiting for the first byte; what came with the head of the response comes first.
     *
     * @return the number of bytes read, at least 1, or -1 at the end of the stream; 0 if and only if {@code length} is 0
     */
    int read(byte[] into, int offset, int length) throws IOException;

    /** Writes all bytes to the network. */
    void write(byte[] from, int offset, int length) throws IOException;

    /** Sets the limits of each read and write that begins from now on, in nanoseconds; 0 means none. */
    void timeouts(long readNanos, long writeNanos);
}
