package dev.hawser.logging;

import dev.hawser.HttpUrl;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** What is left out of the log, because it is secret. Safe for use by many threads. */
final class Redaction {
    private static final String REDACTED = "██";

    private final Set<String> headers = new ConcurrentSkipListSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> queryParameters = new ConcurrentSkipListSet<>(String.CASE_INSENSITIVE_ORDER);

    Redaction() {
        headers.addAll(List.of("Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie"));
    }

    void addHeader(String name) {
        headers.add(name);
    }

    void removeHeader(String name) {
        headers.remove(name);
    }

    void addQueryParameter(String name) {
        queryParameters.add(name);
    }

    /** The value of a header of a message that is about {@code url}. */
    String header(HttpUrl url, String name, String value) {
        if (headers.contains(name)) {
            return REDACTED;
        }
        if (!namesUrl(name)) {
            return value;
        }
        HttpUrl named = url.resolve(value);
        if (named == null) {
            return value;
        }
        String shown = url(named);
        return shown.equals(named.toString()) ? value : shown;
    }

    private static boolean namesUrl(String name) {
        return name.equalsIgnoreCase("Location")
                || name.equalsIgnoreCase("Content-Location")
                || name.equalsIgnoreCase("Referer");
    }

    /** The URL without user name, password, and the values of the query's secrets. */
    String url(HttpUrl url) {
        String text = url.toString();
        if (!url.encodedUsername().isEmpty() || !url.encodedPassword().isEmpty()) {
            text = url.newBuilder().username("").password("").build().toString();
            int authority = url.scheme().length() + "://".length();
            text = text.substring(0, authority) + REDACTED + "@" + text.substring(authority);
        }
        String query = url.encodedQuery();
        if (query == null || queryParameters.isEmpty()) {
            return text;
        }
        int start = text.indexOf('?') + 1;
        return text.substring(0, start) + query(query) + text.substring(start + query.length());
    }

    private String query(String query) {
        StringBuilder shown = new StringBuilder();
        int start = 0;
        while (start <= query.length()) {
            int end = query.indexOf('&', start) < 0 ? query.length() : query.indexOf('&', start);
            String parameter = query.substring(start, end);
            int equals = parameter.indexOf('=');
            boolean secret = equals >= 0 && queryParameters.contains(decoded(parameter.substring(0, equals)));
            shown.append(start == 0 ? "" : "&")
                    .append(secret ? parameter.substring(0, equals + 1) + REDACTED : parameter);
            start = end + 1;
        }
        return shown.toString();
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name; // a percent sign that encodes nothing
        }
    }
}
