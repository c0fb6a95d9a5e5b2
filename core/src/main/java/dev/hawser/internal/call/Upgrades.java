package dev.hawser.internal.call;

import dev.hawser.Request;
import dev.hawser.internal.text.FieldLists;

/** Requests that invite their server to speak another protocol on the same connection (RFC 9110, section 7.8). */
final class Upgrades {
    private Upgrades() {}

    /** Whether a request names another protocol, and the connection's next hop is to look at that. */
    static boolean isAskedFor(Request request) {
        if (request.header("Upgrade") == null) {
            return false;
        }
        return request.headers("Connection").stream().anyMatch(value -> FieldLists.contains(value, "upgrade"));
    }
}
