package dev.hawser.testserver;

import dev.hawser.Headers;
import java.util.List;

/** The body of a request, as far as it came. */
final class ReceivedBody {
    static final ReceivedBody NONE = new ReceivedBody(new byte[0], 0, List.of(), Headers.of());

    private final byte[] bytes;
    private final long size;
    private final List<Integer> chunkSizes;
    private final Headers trailers;

    ReceivedBody(byte[] bytes, long size, List<Integer> chunkSizes, Headers trailers) {
        this.bytes = bytes;
        this.size = size;
        this.chunkSizes = List.copyOf(chunkSizes);
        this.trailers = trailers;
    }

    /** What was kept of it; not to be written to. */
    byte[] bytes() {
        return bytes;
    }

    /** How many bytes came. */
    long size() {
        return size;
    }

    /** The sizes of its chunks but the last. */
    List<Integer> chunkSizes() {
        return chunkSizes;
    }

    Headers trailers() {
        return trailers;
    }
}
