package dev.hawser;

import org.jspecify.annotations.Nullable;

/**
 * Who may see credentials: one server, or whatever proxy is in use.
 *
 * @param server the server's origin, null for proxies
 */
record Audience(@Nullable HttpUrl server) {
    static Audience server(HttpUrl url) {
        return new Audience(url.origin());
    }

    static Audience proxies() {
        return new Audience(null);
    }

    /** Whether a request goes to it. */
    boolean hears(Request request) {
        return server == null || server.equals(request.url().origin());
    }

    /** Whether the response is its demand for credentials. */
    boolean demands(Response response) {
        return response.code() == (server == null ? 407 : 401) && hears(response.request());
    }

    /** The credentials that the response's request carried in the end, if only by a network interceptor; null for none. */
    @Nullable
    String refused(Response response) {
        Response network = response.networkResponse();
        return (network == null ? response : network).request().header(field());
    }

    /** The field that credentials are sent in. */
    String field() {
        return server == null ? "Proxy-Authorization" : "Authorization";
    }

    @Override
    public String toString() {
        return server == null ? "proxies" : String.valueOf(server);
    }
}
