package dev.hawser.internal.cache;

import dev.hawser.Request;

/** How a request is to be answered. */
public sealed interface Verdict {
    /**
     * By the stored response, without asking the server.
     *
     * @param askMeanwhile whether the server is to be asked in the background (RFC 5861, section 3)
     */
    record Use(boolean askMeanwhile) implements Verdict {}

    /**
     * By the stored response if the server confirms it.
     *
     * @param question the request, with the condition
     */
    record Confirm(Request question) implements Verdict {}

    /** By the server. */
    record Fetch() implements Verdict {}

    /** Not at all, by 504: the network is not to be used, and there is nothing stored that may be. */
    record Unsatisfiable() implements Verdict {}
}
