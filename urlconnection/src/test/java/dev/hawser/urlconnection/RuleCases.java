package dev.hawser.urlconnection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.SocketPolicy;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.TreeMap;

/** Redirects, fields, the order of calls, and failures. */
final class RuleCases extends Cases {
    @Override
    void add() {
        redirects();
        fields();
        order();
        failures();
    }

    private void redirects() {
        for (int code : List.of(300, 301, 302, 303, 307, 308)) {
            for (String method : List.of("GET", "HEAD", "DELETE")) {
                same(
                        method + " redirected by " + code,
                        (connection, seen) -> {
                            connection.setRequestMethod(method);
                            connection.setRequestProperty("X-Mine", "1");
                            look(connection, seen);
                        },
                        new MockResponse.Builder()
                                .code(code)
                                .addHeader("Location", "/there?x=1")
                                .build(),
                        new MockResponse.Builder().build());
            }
            for (String method : List.of("POST", "PUT")) {
                same(
                        method + " redirected by " + code,
                        (connection, seen) -> {
                            connection.setRequestMethod(method);
                            connection.setDoOutput(true);
                            connection.setRequestProperty("X-Mine", "1");
                            write(connection, seen, "content");
                            look(connection, seen);
                        },
                        redirect(code, "/there"),
                        ok());
            }
        }
        differs(
                Difference.PROXY_BY_REDIRECT,
                "redirected by 305",
                (connection, seen) -> look(connection, seen),
                redirect(305, "http://localhost:1/"));
        same("redirected by 306", (connection, seen) -> look(connection, seen), redirect(306, "/there"));
        same(
                "redirected without a place",
                (connection, seen) -> look(connection, seen),
                MockResponse.of(302, "where?"));
        same(
                "redirected to a place beside it",
                (connection, seen) -> look(connection, seen),
                redirect(302, "beside"),
                ok());
        same(
                "redirected to another protocol",
                (connection, seen) -> look(connection, seen),
                redirect(302, "https://localhost:1/"));
        same(
                "redirected to a protocol that nobody knows",
                (connection, seen) -> look(connection, seen),
                redirect(302, "gopherx://there"));
        same(
                "redirects not wanted",
                (connection, seen) -> {
                    connection.setInstanceFollowRedirects(false);
                    look(connection, seen);
                },
                redirect(302, "/there"));
        same(
                "redirected twenty times",
                (connection, seen) -> look(connection, seen),
                java.util.stream.Stream.generate(() -> redirect(302, "/again"))
                        .limit(20)
                        .toArray(MockResponse[]::new));
        same(
                "redirected nineteen times",
                (connection, seen) -> look(connection, seen),
                java.util.stream.Stream.concat(
                                java.util.stream.Stream.generate(() -> redirect(302, "/again"))
                                        .limit(19),
                                java.util.stream.Stream.of(ok()))
                        .toArray(MockResponse[]::new));
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
                                    .collect(java.util.stream.Collectors.toMap(
                                            java.util.Map.Entry::getKey, java.util.Map.Entry::getValue))));
                    seen.run("unmodifiable", () -> connection.getHeaderFields().clear());
                    seen.step("number", () -> connection.getHeaderFieldInt("X-Number", 7));
                    seen.step("long", () -> connection.getHeaderFieldLong("X-Number", 7));
                    seen.step("no number", () -> connection.getHeaderFieldInt("X-Twice", 7));
                    seen.step("date", connection::getLastModified);
                    seen.step("type", connection::getContentType);
                    seen.step("expires", connection::getExpiration);
                },
                new MockResponse.Builder()
                        .headers(dev.hawser.Headers.of(
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

    private void order() {
        same(
                "everything after connect",
                (connection, seen) -> {
                    connection.connect();
                    settings(connection, seen);
                    seen.run("connect again", connection::connect);
                    look(connection, seen);
                    settings(connection, seen);
                },
                ok());
        same(
                "everything after the response",
                (connection, seen) -> {
                    look(connection, seen);
                    settings(connection, seen);
                    seen.step("write", connection::getOutputStream);
                },
                ok());
        same(
                "everything after an empty response",
                (connection, seen) -> {
                    look(connection, seen);
                    seen.run("set", () -> connection.setRequestProperty("X", "y"));
                    seen.run("method", () -> connection.setRequestMethod("PUT"));
                },
                MockResponse.of(200));
        same(
                "everything after the body began",
                (connection, seen) -> {
                    connection.setDoOutput(true);
                    connection.getOutputStream().write(1);
                    settings(connection, seen);
                    seen.step("same stream", () -> {
                        OutputStream first = connection.getOutputStream();
                        return first == connection.getOutputStream();
                    });
                    look(connection, seen);
                },
                ok());
        same("writing without doOutput", (connection, seen) -> {
            seen.step("write", connection::getOutputStream);
            seen.step("write again", connection::getOutputStream);
        });
        same(
                "writing after reading",
                (connection, seen) -> {
                    connection.setDoOutput(true);
                    seen.step("content", () -> text(connection.getInputStream()));
                    seen.step("write", connection::getOutputStream);
                },
                ok());
        same(
                "doOutput without content",
                (connection, seen) -> {
                    connection.setDoOutput(true);
                    look(connection, seen);
                },
                ok());
        same(
                "writing after the end",
                (connection, seen) -> {
                    connection.setDoOutput(true);
                    OutputStream out = connection.getOutputStream();
                    out.write("kept".getBytes(UTF_8));
                    out.close();
                    seen.run("write", () -> out.write("dropped".getBytes(UTF_8)));
                    look(connection, seen);
                },
                ok());
        same("negative times", (connection, seen) -> {
            seen.run("connect", () -> connection.setConnectTimeout(-1));
            seen.run("read", () -> connection.setReadTimeout(-1));
            seen.step("connect", connection::getConnectTimeout);
            seen.step("read", connection::getReadTimeout);
        });
        same(
                "a failure told twice",
                (connection, seen) -> {
                    seen.step("content", connection::getInputStream);
                    seen.step("content again", connection::getInputStream);
                },
                MockResponse.of(500, "x"));
        same(
                "disconnected before",
                (connection, seen) -> {
                    connection.disconnect();
                    look(connection, seen);
                },
                ok());
        same(
                "disconnected after",
                (connection, seen) -> {
                    look(connection, seen);
                    connection.disconnect();
                    seen.step("code", connection::getResponseCode);
                    seen.step("field", () -> connection.getHeaderField("Content-Length"));
                },
                ok());
        same(
                "disconnected between connect and request",
                (connection, seen) -> {
                    connection.connect();
                    connection.disconnect();
                    seen.step("code", connection::getResponseCode);
                },
                ok());
    }

    private static void settings(HttpURLConnection connection, Transcript seen) {
        seen.run("set", () -> connection.setRequestProperty("X", "y"));
        seen.run("add", () -> connection.addRequestProperty("X", "y"));
        seen.step("get all", connection::getRequestProperties);
        seen.run("method", () -> connection.setRequestMethod("PUT"));
        seen.run("doOutput", () -> connection.setDoOutput(true));
        seen.run("doInput", () -> connection.setDoInput(true));
        seen.run("useCaches", () -> connection.setUseCaches(true));
        seen.run("ifModifiedSince", () -> connection.setIfModifiedSince(1));
        seen.run("allowUserInteraction", () -> connection.setAllowUserInteraction(true));
        seen.run("fixed", () -> connection.setFixedLengthStreamingMode(1));
        seen.run("chunked", () -> connection.setChunkedStreamingMode(1));
        seen.run("authenticator", () -> connection.setAuthenticator(new java.net.Authenticator() {}));
        seen.run("connect timeout", () -> connection.setConnectTimeout(1000));
    }

    private void failures() {
        same("nobody there", (connection, seen) -> {
            seen.step(
                    "connect",
                    () -> thrownBy(() -> seen.open("http://localhost:1/").connect()));
            seen.step(
                    "code",
                    () -> thrownBy(() -> seen.open("http://localhost:1/").getResponseCode()));
            HttpURLConnection writes = seen.open("http://localhost:1/");
            writes.setDoOutput(true);
            seen.step("write", () -> thrownBy(writes::getOutputStream));
            writes.setDoInput(true);
        });
        same(
                "a name that nobody has",
                (connection, seen) -> seen.step(
                        "connect",
                        () -> thrownBy(
                                () -> seen.open("http://no.such.name.invalid/").connect())));
        same(
                "a read that takes too long",
                (connection, seen) -> {
                    connection.setReadTimeout(400);
                    seen.step("class", () -> thrownBy(connection::getResponseCode));
                    seen.step("and again", () -> thrownBy(connection::getInputStream));
                },
                new MockResponse.Builder()
                        .socketPolicy(SocketPolicy.NO_RESPONSE)
                        .build());
        differs(
                Difference.NO_HTTP,
                "a server that says no HTTP",
                (connection, seen) -> {
                    seen.step("content", () -> thrownBy(connection::getInputStream));
                },
                new MockResponse.Builder()
                        .raw("SSH-2.0-OpenSSH_9.6\r\n")
                        .socketPolicy(SocketPolicy.DISCONNECT_AT_END)
                        .build());
        differs(
                Difference.UNANSWERED,
                "a server that hangs up",
                (connection, seen) -> {
                    connection.setRequestMethod("POST");
                    seen.step("content", connection::getInputStream);
                },
                hangUp(),
                hangUp(),
                hangUp());
        same(
                "a server that hangs up on a kept connection",
                (connection, seen) -> {
                    look(connection, seen);
                    HttpURLConnection next = seen.open(connection.getURL().toString());
                    look(next, seen);
                },
                ok(),
                hangUp(),
                MockResponse.of(200, "at last"));
    }

    private static MockResponse hangUp() {
        return new MockResponse.Builder()
                .socketPolicy(SocketPolicy.DISCONNECT_AFTER_REQUEST)
                .build();
    }

    private static String thrownBy(java.util.concurrent.Callable<?> step) throws Exception {
        try {
            return "nothing, but " + step.call();
        } catch (java.io.IOException e) {
            return e.getClass().getName();
        }
    }

    private static String thrownBy(Transcript.Step step) throws Exception {
        return thrownBy(() -> {
            step.run();
            return null;
        });
    }
}
