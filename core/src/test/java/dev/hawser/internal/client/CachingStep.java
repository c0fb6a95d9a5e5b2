package dev.hawser.internal.client;

import dev.hawser.Headers;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request of a rule.
 *
 * @param line as it is written
 * @param after the time that passes before it
 * @param method its method, or {@link #MEANWHILE}
 * @param asked the fields that the user gives it
 * @param server what the server is sent, and what it does; null if the request must not reach it
 * @param seen what the user sees, if that is not the server's answer
 */
record CachingStep(
        String line,
        Duration after,
        String method,
        String path,
        Headers asked,
        @Nullable Exchange server,
        @Nullable Message seen) {
    /** In place of a method: the request is one that the cache makes by itself, so nobody sees the answer. */
    static final String MEANWHILE = "meanwhile";

    /**
     * A request at the server.
     *
     * @param sent the fields that it must have; the conditions among them are all that it has
     * @param delay how long the server takes
     * @param interim the code of a response before the final one; 0 for none
     * @param answer null if the server hangs up
     */
    record Exchange(
            Headers sent,
            Duration delay,
            int interim,
            @Nullable Message answer) {}

    /**
     * A response.
     *
     * @param code 0 for a call that fails
     * @param body null for what is usual
     * @param absent fields that it has not
     */
    record Message(int code, @Nullable String body, Headers fields, List<String> absent) {}
}
