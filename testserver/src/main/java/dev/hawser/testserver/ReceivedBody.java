package dev.hawser.testserver;

import dev.hawser.Headers;
import java.util.List;

/**
 * The body of a request.
 *
 * @param bytes what was kept of it
 * @param size how many bytes came
 * @param chunkSizes the sizes of its chunks but the last
 * @param whole whether it came to its end
 */
record ReceivedBody(byte[] bytes, long size, List<Integer> chunkSizes, Headers trailers, boolean whole) {
    static final ReceivedBody NONE = new ReceivedBody(new byte[0], 0, List.of(), Headers.of(), true);
}
