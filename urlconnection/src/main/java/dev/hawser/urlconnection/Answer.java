package dev.hawser.urlconnection;

import dev.hawser.Headers;
import dev.hawser.Protocol;
import dev.hawser.Response;
import java.io.InputStream;
import java.net.HttpCookie;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A response as a program sees it: its status line is the field without name, at the head of the others. */
final class Answer {
    private final Response response;
    private final boolean hidesCookies;
    private final boolean empty;
    private final InputStream body;

    /** Null until it was asked for. */
    private @Nullable Map<@Nullable String, List<String>> map;

    /**
     * @param hidesCookies whether somebody keeps the cookies, so that the program need not see those that are not for it
     *     ({@code HttpOnly})
     */
    Answer(Response response, boolean hidesCookies) {
        this.response = response;
        this.hidesCookies = hidesCookies;
        this.empty = isEmpty(response);
        if (empty) {
            response.close();
        }
        this.body = empty
                ? new Content(InputStream.nullInputStream(), 0)
                : new Content(response.body().byteStream(), response.body().contentLength());
    }

    private String statusLine() {
        String version = switch (response.protocol()) {
            case HTTP_1_0 -> "HTTP/1.0";
            case HTTP_1_1 -> "HTTP/1.1";
            default -> "HTTP/2";
        };
        String line = version + " " + response.code();
        return response.message().isEmpty() ? line : line + " " + response.message();
    }

    /** Whether it is known from its head that no content follows. */
    private static boolean isEmpty(Response response) {
        return response.body().contentLength() == 0
                || response.request().method().equals("HEAD")
                || response.code() == 204
                || response.code() == 304;
    }

    int code() {
        return response.code();
    }

    /** What stands behind the status; null where the protocol has no such thing, or the server left it away. */
    @Nullable
    String message() {
        return response.message().isEmpty() ? null : response.message();
    }

    boolean isHttp1() {
        return response.protocol() == Protocol.HTTP_1_1 || response.protocol() == Protocol.HTTP_1_0;
    }

    Response response() {
        return response;
    }

    /** Whether it has no content, so that its connection is free already. */
    boolean isEmpty() {
        return empty;
    }

    InputStream body() {
        return body;
    }

    /** The name of a field; null at 0, which is the status line, and past the end. */
    @Nullable
    String name(int index) {
        Headers headers = response.headers();
        return index < 1 || index > headers.size() ? null : headers.name(index - 1);
    }

    /** The value of a field; the status line at 0, null past the end. */
    @Nullable
    String value(int index) {
        Headers headers = response.headers();
        if (index == 0) {
            return statusLine();
        }
        return index < 0 || index > headers.size() ? null : shown(headers.name(index - 1), headers.value(index - 1));
    }

    /** The last value of the name; for null, the status line. */
    @Nullable
    String value(@Nullable String name) {
        if (name == null) {
            return statusLine();
        }
        String value = response.header(name);
        return value == null ? null : shown(name, value);
    }

    /** The values by name, in the order in which they came; unmodifiable. */
    Map<@Nullable String, List<String>> map() {
        if (map == null) {
            Map<@Nullable String, List<String>> values = new HashMap<>();
            Headers headers = response.headers();
            for (int i = 0; i < headers.size(); i++) {
                values.computeIfAbsent(headers.name(i), name -> new ArrayList<>(1))
                        .add(shown(headers.name(i), headers.value(i)));
            }
            values.replaceAll((name, all) -> Collections.unmodifiableList(all));
            values.put(null, List.of(statusLine()));
            map = Collections.unmodifiableMap(values);
        }
        return map;
    }

    private String shown(String name, String value) {
        boolean hides = hidesCookies
                && !value.isEmpty()
                && (name.equalsIgnoreCase("Set-Cookie") || name.equalsIgnoreCase("Set-Cookie2"));
        return hides && isHttpOnly(value) ? "" : value;
    }

    private static boolean isHttpOnly(String value) {
        try {
            return HttpCookie.parse("Set-Cookie: " + value).stream().allMatch(HttpCookie::isHttpOnly);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
