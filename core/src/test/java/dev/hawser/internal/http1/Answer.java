package dev.hawser.internal.http1;

import dev.hawser.Headers;
import dev.hawser.internal.http.ResponseHead;
import java.util.List;

/**
 * One response, read to its end.
 *
 * @param heads the heads of interim responses, and its own
 * @param body the bytes of the body as characters
 * @param persistent whether another may follow on the connection
 * @param followed whether bytes did
 */
record Answer(List<ResponseHead> heads, String body, Headers trailers, boolean persistent, boolean followed) {
    ResponseHead head() {
        return heads.get(heads.size() - 1);
    }
}
