package dev.hawser.internal.cache;

import dev.hawser.Headers;
import dev.hawser.HttpUrl;
import dev.hawser.Request;
import java.util.ArrayList;
import java.util.List;

/** What a request that changes something at the server makes of no use (RFC 9111, section 4.4). */
final class Invalidation {
    private Invalidation() {}

    /** The URLs whose stored responses are to go. */
    static List<HttpUrl> targets(Request request, int code, Headers response) {
        if (isSafe(request.method()) || code < 200 || code >= 400) {
            return List.of();
        }
        List<HttpUrl> targets = new ArrayList<>();
        targets.add(request.url());
        for (String name : new String[] {"Location", "Content-Location"}) {
            String value = response.get(name);
            HttpUrl url = value == null ? null : request.url().resolve(value);
            if (url != null && sameOrigin(url, request.url())) {
                targets.add(url);
            }
        }
        return targets;
    }

    /** Methods that change nothing (RFC 9110, section 9.2.1, and the registry); an unknown one may. */
    static boolean isSafe(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "QUERY", "PROPFIND", "REPORT", "SEARCH" -> true;
            default -> false;
        };
    }

    private static boolean sameOrigin(HttpUrl a, HttpUrl b) {
        return a.host().equals(b.host()) && a.port() == b.port() && a.isHttps() == b.isHttps();
    }
}
