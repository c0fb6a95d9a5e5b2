package dev.hawser.urlconnection;

import dev.hawser.Headers;
import dev.hawser.testserver.MockResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Fields of requests and of responses. */
final class FieldCases extends Cases {
    @Override
    void add() {
        fields();
    }

    private void fields() {
        same(
                "fields of the response",
                (connection, seen) -> {
                    seen.step("by name", () -> connection.getHeaderField("x-TWICE"));
                    seen.step("by null", () -> connection.getHeaderField(null));
                    seen.step("none", () -> connection.getHeaderField("X-None"));
                    for (int i = -1; i < 6; i++) {
                        int index = i;
                        seen.step("name " + i, () -> connection.getHeaderFieldKey(index));
                        seen.step("value " + i, () -> connection.getHeaderField(index));
                    }
                    seen.step("status", () -> connection.getHeaderFields().get(null));
                    seen.step(
                            "names",
                            () -> new TreeMap<>(connection.getHeaderFields().entrySet().stream()
                                    .filter(e -> e.getKey() != null)
                                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))));
                    seen.run("unmodifiable", () -> connection.getHeaderFields().clear());
                    seen.step("number", () -> connection.getHeaderFieldInt("X-Number", 7));
                    seen.step("long", () -> connection.getHeaderFieldLong("X-Number", 7));
                    seen.step("no number", () -> connection.getHeaderFieldInt("X-Twice", 7));
                    seen.step("date", connection::getLastModified);
                    seen.step("type", connection::getContentType);
                    seen.step("expires", connection::getExpiration);
                },
                new MockResponse.Builder()
                        .headers(Headers.of(
                                "X-Twice",
                                "first",
                                "X-Number",
                                "42",
                                "X-TWICE",
                                "second",
                                "Last-Modified",
                                "Sun, 06 Nov 1994 08:49:37 GMT",
                                "Content-Length",
                                "2"))
                        .body("ab")
                        .build());
        differs(
                Difference.ORDER_OF_VALUES,
                "values of one field",
                (connection, seen) -> {
                    connection.addRequestProperty("X-Ours", "1");
                    connection.addRequestProperty("X-Ours", "2");
                    seen.step(
                            "asked with",
                            () -> connection.getRequestProperties().get("X-Ours"));
                    seen.step("all", () -> connection.getHeaderFields().get("X-Twice"));
                },
                new MockResponse.Builder()
                        .addHeader("X-Twice", "first")
                        .addHeader("X-Twice", "second")
                        .build());
        same(
                "fields of the request",
                (connection, seen) -> {
                    connection.setRequestProperty("X-One", "1");
                    connection.addRequestProperty("x-one", "2");
                    connection.setRequestProperty("X-ONE", "3");
                    connection.setRequestProperty("Authorization", "secret");
                    seen.step("last", () -> connection.getRequestProperty("x-one"));
                    seen.step("secret", () -> connection.getRequestProperty("Authorization"));
                    seen.step("null", () -> connection.getRequestProperty(null));
                    seen.step("all", () -> new TreeMap<>(connection.getRequestProperties()));
                    seen.run(
                            "unmodifiable",
                            () -> connection.getRequestProperties().clear());
                    look(connection, seen);
                    seen.step("after it", () -> connection.getRequestProperty("x-one"));
                },
                ok());
        differs(
                Difference.PROXY_CREDENTIALS,
                "credentials for a proxy where there is none",
                (connection, seen) -> {
                    connection.setRequestProperty("Proxy-Authorization", "secret");
                    seen.step("told", () -> connection.getRequestProperty("Proxy-Authorization"));
                    look(connection, seen);
                },
                ok());
        same(
                "fields that are not the program's",
                (connection, seen) -> {
                    for (String name : List.of(
                            "Access-Control-Request-Headers",
                            "Access-Control-Request-Method",
                            "Connection",
                            "Content-Length",
                            "Content-Transfer-Encoding",
                            "Host",
                            "Keep-Alive",
                            "Origin",
                            "Trailer",
                            "Transfer-Encoding",
                            "Upgrade",
                            "Via",
                            "Sec-Fetch-Mode",
                            "TE",
                            "Date",
                            "Referer",
                            "Expect-CT")) {
                        seen.run(name, () -> connection.setRequestProperty(name, "17"));
                        seen.step(name, () -> connection.getRequestProperty(name));
                    }
                    look(connection, seen);
                },
                ok());
        same(
                "Connection: close",
                (connection, seen) -> {
                    connection.setRequestProperty("Connection", "CLOSE");
                    look(connection, seen);
                },
                ok());
        for (String value : List.of("a\nb", "a\r\nb", "a\n b: c", "a\n")) {
            same(
                    "the value " + value.replace("\n", "LF").replace("\r", "CR"),
                    (connection, seen) -> seen.run("set", () -> connection.setRequestProperty("X-Odd", value)));
        }
        for (String name : List.of("a:b", "a\nb")) {
            same(
                    "the name " + name.replace("\n", "LF"),
                    (connection, seen) -> seen.run("set", () -> connection.addRequestProperty(name, "x")));
        }
        differs(
                Difference.FIELD_GRAMMAR,
                "a name with a space",
                (connection, seen) -> seen.run("set", () -> connection.setRequestProperty("X Y", "x")));
        same(
                "a field without value",
                (connection, seen) -> {
                    connection.setRequestProperty("X-None", null);
                    connection.setRequestProperty("Accept-Encoding", null);
                    connection.addRequestProperty("X-Empty", "");
                    seen.step("none", () -> connection.getRequestProperty("X-None"));
                    look(connection, seen);
                },
                ok());
        same(
                "large fields",
                (connection, seen) -> {
                    for (int i = 0; i < 100; i++) {
                        connection.setRequestProperty("X-" + i, "v".repeat(100));
                    }
                    seen.step("size", () -> connection.getHeaderField("X-Large").length());
                    look(connection, seen);
                },
                new MockResponse.Builder()
                        .addHeader("X-Large", "v".repeat(30_000))
                        .body("x")
                        .build());
        same("a null name", (connection, seen) -> {
            seen.run("set", () -> connection.setRequestProperty(null, "x"));
            seen.run("add", () -> connection.addRequestProperty(null, "x"));
        });
        same(
                "a modification date",
                (connection, seen) -> {
                    connection.setIfModifiedSince(784_111_777_000L);
                    look(connection, seen);
                },
                MockResponse.of(304));
        same(
                "no caches",
                (connection, seen) -> {
                    connection.setUseCaches(false);
                    look(connection, seen);
                },
                ok());
        same(
                "an encoding that the program asks for",
                (connection, seen) -> {
                    connection.setRequestProperty("Accept-Encoding", "gzip");
                    seen.step("bytes", () -> connection.getInputStream().readAllBytes().length);
                    seen.step("encoding", connection::getContentEncoding);
                },
                new MockResponse.Builder()
                        .addHeader("Content-Encoding", "gzip")
                        .body(new byte[33])
                        .build());
        same(
                "a type of its own",
                (connection, seen) -> {
                    connection.setRequestProperty("Content-Type", "text/plain");
                    connection.setDoOutput(true);
                    write(connection, seen, "plain");
                    look(connection, seen);
                },
                ok());
    }
}
