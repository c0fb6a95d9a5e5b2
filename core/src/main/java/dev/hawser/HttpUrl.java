package dev.hawser;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** A URL of HTTP. */
public final class HttpUrl {
    private final URI uri;

    private HttpUrl(URI uri) {
        this.uri = uri;
    }

    /** The URL that {@code url} spells. */
    public static HttpUrl get(String url) {
        try {
            URI uri = new URI(url);
            if (uri.getHost() == null || !uri.getScheme().startsWith("http")) {
                throw new IllegalArgumentException("not a URL of HTTP: " + url);
            }
            return new HttpUrl(uri);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The URL that {@code url} spells, or null. */
    public static @Nullable HttpUrl parse(String url) {
        try {
            return get(url);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The default port of a scheme. */
    public static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : scheme.equals("http") ? 80 : -1;
    }

    /** {@code http} or {@code https}. */
    public String scheme() {
        return uri.getScheme();
    }

    /** Whether it is https. */
    public boolean isHttps() {
        return scheme().equals("https");
    }

    /** The host. */
    public String host() {
        return uri.getHost();
    }

    /** The port. */
    public int port() {
        return uri.getPort() < 0 ? defaultPort(scheme()) : uri.getPort();
    }

    /** The path. */
    public String encodedPath() {
        return uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    }

    /** The query. */
    public @Nullable String encodedQuery() {
        return uri.getRawQuery();
    }

    /** The URL that a link on this one leads to, or null. */
    public @Nullable HttpUrl resolve(String link) {
        return parse(uri.resolve(link).toString());
    }

    HttpUrl origin() {
        return get(scheme() + "://" + uri.getRawAuthority() + "/");
    }

    String withoutUserInfo() {
        return toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HttpUrl that && that.uri.equals(uri);
    }

    @Override
    public int hashCode() {
        return uri.hashCode();
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
