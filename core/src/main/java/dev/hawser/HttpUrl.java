package dev.hawser;

import dev.hawser.internal.text.EncodeSet;
import dev.hawser.internal.text.HostParser;
import dev.hawser.internal.text.Ipv4;
import dev.hawser.internal.text.PercentEncoding;
import dev.hawser.internal.text.PublicSuffixes;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A URL whose scheme is {@code http} or {@code https}, as the WHATWG URL standard has it: read as browsers
 * read it, and kept in its canonical form, in which its host is ASCII, its path starts with {@code /} and
 * what must be percent-encoded is. A host beyond ASCII goes through UTS #46, not transitional, with the Unicode of this
 * library's release, whatever the JDK has.
 *
 * <p>Each part is to be had in two forms. The <i>encoded</i> one is as it stands in the URL; the other is
 * decoded, with U+FFFD for what is not UTF-8.
 *
 * <p>Two are equal if their canonical forms are. Immutable, and safe for use by many threads; its
 * {@link Builder} is not.
 */
public final class HttpUrl {
    /** The canonical form. */
    private final String url;

    /** Behind the user name; where the host starts if there is none. */
    private final int usernameEnd;

    private final int hostStart;
    private final int hostEnd;
    private final int port;
    private final int pathStart;

    /** Where the path ends: the index of {@code ?}, of {@code #}, or the end. */
    private final int pathEnd;

    /** Where path and query end: the index of {@code #}, or the end. */
    private final int queryEnd;

    /** The host without brackets; null until it is asked for. */
    private @Nullable String host;

    private HttpUrl(String url) {
        int authority = url.charAt(4) == 's' ? 8 : 7;
        int path = url.indexOf('/', authority);
        int at = url.lastIndexOf('@', path);
        int colon = url.indexOf(':', authority);
        int hostFrom = at < authority ? authority : at + 1;
        int portColon = url.lastIndexOf(':', path);
        if (portColon < hostFrom || url.charAt(path - 1) == ']') {
            portColon = path;
        }
        int hash = url.indexOf('#', path);
        int question = url.indexOf('?', path);
        this.url = url;
        this.usernameEnd = at < authority ? authority : Math.min(colon < 0 ? at : colon, at);
        this.hostStart = hostFrom;
        this.hostEnd = portColon;
        this.port = portColon == path ? (authority == 8 ? 443 : 80) : Integer.parseInt(url, portColon + 1, path, 10);
        this.pathStart = path;
        this.queryEnd = hash < 0 ? url.length() : hash;
        this.pathEnd = question < 0 || question > queryEnd ? queryEnd : question;
    }

    /** The URL whose canonical form is {@code url}, which is not checked. */
    static HttpUrl ofCanonical(String url) {
        return new HttpUrl(url);
    }

    /**
     * The URL that {@code url} spells.
     *
     * @throws IllegalArgumentException if it spells none of scheme http or https; the message says what is
     *     wrong and where
     */
    public static HttpUrl get(String url) {
        return UrlParser.parse(null, url);
    }

    /** The URL that {@code url} spells, or null if it spells none of scheme http or https. */
    public static @Nullable HttpUrl parse(String url) {
        try {
            return get(url);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The same URL, or null if its scheme is neither http nor https. */
    public static @Nullable HttpUrl get(URL url) {
        return parse(url.toString());
    }

    /** The same URL, or null if its scheme is neither http nor https. */
    public static @Nullable HttpUrl get(URI uri) {
        return parse(uri.toString());
    }

    /** The port of {@code http}, 80, or of {@code https}, 443; -1 for any other scheme. */
    public static int defaultPort(String scheme) {
        return switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            default -> -1;
        };
    }

    /** Either {@code http} or {@code https}. */
    public String scheme() {
        return isHttps() ? "https" : "http";
    }

    /** Whether the scheme is {@code https}. */
    public boolean isHttps() {
        return url.charAt(4) == 's';
    }

    /** The user name, empty if there is none. */
    public String username() {
        return PercentEncoding.decode(url, authorityStart(), usernameEnd, false);
    }

    /** The user name, empty if there is none. */
    public String encodedUsername() {
        return url.substring(authorityStart(), usernameEnd);
    }

    /** The password, empty if there is none. */
    public String password() {
        return PercentEncoding.decode(encodedPassword());
    }

    /** The password, empty if there is none. */
    public String encodedPassword() {
        return usernameEnd + 1 < hostStart ? url.substring(usernameEnd + 1, hostStart - 1) : "";
    }

    /**
     * The host: a domain in ASCII and lower case, an IPv4 address as four decimal numbers, or an IPv6 address
     * (RFC 5952) without brackets.
     */
    public String host() {
        String result = host;
        if (result == null) {
            boolean brackets = url.charAt(hostStart) == '[';
            result = brackets ? url.substring(hostStart + 1, hostEnd - 1) : url.substring(hostStart, hostEnd);
            host = result;
        }
        return result;
    }

    /** The port, 0 to 65535: the one that the URL names, or the default of its scheme. */
    public int port() {
        return port;
    }

    /** The number of segments of the path, at least 1. */
    public int pathSize() {
        int size = 0;
        for (int i = pathStart; i < pathEnd; i++) {
            if (url.charAt(i) == '/') {
                size++;
            }
        }
        return size;
    }

    /** The path; it starts with {@code /}. */
    public String encodedPath() {
        return url.substring(pathStart, pathEnd);
    }

    /** The segments of the path, at least one; the last is empty if the path ends with {@code /}. */
    public List<String> encodedPathSegments() {
        List<String> segments = new ArrayList<>();
        int start = pathStart + 1;
        while (start <= pathEnd) {
            int slash = url.indexOf('/', start);
            int end = slash < 0 ? pathEnd : Math.min(slash, pathEnd);
            segments.add(url.substring(start, end));
            start = end + 1;
        }
        return Collections.unmodifiableList(segments);
    }

    /** The segments of the path, at least one; the last is empty if the path ends with {@code /}. */
    public List<String> pathSegments() {
        return encodedPathSegments().stream().map(PercentEncoding::decode).toList();
    }

    /** The query, without its question mark; null if there is none. */
    public @Nullable String encodedQuery() {
        return pathEnd == queryEnd ? null : url.substring(pathEnd + 1, queryEnd);
    }

    /** The query, without its question mark; null if there is none. */
    public @Nullable String query() {
        return pathEnd == queryEnd ? null : PercentEncoding.decode(url, pathEnd + 1, queryEnd, true);
    }

    /** The number of parameters of the query, 0 if there is none; an empty query has one. */
    public int querySize() {
        return parameters().size();
    }

    /** The first value of a parameter; null if it has none, or does not occur. */
    public @Nullable String queryParameter(String name) {
        List<@Nullable String> values = parameters().values(name);
        return values.isEmpty() ? null : values.get(0);
    }

    /** The names of the query's parameters, each once, in order. */
    public Set<String> queryParameterNames() {
        return parameters().names();
    }

    /** All values of a parameter, in order; null stands for one without {@code =}. */
    public List<@Nullable String> queryParameterValues(String name) {
        return parameters().values(name);
    }

    /**
     * The name of the parameter at {@code index}.
     *
     * @throws IndexOutOfBoundsException unless 0 ≤ {@code index} &lt; {@link #querySize()}
     */
    public String queryParameterName(int index) {
        return parameters().name(index);
    }

    /**
     * The value of the parameter at {@code index}; null if it has none.
     *
     * @throws IndexOutOfBoundsException unless 0 ≤ {@code index} &lt; {@link #querySize()}
     */
    public @Nullable String queryParameterValue(int index) {
        return parameters().value(index);
    }

    /** The fragment, without its hash mark; null if there is none. */
    public @Nullable String encodedFragment() {
        return queryEnd == url.length() ? null : url.substring(queryEnd + 1);
    }

    /** The fragment, without its hash mark; null if there is none. */
    public @Nullable String fragment() {
        return queryEnd == url.length() ? null : PercentEncoding.decode(url, queryEnd + 1, url.length(), false);
    }

    /**
     * The part of the host that belongs to one owner, by the public suffix list of this library's release: {@code example.co.uk}
     * for {@code www.example.co.uk}. Hosts that share it may share cookies. Null if the host is an IP address, a public
     * suffix itself as {@code co.uk} or {@code localhost}, or has an empty label. In ASCII; a dot at the end is left out.
     */
    public @Nullable String topPrivateDomain() {
        return isIpAddress() ? null : PublicSuffixes.registrableDomain(host());
    }

    /** The URL without user, path, query and fragment, which might be secret: to be shown in logs. */
    public String redact() {
        return origin() + "...";
    }

    /** The URL that {@code link} on a page at this one leads to, or null if it leads to none of http or https. */
    public @Nullable HttpUrl resolve(String link) {
        try {
            return UrlParser.parse(this, link);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** A builder that holds this URL. */
    public Builder newBuilder() {
        return new Builder(this);
    }

    /** A builder that holds what {@link #resolve} gives, or null where that is null. */
    public @Nullable Builder newBuilder(String link) {
        HttpUrl resolved = resolve(link);
        return resolved == null ? null : resolved.newBuilder();
    }

    /**
     * The same as a {@link URI}, which is stricter: what it does not allow is percent-encoded.
     *
     * @throws IllegalStateException if the host is one that it does not have, as {@code a"b}
     */
    public URI uri() {
        StringBuilder out = new StringBuilder(url.length() + 16);
        PercentEncoding.escapeStrayPercents(url.substring(0, pathStart), out);
        appendForUri(pathStart, pathEnd, EncodeSet.URI_PATH, out);
        if (pathEnd < queryEnd) {
            out.append('?');
            appendForUri(pathEnd + 1, queryEnd, EncodeSet.URI_QUERY, out);
        }
        if (queryEnd < url.length()) {
            out.append('#');
            appendForUri(queryEnd + 1, url.length(), EncodeSet.URI_QUERY, out);
        }
        try {
            return new URI(out.toString());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("java.net.URI does not have the host " + host(), e);
        }
    }

    /** The same as a {@link URL}. */
    public URL url() {
        try {
            return new URL(url);
        } catch (MalformedURLException e) {
            throw new IllegalStateException("java.net.URL refuses the host " + host(), e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HttpUrl that && that.url.equals(url);
    }

    @Override
    public int hashCode() {
        return url.hashCode();
    }

    /** The canonical form, in which the default port of the scheme is left out. */
    @Override
    public String toString() {
        return url;
    }

    /** This URL with the path {@code /}, without user, query and fragment. */
    HttpUrl origin() {
        boolean already = hostStart == authorityStart() && pathStart + 1 == url.length();
        return already ? this : new HttpUrl(scheme() + "://" + url.substring(hostStart, pathStart) + "/");
    }

    /** Whether the host is an IP address; one that ends in a number is one, as the standard has it. */
    boolean isIpAddress() {
        return url.charAt(hostStart) == '[' || Ipv4.isMeant(host());
    }

    /** All that stands before the path. */
    String originAndUserInfo() {
        return url.substring(0, pathStart);
    }

    /** The canonical form without user name and password. */
    String withoutUserInfo() {
        return hostStart == authorityStart() ? url : scheme() + "://" + url.substring(hostStart);
    }

    private int authorityStart() {
        return isHttps() ? 8 : 7;
    }

    private QueryParameters parameters() {
        return QueryParameters.of(encodedQuery());
    }

    private void appendForUri(int from, int to, EncodeSet set, StringBuilder out) {
        StringBuilder encoded = new StringBuilder(to - from);
        PercentEncoding.encode(url, from, to, set, encoded);
        PercentEncoding.escapeStrayPercents(encoded.toString(), out);
    }

    /**
     * A maker of {@link HttpUrl}s from parts. Each part is taken in two forms: the <i>encoded</i> one may hold
     * percent-encoded characters, which stay; in the other a percent sign is a percent sign. Both have encoded
     * what must be.
     */
    public static final class Builder {
        private @Nullable String scheme;
        private String encodedUsername = "";
        private String encodedPassword = "";

        /** In canonical form, an IPv6 address in brackets. */
        private @Nullable String host;

        /** The port, or -1 for the scheme's own. */
        private int port = -1;

        private PathSegments path;
        private @Nullable QueryParameters query;
        private @Nullable String encodedFragment;

        /** A builder of a URL with the path {@code /}, still without scheme and host. */
        public Builder() {
            path = new PathSegments();
        }

        private Builder(HttpUrl url) {
            scheme = url.scheme();
            encodedUsername = url.encodedUsername();
            encodedPassword = url.encodedPassword();
            host = url.url.substring(url.hostStart, url.hostEnd);
            port = url.port == defaultPort(url.scheme()) ? -1 : url.port;
            path = new PathSegments(url.encodedPathSegments());
            query = url.encodedQuery() == null ? null : url.parameters();
            encodedFragment = url.encodedFragment();
        }

        /**
         * Sets the scheme.
         *
         * @throws IllegalArgumentException if it is neither http nor https, in any case
         */
        public Builder scheme(String scheme) {
            String lower = scheme.toLowerCase(Locale.ROOT);
            if (defaultPort(lower) < 0) {
                throw new IllegalArgumentException("unexpected scheme: " + scheme);
            }
            this.scheme = lower;
            return this;
        }

        /** Sets the user name. */
        public Builder username(String username) {
            encodedUsername = PercentEncoding.encode(username, EncodeSet.PLAIN_USER_INFO);
            return this;
        }

        /** Sets the user name. */
        public Builder encodedUsername(String encodedUsername) {
            this.encodedUsername = PercentEncoding.encode(encodedUsername, EncodeSet.USER_INFO);
            return this;
        }

        /** Sets the password. */
        public Builder password(String password) {
            encodedPassword = PercentEncoding.encode(password, EncodeSet.PLAIN_USER_INFO);
            return this;
        }

        /** Sets the password. */
        public Builder encodedPassword(String encodedPassword) {
            this.encodedPassword = PercentEncoding.encode(encodedPassword, EncodeSet.USER_INFO);
            return this;
        }

        /**
         * Sets the host: a domain, an IPv4 address, or an IPv6 address with or without brackets.
         *
         * @throws IllegalArgumentException if it is none of these
         */
        public Builder host(String host) {
            boolean bareIpv6 = host.indexOf(':') >= 0 && !host.startsWith("[");
            try {
                this.host = HostParser.parse(bareIpv6 ? "[" + host + "]" : host);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("unexpected host: " + host + ": " + e.getMessage(), e);
            }
            return this;
        }

        /**
         * Sets the port.
         *
         * @throws IllegalArgumentException unless 0 ≤ {@code port} ≤ 65535
         */
        public Builder port(int port) {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("unexpected port: " + port);
            }
            this.port = port;
            return this;
        }

        /** Adds a segment to the path, in which a slash is encoded; {@code .} and {@code ..} do what they mean. */
        public Builder addPathSegment(String pathSegment) {
            path.add(pathSegment, EncodeSet.PLAIN_SEGMENT, false);
            return this;
        }

        /** Adds segments, set off by slashes of either kind, to the path; the last is empty if they end with one. */
        public Builder addPathSegments(String pathSegments) {
            path.addAll(pathSegments, EncodeSet.PLAIN_SEGMENT);
            return this;
        }

        /** Adds a segment to the path, in which a slash is encoded; {@code .} and {@code ..} do what they mean. */
        public Builder addEncodedPathSegment(String encodedPathSegment) {
            path.add(encodedPathSegment, EncodeSet.SEGMENT, false);
            return this;
        }

        /** Adds segments, set off by slashes of either kind, to the path; the last is empty if they end with one. */
        public Builder addEncodedPathSegments(String encodedPathSegments) {
            path.addAll(encodedPathSegments, EncodeSet.SEGMENT);
            return this;
        }

        /**
         * Puts another segment in place of that at {@code index}.
         *
         * @throws IllegalArgumentException if it is {@code .} or {@code ..}
         * @throws IndexOutOfBoundsException if there is none at {@code index}
         */
        public Builder setPathSegment(int index, String pathSegment) {
            path.set(index, pathSegment, EncodeSet.PLAIN_SEGMENT);
            return this;
        }

        /**
         * Puts another segment in place of that at {@code index}.
         *
         * @throws IllegalArgumentException if it is {@code .} or {@code ..}
         * @throws IndexOutOfBoundsException if there is none at {@code index}
         */
        public Builder setEncodedPathSegment(int index, String encodedPathSegment) {
            path.set(index, encodedPathSegment, EncodeSet.SEGMENT);
            return this;
        }

        /**
         * Removes the segment at {@code index}; without any, the path is {@code /}.
         *
         * @throws IndexOutOfBoundsException if there is none at {@code index}
         */
        public Builder removePathSegment(int index) {
            path.remove(index);
            return this;
        }

        /**
         * Sets the path.
         *
         * @throws IllegalArgumentException if it does not start with {@code /}
         */
        public Builder encodedPath(String encodedPath) {
            if (!encodedPath.startsWith("/")) {
                throw new IllegalArgumentException("unexpected encodedPath: " + encodedPath);
            }
            path = new PathSegments();
            return addEncodedPathSegments(encodedPath.substring(1));
        }

        /** Sets the query, or removes it. */
        public Builder query(@Nullable String query) {
            this.query =
                    query == null ? null : QueryParameters.of(PercentEncoding.encode(query, EncodeSet.PLAIN_QUERY));
            return this;
        }

        /** Sets the query, or removes it. */
        public Builder encodedQuery(@Nullable String encodedQuery) {
            query = encodedQuery == null
                    ? null
                    : QueryParameters.of(PercentEncoding.encode(encodedQuery, EncodeSet.QUERY));
            return this;
        }

        /** Adds a parameter to the query; null is no value, not even {@code =}. */
        public Builder addQueryParameter(String name, @Nullable String value) {
            return addParameter(name, value, EncodeSet.PLAIN_PARAMETER);
        }

        /** Adds a parameter to the query; null is no value, not even {@code =}. */
        public Builder addEncodedQueryParameter(String encodedName, @Nullable String encodedValue) {
            return addParameter(encodedName, encodedValue, EncodeSet.QUERY_PARAMETER);
        }

        /** Adds a parameter in place of all that have its name. */
        public Builder setQueryParameter(String name, @Nullable String value) {
            return removeAllQueryParameters(name).addQueryParameter(name, value);
        }

        /** Adds a parameter in place of all that have its name. */
        public Builder setEncodedQueryParameter(String encodedName, @Nullable String encodedValue) {
            return removeAllEncodedQueryParameters(encodedName).addEncodedQueryParameter(encodedName, encodedValue);
        }

        /** Removes all parameters named so; without any left, there is no query. */
        public Builder removeAllQueryParameters(String name) {
            if (query != null) {
                query.removeAll(name);
                query = query.size() == 0 ? null : query;
            }
            return this;
        }

        /** Removes all parameters named so; without any left, there is no query. */
        public Builder removeAllEncodedQueryParameters(String encodedName) {
            return removeAllQueryParameters(QueryParameters.decode(encodedName));
        }

        /** Sets the fragment, or removes it. */
        public Builder fragment(@Nullable String fragment) {
            encodedFragment = fragment == null ? null : PercentEncoding.encode(fragment, EncodeSet.PLAIN_FRAGMENT);
            return this;
        }

        /** Sets the fragment, or removes it. */
        public Builder encodedFragment(@Nullable String encodedFragment) {
            this.encodedFragment =
                    encodedFragment == null ? null : PercentEncoding.encode(encodedFragment, EncodeSet.FRAGMENT);
            return this;
        }

        /**
         * The URL.
         *
         * @throws IllegalStateException if scheme or host are missing
         */
        public HttpUrl build() {
            if (scheme == null) {
                throw new IllegalStateException("scheme == null");
            }
            if (host == null) {
                throw new IllegalStateException("host == null");
            }
            return new HttpUrl(toString());
        }

        /** The URL in its canonical form, as far as it is there. */
        @Override
        public String toString() {
            StringBuilder out = new StringBuilder();
            out.append(scheme == null ? "//" : scheme + "://").append(encodedUsername);
            if (!encodedPassword.isEmpty()) {
                out.append(':').append(encodedPassword);
            }
            if (!encodedUsername.isEmpty() || !encodedPassword.isEmpty()) {
                out.append('@');
            }
            out.append(host == null ? "" : host);
            if (port >= 0 && (scheme == null || port != defaultPort(scheme))) {
                out.append(':').append(port);
            }
            path.appendTo(out);
            if (query != null) {
                out.append('?');
                query.appendTo(out);
            }
            if (encodedFragment != null) {
                out.append('#').append(encodedFragment);
            }
            return out.toString();
        }

        private Builder addParameter(String name, @Nullable String value, EncodeSet set) {
            if (query == null) {
                query = QueryParameters.of(null);
            }
            query.add(PercentEncoding.encode(name, set), value == null ? null : PercentEncoding.encode(value, set));
            return this;
        }
    }
}
