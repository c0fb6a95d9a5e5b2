package dev.hawser.internal.http;

import dev.hawser.Authenticator;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.Response;

/** The question to an authenticator what a proxy is to be sent before it has demanded anything. */
public final class ProxyInvitation {
    private ProxyInvitation() {}

    /** A demand that no proxy has made, by the challenge {@link Authenticator#PREEMPTIVE}. */
    public static Response to(Request request) {
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(407)
                .message("Preemptive Authenticate")
                .header("Proxy-Authenticate", Authenticator.PREEMPTIVE)
                .build();
    }
}
