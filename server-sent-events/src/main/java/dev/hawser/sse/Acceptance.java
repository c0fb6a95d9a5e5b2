package dev.hawser.sse;

import dev.hawser.MediaType;
import dev.hawser.Response;
import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/** What a response to a request for events must be (WHATWG HTML, section 9.2.3). */
final class Acceptance {
    private Acceptance() {}

    /** What is wrong with a response; null if nothing. */
    static @Nullable ProtocolException refusal(Response response) {
        if (response.code() != 200) {
            return new ProtocolException(
                    "Expected HTTP 200 response but was '" + response.code() + " " + response.message() + "'");
        }
        MediaType type = response.body().contentType();
        if (type == null || !type.type().equals("text") || !type.subtype().equals("event-stream")) {
            return new ProtocolException("Expected 'Content-Type' header value 'text/event-stream' but was '"
                    + response.header("Content-Type", "absent") + "'");
        }
        return null;
    }
}
