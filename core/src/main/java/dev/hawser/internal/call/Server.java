package dev.hawser.internal.call;

import dev.hawser.Address;
import dev.hawser.Headers;
import dev.hawser.HttpUrl;

/**
 * A server that requests go to.
 *
 * @param address how to reach it
 * @param host its {@code Host} field: the port is left out if it is the scheme's own (RFC 9110, section 7.2)
 * @param bareHeaders the headers of a request to it that has none of its own, and no body
 */
record Server(Address address, String host, Headers bareHeaders) {
    static Server of(Address address, String userAgent) {
        String name = address.host().indexOf(':') < 0 ? address.host() : "[" + address.host() + "]";
        boolean ownPort = address.port() == (address.isHttps() ? 443 : 80);
        String host = ownPort ? name : name + ":" + address.port();
        Headers bareHeaders = Headers.of(
                "Host", host, "Connection", "Keep-Alive", "Accept-Encoding", "gzip", "User-Agent", userAgent);
        return new Server(address, host, bareHeaders);
    }

    boolean isOf(HttpUrl url) {
        return address.port() == url.port()
                && address.isHttps() == url.isHttps()
                && address.host().equals(url.host());
    }
}
