package dev.hawser.urlconnection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.SocketPolicy;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The table of cases that are the same with the JDK's connection and with ours, or differ as it is meant. */
final class Cases {
    private final List<Case> all = new ArrayList<>();

    static List<Case> all() {
        Cases cases = new Cases();
        cases.methods();
        cases.statuses();
        cases.bodies();
        cases.streaming();
        cases.redirects();
        cases.fields();
        cases.order();
        cases.failures();
        return cases.all;
    }

    private void same(String name, Case.Program program, MockResponse... answers) {
        all.add(new Case(name, List.of(answers), program, null));
    }

    private void differs(Difference difference, String name, Case.Program program, MockResponse... answers) {
        all.add(new Case(name, List.of(answers), program, difference));
    }

    // Looks at a response

    private static void look(HttpURLConnection connection, Transcript seen) {
        seen.step("code", connection::getResponseCode);
        seen.step("message", connection::getResponseMessage);
        seen.step("status line", () -> connection.getHeaderField(0));
        seen.step("its name", () -> connection.getHeaderFieldKey(0));
        seen.step("content", () -> text(connection.getInputStream()));
        seen.step("content of an error", () -> text(connection.getErrorStream()));
        seen.step("method", connection::getRequestMethod);
        seen.step("url", connection::getURL);
    }

    private static @Nullable String text(@Nullable InputStream content) throws Exception {
        if (content == null) {
            return null;
        }
        try (content) {
            return new String(content.readAllBytes(), UTF_8);
        }
    }

    private static void write(HttpURLConnection connection, Transcript seen, String content) {
        seen.run("write " + content.length(), () -> {
            try (OutputStream out = connection.getOutputStream()) {
                out.write(content.getBytes(UTF_8));
            }
        });
    }

    private static MockResponse redirect(int code, String location) {
        return new MockResponse.Builder()
                .code(code)
                .addHeader("Location", location)
                .body("moved")
                .build();
    }

    private static MockResponse ok() {
        return MockResponse.of(200, "hello");
    }

    // The table

    private void methods() {
        for (String method : List.of("GET", "POST", "PUT", "DELETE", "OPTIONS")) {
            Case.Program without = (connection, seen) -> {
                connection.setRequestMethod(method);
                look(connection, seen);
            };
            if (method.startsWith("P")) {
                differs(Difference.LENGTH_OF_NOTHING, method, without, ok());
            } else {
                same(method, without, ok());
            }
            same(method + " with content", (connection, seen) -> {
                connection.setRequestMethod(method);
                connection.setDoOutput(true);
                write(connection, seen, "some content");
                look(connection, seen);
            }, ok());
        }
        same("TRACE", (connection, seen) -> {
            connection.setRequestMethod("TRACE");
            look(connection, seen);
        }, ok());
        same("TRACE with content", (connection, seen) -> {
            connection.setRequestMethod("TRACE");
            connection.setDoOutput(true);
            write(connection, seen, "some content");
        });
        same("HEAD", (connection, seen) -> {
            connection.setRequestMethod("HEAD");
            look(connection, seen);
            seen.step("length", connection::getContentLength);
        }, new MockResponse.Builder().addHeader("Content-Length", "5").build());
        differs(Difference.HEAD_WITH_CONTENT, "HEAD with content", (connection, seen) -> {
            connection.setRequestMethod("HEAD");
            connection.setDoOutput(true);
            write(connection, seen, "some content");
        }, MockResponse.of(200));
        differs(Difference.PATCH, "PATCH with content", (connection, seen) -> {
            seen.run("PATCH", () -> connection.setRequestMethod("PATCH"));
            connection.setDoOutput(true);
            write(connection, seen, "some content");
            look(connection, seen);
        }, ok());
        for (String method : List.of("get", "CONNECT", "BREW", "")) {
            same("the method '" + method + "'",
                    (connection, seen) -> seen.run("set", () -> connection.setRequestMethod(method)));
        }
    }

    private void statuses() {
        for (int code : List.of(200, 201, 202, 203, 206, 299, 300, 304, 400, 401, 403, 404, 405, 409, 410, 429, 500, 502, 503, 599)) {
            same("status " + code, (connection, seen) -> look(connection, seen), MockResponse.of(code, code == 304 ? "" : "content"));
            same("error or content first, status " + code, (connection, seen) -> {
                seen.step("error before", () -> text(connection.getErrorStream()));
                seen.step("content", () -> text(connection.getInputStream()));
                seen.step("error after", () -> text(connection.getErrorStream()));
                seen.step("code", connection::getResponseCode);
            }, MockResponse.of(code, code == 304 ? "" : "content"));
        }
        same("status 204", (connection, seen) -> look(connection, seen), new MockResponse.Builder().code(204).build());
        same("status 404 without content", (connection, seen) -> look(connection, seen), MockResponse.of(404));
        same("status 500 in chunks", (connection, seen) -> look(connection, seen),
                new MockResponse.Builder().code(500).chunkedBody("broken", 4).build());
        same("a reason of its own", (connection, seen) -> look(connection, seen),
                new MockResponse.Builder().status("HTTP/1.1 200 All is well").body("x").build());
        same("no reason", (connection, seen) -> look(connection, seen),
                new MockResponse.Builder().status("HTTP/1.1 200").body("x").build());
        same("HTTP/1.0", (connection, seen) -> look(connection, seen),
                new MockResponse.Builder().status("HTTP/1.0 200 OK").bodyUntilClose("old").build());
        differs(Difference.INTERIM, "interim responses", (connection, seen) -> {
            connection.setReadTimeout(50);
            look(connection, seen);
        },
                new MockResponse.Builder().addInformational(103, dev.hawser.Headers.of("Link", "</a>")).body("x").build());
    }

    private void bodies() {
        same("content in chunks", (connection, seen) -> {
            look(connection, seen);
            seen.step("length", connection::getContentLengthLong);
        }, new MockResponse.Builder().chunkedBody("in some chunks", 3).build());
        same("content until the end", (connection, seen) -> {
            look(connection, seen);
            seen.step("length", connection::getContentLengthLong);
        }, new MockResponse.Builder().bodyUntilClose("to the end").build());
        same("no content", (connection, seen) -> {
            look(connection, seen);
            seen.step("length", connection::getContentLengthLong);
            seen.step("again", () -> connection.getInputStream().read());
        }, MockResponse.of(200));
        same("content that nobody unzips", (connection, seen) -> {
            seen.step("encoding", connection::getContentEncoding);
            seen.step("length", connection::getContentLength);
            seen.step("bytes", () -> connection.getInputStream().readAllBytes().length);
        }, new MockResponse.Builder().addHeader("Content-Encoding", "gzip").body(new byte[33]).build());
        same("content of which a part is read", (connection, seen) -> {
            InputStream content = connection.getInputStream();
            seen.step("first", content::read);
            seen.run("close", content::close);
            seen.run("close again", content::close);
        }, ok());
        same("content by getContent", (connection, seen) -> seen.step("text", () -> text((InputStream) connection.getContent())),
                new MockResponse.Builder().addHeader("Content-Type", "application/octet-stream").body("raw").build());
        same("the same stream each time", (connection, seen) ->
                seen.step("same", () -> connection.getInputStream() == connection.getInputStream()), ok());
        differs(Difference.CUT_OFF, "content that is cut off", (connection, seen) -> {
            seen.step("code", connection::getResponseCode);
            seen.step("failure", () -> {
                try {
                    return text(connection.getInputStream());
                } catch (java.io.IOException e) {
                    return "an IOException";
                }
            });
        }, new MockResponse.Builder().body("0123456789".repeat(100)).socketPolicy(SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY).build());
        same("doInput is false", (connection, seen) -> {
            connection.setDoInput(false);
            look(connection, seen);
        }, ok());
    }

    private void streaming() {
        for (String content : List.of("", "short", "x".repeat(20_000))) {
            same("fixed length " + content.length(), (connection, seen) -> {
                connection.setDoOutput(true);
                connection.setFixedLengthStreamingMode(content.length());
                write(connection, seen, content);
                look(connection, seen);
            }, ok());
            same("chunked " + content.length(), (connection, seen) -> {
                connection.setRequestMethod("PUT");
                connection.setDoOutput(true);
                connection.setChunkedStreamingMode(0);
                write(connection, seen, content);
                look(connection, seen);
            }, ok());
        }
        same("flushed on the way", (connection, seen) -> {
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(10L);
            OutputStream out = connection.getOutputStream();
            for (int i = 0; i < 10; i++) {
                int digit = '0' + i;
                seen.run("write", () -> out.write(digit));
                seen.run("flush", out::flush);
            }
            seen.run("close", out::close);
            seen.run("write after it", () -> out.write(1));
            look(connection, seen);
        }, ok());
        same("not closed by the program", (connection, seen) -> {
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(5);
            connection.getOutputStream().write("12345".getBytes(UTF_8));
            look(connection, seen);
        }, ok());
        same("too little", (connection, seen) -> {
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(5);
            OutputStream out = connection.getOutputStream();
            out.write(1);
            seen.run("close", out::close);
            seen.step("content", () -> text(connection.getInputStream()));
        });
        for (int code : List.of(301, 307, 401, 404, 500)) {
            same("streamed, and answered by " + code, (connection, seen) -> {
                connection.setDoOutput(true);
                connection.setFixedLengthStreamingMode(5);
                write(connection, seen, "12345");
                look(connection, seen);
            }, redirect(code, "/there"));
        }
        differs(Difference.FALSE_PROXY, "a demand of a proxy's where there is none", (connection, seen) -> look(connection, seen),
                MockResponse.of(407, "who are you?"));
        same("both modes", (connection, seen) -> {
            connection.setChunkedStreamingMode(10);
            seen.run("fixed", () -> connection.setFixedLengthStreamingMode(10));
            seen.run("fixed", () -> connection.setFixedLengthStreamingMode(10L));
        });
        same("both modes the other way", (connection, seen) -> {
            connection.setFixedLengthStreamingMode(10);
            seen.run("chunked", () -> connection.setChunkedStreamingMode(10));
            seen.run("negative", () -> connection.setFixedLengthStreamingMode(-1));
        });
    }

    private void redirects() {
        for (int code : List.of(300, 301, 302, 303, 307, 308)) {
            for (String method : List.of("GET", "HEAD", "DELETE")) {
                same(method + " redirected by " + code, (connection, seen) -> {
                    connection.setRequestMethod(method);
                    connection.setRequestProperty("X-Mine", "1");
                    look(connection, seen);
                }, new MockResponse.Builder().code(code).addHeader("Location", "/there?x=1").build(),
                        new MockResponse.Builder().build());
            }
            for (String method : List.of("POST", "PUT")) {
                same(method + " redirected by " + code, (connection, seen) -> {
                    connection.setRequestMethod(method);
                    connection.setDoOutput(true);
                    connection.setRequestProperty("X-Mine", "1");
                    write(connection, seen, "content");
                    look(connection, seen);
                }, redirect(code, "/there"), ok());
            }
        }
        differs(Difference.PROXY_BY_REDIRECT, "redirected by 305", (connection, seen) -> look(connection, seen),
                redirect(305, "http://localhost:1/"));
        same("redirected by 306", (connection, seen) -> look(connection, seen), redirect(306, "/there"));
        same("redirected without a place", (connection, seen) -> look(connection, seen), MockResponse.of(302, "where?"));
        same("redirected to a place beside it", (connection, seen) -> look(connection, seen), redirect(302, "beside"), ok());
        same("redirected to another protocol", (connection, seen) -> look(connection, seen), redirect(302, "https://localhost:1/"));
        same("redirected to a protocol that nobody knows", (connection, seen) -> look(connection, seen), redirect(302, "gopherx://there"));
        same("redirects not wanted", (connection, seen) -> {
            connection.setInstanceFollowRedirects(false);
            look(connection, seen);
        }, redirect(302, "/there"));
        same("redirected twenty times", (connection, seen) -> look(connection, seen),
                java.util.stream.Stream.generate(() -> redirect(302, "/again")).limit(20).toArray(MockResponse[]::new));
        same("redirected nineteen times", (connection, seen) -> look(connection, seen),
                java.util.stream.Stream.concat(
                        java.util.stream.Stream.generate(() -> redirect(302, "/again")).limit(19),
                        java.util.stream.Stream.of(ok())).toArray(MockResponse[]::new));
    }

    private void fields() {
        same("fields of the response", (connection, seen) -> {
            seen.step("by name", () -> connection.getHeaderField("x-TWICE"));
            seen.step("by null", () -> connection.getHeaderField(null));
            seen.step("none", () -> connection.getHeaderField("X-None"));
            for (int i = -1; i < 6; i++) {
                int index = i;
                seen.step("name " + i, () -> connection.getHeaderFieldKey(index));
                seen.step("value " + i, () -> connection.getHeaderField(index));
            }
            seen.step("all of one", () -> connection.getHeaderFields().get("X-Twice"));
            seen.step("status", () -> connection.getHeaderFields().get(null));
            seen.step("names", () -> new TreeMap<>(connection.getHeaderFields().entrySet().stream()
                    .filter(e -> e.getKey() != null)
                    .collect(java.util.stream.Collectors.toMap(java.util.Map.Entry::getKey, java.util.Map.Entry::getValue))));
            seen.run("unmodifiable", () -> connection.getHeaderFields().clear());
            seen.step("number", () -> connection.getHeaderFieldInt("X-Number", 7));
            seen.step("long", () -> connection.getHeaderFieldLong("X-Number", 7));
            seen.step("no number", () -> connection.getHeaderFieldInt("X-Twice", 7));
            seen.step("date", connection::getLastModified);
            seen.step("type", connection::getContentType);
            seen.step("expires", connection::getExpiration);
        }, new MockResponse.Builder()
                .headers(dev.hawser.Headers.of("X-Twice", "first", "X-Number", "42", "X-Twice", "second",
                        "Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT", "Content-Length", "2"))
                .body("ab").build());
        same("fields of the request", (connection, seen) -> {
            connection.setRequestProperty("X-One", "1");
            connection.addRequestProperty("x-one", "2");
            connection.setRequestProperty("X-ONE", "3");
            connection.setRequestProperty("Authorization", "secret");
            seen.step("last", () -> connection.getRequestProperty("x-one"));
            seen.step("secret", () -> connection.getRequestProperty("Authorization"));
            seen.step("null", () -> connection.getRequestProperty(null));
            seen.step("all", () -> new TreeMap<>(connection.getRequestProperties()));
            seen.run("unmodifiable", () -> connection.getRequestProperties().clear());
            look(connection, seen);
            seen.step("after it", () -> connection.getRequestProperty("x-one"));
        }, ok());
        differs(Difference.PROXY_CREDENTIALS, "credentials for a proxy where there is none", (connection, seen) -> {
            connection.setRequestProperty("Proxy-Authorization", "secret");
            seen.step("told", () -> connection.getRequestProperty("Proxy-Authorization"));
            look(connection, seen);
        }, ok());
        same("fields that are not the program's", (connection, seen) -> {
            for (String name : List.of("Access-Control-Request-Headers", "Access-Control-Request-Method", "Connection",
                    "Content-Length", "Content-Transfer-Encoding", "Host", "Keep-Alive", "Origin", "Trailer",
                    "Transfer-Encoding", "Upgrade", "Via", "Sec-Fetch-Mode", "TE", "Date", "Referer", "Expect-CT")) {
                seen.run(name, () -> connection.setRequestProperty(name, "17"));
                seen.step(name, () -> connection.getRequestProperty(name));
            }
            look(connection, seen);
        }, ok());
        same("Connection: close", (connection, seen) -> {
            connection.setRequestProperty("Connection", "CLOSE");
            look(connection, seen);
        }, ok());
        for (String value : List.of("a\nb", "a\r\nb", "a\n b: c", "a\n")) {
            same("the value " + value.replace("\n", "LF").replace("\r", "CR"), (connection, seen) ->
                    seen.run("set", () -> connection.setRequestProperty("X-Odd", value)));
        }
        for (String name : List.of("a:b", "a\nb")) {
            same("the name " + name.replace("\n", "LF"), (connection, seen) ->
                    seen.run("set", () -> connection.addRequestProperty(name, "x")));
        }
        differs(Difference.FIELD_GRAMMAR, "a name with a space", (connection, seen) ->
                seen.run("set", () -> connection.setRequestProperty("X Y", "x")));
        same("a null name", (connection, seen) -> {
            seen.run("set", () -> connection.setRequestProperty(null, "x"));
            seen.run("add", () -> connection.addRequestProperty(null, "x"));
        });
        same("a modification date", (connection, seen) -> {
            connection.setIfModifiedSince(784_111_777_000L);
            look(connection, seen);
        }, MockResponse.of(304));
        same("no caches", (connection, seen) -> {
            connection.setUseCaches(false);
            look(connection, seen);
        }, ok());
        same("an encoding that the program asks for", (connection, seen) -> {
            connection.setRequestProperty("Accept-Encoding", "gzip");
            seen.step("bytes", () -> connection.getInputStream().readAllBytes().length);
            seen.step("encoding", connection::getContentEncoding);
        }, new MockResponse.Builder().addHeader("Content-Encoding", "gzip").body(new byte[33]).build());
        same("a type of its own", (connection, seen) -> {
            connection.setRequestProperty("Content-Type", "text/plain");
            connection.setDoOutput(true);
            write(connection, seen, "plain");
            look(connection, seen);
        }, ok());
    }

    private void order() {
        same("everything after connect", (connection, seen) -> {
            connection.connect();
            settings(connection, seen);
            seen.run("connect again", connection::connect);
            look(connection, seen);
            settings(connection, seen);
        }, ok());
        same("everything after the response", (connection, seen) -> {
            look(connection, seen);
            settings(connection, seen);
            seen.step("write", connection::getOutputStream);
        }, ok());
        same("everything after an empty response", (connection, seen) -> {
            look(connection, seen);
            seen.run("set", () -> connection.setRequestProperty("X", "y"));
            seen.run("method", () -> connection.setRequestMethod("PUT"));
        }, MockResponse.of(200));
        same("everything after the body began", (connection, seen) -> {
            connection.setDoOutput(true);
            connection.getOutputStream().write(1);
            settings(connection, seen);
            seen.step("same stream", () -> connection.getOutputStream() == connection.getOutputStream());
            look(connection, seen);
        }, ok());
        same("writing without doOutput", (connection, seen) -> {
            seen.step("write", connection::getOutputStream);
            seen.step("write again", connection::getOutputStream);
        });
        same("writing after reading", (connection, seen) -> {
            connection.setDoOutput(true);
            seen.step("content", () -> text(connection.getInputStream()));
            seen.step("write", connection::getOutputStream);
        }, ok());
        same("doOutput without content", (connection, seen) -> {
            connection.setDoOutput(true);
            look(connection, seen);
        }, ok());
        same("writing after the end", (connection, seen) -> {
            connection.setDoOutput(true);
            OutputStream out = connection.getOutputStream();
            out.write("kept".getBytes(UTF_8));
            out.close();
            seen.run("write", () -> out.write("dropped".getBytes(UTF_8)));
            look(connection, seen);
        }, ok());
        same("negative times", (connection, seen) -> {
            seen.run("connect", () -> connection.setConnectTimeout(-1));
            seen.run("read", () -> connection.setReadTimeout(-1));
            seen.step("connect", connection::getConnectTimeout);
            seen.step("read", connection::getReadTimeout);
        });
        same("a failure told twice", (connection, seen) -> {
            seen.step("content", connection::getInputStream);
            seen.step("content again", connection::getInputStream);
        }, MockResponse.of(500, "x"));
        same("disconnected before", (connection, seen) -> {
            connection.disconnect();
            look(connection, seen);
        }, ok());
        same("disconnected after", (connection, seen) -> {
            look(connection, seen);
            connection.disconnect();
            seen.step("code", connection::getResponseCode);
            seen.step("field", () -> connection.getHeaderField("Content-Length"));
        }, ok());
        same("disconnected between connect and request", (connection, seen) -> {
            connection.connect();
            connection.disconnect();
            seen.step("code", connection::getResponseCode);
        }, ok());
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
            seen.step("connect", () -> thrownBy(() -> seen.open("http://localhost:1/").connect()));
            seen.step("code", () -> thrownBy(() -> seen.open("http://localhost:1/").getResponseCode()));
            HttpURLConnection writes = seen.open("http://localhost:1/");
            writes.setDoOutput(true);
            seen.step("write", () -> thrownBy(writes::getOutputStream));
            writes.setDoInput(true);
        });
        same("a name that nobody has", (connection, seen) ->
                seen.step("connect", () -> thrownBy(() -> seen.open("http://no.such.name.invalid/").connect())));
        same("a read that takes too long", (connection, seen) -> {
            connection.setReadTimeout(50);
            seen.step("class", () -> thrownBy(connection::getResponseCode));
            seen.step("and again", () -> thrownBy(connection::getInputStream));
        }, new MockResponse.Builder().socketPolicy(SocketPolicy.NO_RESPONSE).build());
        differs(Difference.NO_HTTP, "a server that says no HTTP", (connection, seen) -> {
            seen.step("content", () -> thrownBy(connection::getInputStream));
        }, new MockResponse.Builder().raw("SSH-2.0-OpenSSH_9.6\r\n").socketPolicy(SocketPolicy.DISCONNECT_AT_END).build());
        differs(Difference.UNANSWERED, "a server that hangs up", (connection, seen) -> {
            connection.setRequestMethod("POST");
            seen.step("content", connection::getInputStream);
        }, hangUp(), hangUp(), hangUp());
        same("a server that hangs up on a kept connection", (connection, seen) -> {
            look(connection, seen);
            HttpURLConnection next = seen.open(connection.getURL().toString());
            look(next, seen);
        }, ok(), hangUp(), MockResponse.of(200, "at last"));
    }

    private static MockResponse hangUp() {
        return new MockResponse.Builder().socketPolicy(SocketPolicy.DISCONNECT_AFTER_REQUEST).build();
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
