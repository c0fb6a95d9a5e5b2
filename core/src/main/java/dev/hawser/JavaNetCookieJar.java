package dev.hawser;

import java.io.IOException;
import java.net.CookieHandler;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A jar that asks a {@link CookieHandler}, as {@link java.net.CookieManager} is one: for code that shares its cookies with
 * other clients of the JVM. Whose cookies are sent, and in which order, is up to the handler. {@link JavaNetCookieHandler} is
 * the way back.
 *
 * <p>A handler that fails with an {@link IOException} keeps or sends none of that call's cookies, and a warning is
 * logged (System.Logger {@code dev.hawser.JavaNetCookieJar}). Safe for use by many threads if the handler is.
 */
public final class JavaNetCookieJar implements CookieJar {
    private final System.Logger log = System.getLogger("dev.hawser.JavaNetCookieJar");
    private final CookieHandler handler;

    /** A jar that asks {@code handler}. */
    public JavaNetCookieJar(CookieHandler handler) {
        this.handler = Objects.requireNonNull(handler, "handler");
    }

    @Override
    public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
        URI uri = uriOf(url);
        List<String> values = cookies.stream().map(Cookie::toStringWithDot).toList();
        if (uri == null) {
            return;
        }
        try {
            handler.put(uri, Map.of("Set-Cookie", values));
        } catch (IOException e) {
            log.log(System.Logger.Level.WARNING, "Cookies of " + url.redact() + " are not kept", e);
        }
    }

    @Override
    public List<Cookie> loadForRequest(HttpUrl url) {
        URI uri = uriOf(url);
        if (uri == null) {
            return List.of();
        }
        List<Cookie> cookies = new ArrayList<>();
        try {
            handler.get(uri, Map.of()).forEach((name, values) -> {
                if ("Cookie".equalsIgnoreCase(name) || "Cookie2".equalsIgnoreCase(name)) {
                    values.forEach(value -> addCookies(url, value, cookies));
                }
            });
        } catch (IOException e) {
            log.log(System.Logger.Level.WARNING, "Cookies for " + url.redact() + " are not sent", e);
            return List.of();
        }
        return cookies;
    }

    /** Without user name and password, which handlers need not see; null if {@link URI} does not have the host. */
    private static @Nullable URI uriOf(HttpUrl url) {
        try {
            return url.newBuilder().username("").password("").build().uri();
        } catch (IllegalStateException e) {
            return null;
        }
    }

    /**
     * The pairs of a {@code Cookie} field. Those of RFC 2965 whose name begins with a dollar sign say something of the
     * others, and quotation marks around a value are that RFC's, too. What could not be sent is left out.
     */
    private static void addCookies(HttpUrl url, String field, List<Cookie> cookies) {
        for (String pair : field.split(";")) {
            int equals = pair.indexOf('=');
            String name = (equals < 0 ? pair : pair.substring(0, equals)).trim();
            String value = equals < 0 ? "" : pair.substring(equals + 1).trim();
            if (name.isEmpty() || name.startsWith("$")) {
                continue;
            }
            Cookie cookie = cookie(url, name, value);
            if (cookie != null) {
                cookies.add(cookie);
            }
        }
    }

    private static @Nullable Cookie cookie(HttpUrl url, String name, String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        try {
            return new Cookie.Builder()
                    .name(name)
                    .value(quoted ? value.substring(1, value.length() - 1) : value)
                    .hostOnlyDomain(url.host())
                    .build();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
