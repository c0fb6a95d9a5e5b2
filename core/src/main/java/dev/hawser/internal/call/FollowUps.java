package dev.hawser.internal.call;

import dev.hawser.Authenticator;
import dev.hawser.ClientSettings;
import dev.hawser.HttpUrl;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.Route;
import java.io.IOException;
import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/** Which request follows from a response, if any (RFC 9110, section 15). */
final class FollowUps {
    private FollowUps() {}

    /**
     * The next request, or null if the response is the user's.
     *
     * @param route the way that the request went, null if the response came from no server
     */
    static @Nullable Request next(ClientSettings client, @Nullable Route route, Response response) throws IOException {
        return switch (response.code()) {
            case 300, 301, 302, 303, 307, 308 -> redirect(client, response);
            case 401 -> withCredentials(client.authenticator(), route, response);
            case 407 -> withProxyCredentials(client, route, response);
            case 408 -> afterTimeout(client, response);
            case 421 -> isCoalesced(route, response) && !isOneShot(response.request()) ? response.request() : null;
            case 503 -> afterUnavailable(response);
            default -> null;
        };
    }

    /**
     * Whether the response came by a connection that was made for another host, so that 421 says that this host is not
     * served there (RFC 9110, section 15.5.20).
     */
    static boolean isCoalesced(@Nullable Route route, Response response) {
        return route != null
                && !route.address().host().equals(response.request().url().host());
    }

    private static @Nullable Request redirect(ClientSettings client, Response response) {
        if (!client.followRedirects()) {
            return null;
        }
        String location = response.header("Location");
        HttpUrl from = response.request().url();
        HttpUrl to = location == null ? null : from.resolve(location);
        if (to == null || to.isHttps() != from.isHttps() && !client.followSslRedirects()) {
            return null;
        }
        Request request = response.request();
        Request.Builder next = request.newBuilder().url(to);
        if (becomesGet(response.code(), request.method())) {
            next.method(request.method().equals("HEAD") ? "HEAD" : "GET", null)
                    .removeHeader("Transfer-Encoding")
                    .removeHeader("Content-Length")
                    .removeHeader("Content-Type")
                    .removeHeader("Content-Encoding")
                    .removeHeader("Expect");
        } else if (isOneShot(request)) {
            return null;
        }
        if (!sameOrigin(from, to)) {
            next.removeHeader("Authorization").removeHeader("Cookie").removeHeader("Proxy-Authorization");
        }
        return next.build();
    }

    /**
     * Whether a redirect turns the method into GET: 303 for all but HEAD, and 301 and 302 for POST, as
     * browsers do and RFC 9110, sections 15.4.2 to 15.4.4, allows.
     */
    private static boolean becomesGet(int code, String method) {
        return code == 303 || (code == 301 || code == 302) && method.equals("POST");
    }

    private static @Nullable Request withProxyCredentials(
            ClientSettings client, @Nullable Route route, Response response) throws IOException {
        if (route != null && !route.requiresAbsoluteForm()) {
            throw new ProtocolException("407 (Proxy Authentication Required) from "
                    + route.address().host() + ":" + route.address().port() + ", which is no proxy");
        }
        return withCredentials(client.proxyAuthenticator(), route, response);
    }

    private static @Nullable Request withCredentials(
            Authenticator authenticator, @Nullable Route route, Response response) throws IOException {
        Request next = authenticator.authenticate(route, response);
        return next == null || isOneShot(next) ? null : next;
    }

    /** 408 says that the request came too slowly: it may be sent again, once (RFC 9110, section 15.5.9). */
    private static @Nullable Request afterTimeout(ClientSettings client, Response response) {
        Response prior = response.priorResponse();
        boolean again = client.retryOnConnectionFailure()
                && !isOneShot(response.request())
                && (prior == null || prior.code() != 408)
                && retryAfterIsZero(response, true);
        return again ? response.request() : null;
    }

    /** 503 with {@code Retry-After: 0} invites to ask again at once; it is done once. */
    private static @Nullable Request afterUnavailable(Response response) {
        Response prior = response.priorResponse();
        boolean again = !isOneShot(response.request())
                && (prior == null || prior.code() != 503)
                && retryAfterIsZero(response, false);
        return again ? response.request() : null;
    }

    private static boolean retryAfterIsZero(Response response, boolean ifAbsent) {
        String value = response.header("Retry-After");
        return value == null ? ifAbsent : value.equals("0");
    }

    private static boolean isOneShot(Request request) {
        RequestBody body = request.body();
        return body != null && body.isOneShot();
    }

    private static boolean sameOrigin(HttpUrl a, HttpUrl b) {
        return a.port() == b.port() && a.isHttps() == b.isHttps() && a.host().equals(b.host());
    }
}
