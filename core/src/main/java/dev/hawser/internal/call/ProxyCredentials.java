package dev.hawser.internal.call;

import dev.hawser.Authenticator;
import dev.hawser.Request;
import dev.hawser.Route;
import dev.hawser.internal.http.ProxyInvitation;
import java.io.IOException;

/** Sees to it that credentials for a proxy go to a proxy, and nowhere else. */
final class ProxyCredentials {
    private static final String FIELD = "Proxy-Authorization";

    private ProxyCredentials() {}

    /**
     * The request as it may go by that route: to a proxy that is to forward it, with what the authenticator sends unasked; to
     * a server, through a tunnel or not, without credentials for proxies.
     */
    static Request fit(Request request, Route route, Authenticator authenticator) throws IOException {
        boolean has = request.header(FIELD) != null;
        if (!route.requiresAbsoluteForm()) {
            return has ? request.newBuilder().removeHeader(FIELD).build() : request;
        }
        if (has || authenticator == Authenticator.NONE) {
            return request;
        }
        Request answer = authenticator.authenticate(route, ProxyInvitation.to(request));
        String credentials = answer == null ? null : answer.header(FIELD);
        return credentials == null
                ? request
                : request.newBuilder().header(FIELD, credentials).build();
    }
}
