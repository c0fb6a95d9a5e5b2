package dev.hawser;

import java.net.CookieHandler;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A {@link CookieHandler} that asks a {@link CookieJar}: for {@link java.net.HttpURLConnection}, by
 * {@link CookieHandler#setDefault}, or {@code java.net.http.HttpClient}, which then share their cookies with Hawser.
 * {@link JavaNetCookieJar} is the way back.
 *
 * <p>It has nothing for URIs that are neither http nor https. Safe for use by many threads.
 */
public final class JavaNetCookieHandler extends CookieHandler {
    private final CookieJar jar;

    /** A handler that asks {@code jar}. */
    public JavaNetCookieHandler(CookieJar jar) {
        this.jar = Objects.requireNonNull(jar, "jar");
    }

    /** The {@code Cookie} field to send with a request for {@code uri}; an empty map if there is none. */
    @Override
    public Map<String, List<String>> get(URI uri, Map<String, List<String>> requestHeaders) {
        HttpUrl url = HttpUrl.get(uri);
        List<Cookie> cookies = url == null ? List.of() : jar.loadForRequest(url);
        if (cookies.isEmpty()) {
            return Map.of();
        }
        String field = cookies.stream()
                .map(cookie -> cookie.name() + "=" + cookie.value())
                .collect(Collectors.joining("; "));
        return Map.of("Cookie", List.of(field));
    }

    /** Takes what the {@code Set-Cookie} fields of a response set; {@code Set-Cookie2} has been obsolete since RFC 6265. */
    @Override
    public void put(URI uri, Map<String, List<String>> responseHeaders) {
        HttpUrl url = HttpUrl.get(uri);
        if (url == null) {
            return;
        }
        List<Cookie> cookies = responseHeaders.entrySet().stream()
                .filter(field -> "Set-Cookie".equalsIgnoreCase(field.getKey()))
                .flatMap(field -> field.getValue().stream())
                .map(value -> Cookie.parse(url, value))
                .filter(Objects::nonNull)
                .toList();
        if (!cookies.isEmpty()) {
            jar.saveFromResponse(url, cookies);
        }
    }
}
