package dev.hawser.cli.get;

import dev.hawser.Headers;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The heads of messages as people read them. */
final class Heads {
    private static final Pattern SECRET =
            Pattern.compile("authorization|cookie|token|secret|password|api-?key", Pattern.CASE_INSENSITIVE);

    private Heads() {}

    /** The request line, as in {@code GET /search?q=rope HTTP/1.1}. */
    static String requestLine(Request request, Protocol protocol) {
        String query = request.url().encodedQuery();
        return request.method() + " " + request.url().encodedPath() + (query == null ? "" : "?" + query) + " "
                + nameOf(protocol);
    }

    /** The status line, as in {@code HTTP/1.1 200 OK}. */
    static String statusLine(Response response) {
        String message = response.message().isEmpty() ? "" : " " + response.message();
        return nameOf(response.protocol()) + " " + response.code() + message;
    }

    /** The protocol as lines name it. */
    static String nameOf(Protocol protocol) {
        return switch (protocol) {
            case HTTP_2, H2_PRIOR_KNOWLEDGE -> "HTTP/2";
            default -> protocol.toString().toUpperCase(Locale.ROOT);
        };
    }

    /** The fields, one a line; the values of those that carry secrets are left out. */
    static List<String> fields(Headers headers) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            lines.add(name + ": " + (SECRET.matcher(name).find() ? "[redacted]" : headers.value(i)));
        }
        return lines;
    }
}
