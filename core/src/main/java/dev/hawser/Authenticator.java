package dev.hawser;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers the demand of a server or a proxy for credentials: 401 and 407 (RFC 9110, section 11). Must be safe for use by
 * many threads. {@link BasicAuthenticator}, {@link DigestAuthenticator} and {@link BearerAuthenticator} are ready-made.
 */
@FunctionalInterface
public interface Authenticator {
    /** Has no credentials: 401 and 407 are responses like any other. */
    Authenticator NONE = (route, response) -> null;

    /**
     * Asks {@link java.net.Authenticator}, as {@code java.net.Authenticator.setDefault} has set it, and answers by the schemes
     * Digest and Basic. For servers and for proxies; sends nothing beforehand.
     */
    Authenticator JAVA_NET_AUTHENTICATOR = new JavaNetAuthenticator();

    /**
     * The scheme of the challenge by which a proxy's authenticator is asked, before a tunnel is opened, what to send
     * beforehand; the proxy itself has demanded nothing yet. The name is the one that OkHttp uses.
     */
    String PREEMPTIVE = "OkHttp-Preemptive";

    /**
     * The request to send in answer to a demand, or null to let the demand be the call's response. What was refused
     * once will be refused again: if {@code response.request()} carries the same credentials already, the answer is null.
     *
     * <p>It runs on the call's thread, with no lock held; it may block, and make calls of its own, with another client or
     * for another server. The response's body may be looked at, and need not be closed.
     *
     * @param route the way that the request went, or null if the response came from no server
     * @param response the demand, 401 or 407, with its {@link Response#challenges()}
     * @throws IOException to fail the call
     */
    @Nullable
    Request authenticate(@Nullable Route route, Response response) throws IOException;

    /** Asks one after the other, until one has an answer. */
    static Authenticator firstOf(Authenticator... authenticators) {
        List<Authenticator> asked = List.of(authenticators);
        return (route, response) -> {
            for (Authenticator each : asked) {
                Request answer = each.authenticate(route, response);
                if (answer != null) {
                    return answer;
                }
            }
            return null;
        };
    }
}
