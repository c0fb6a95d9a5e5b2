package dev.hawser.urlconnection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.Headers;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.SocketPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** Methods, statuses, contents and how they are sent. */
final class MessageCases extends Cases {
    @Override
    void add() {
        methods();
        emptiness();
        statuses();
        bodies();
        streaming();
    }

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
            same(
                    method + " with content",
                    (connection, seen) -> {
                        connection.setRequestMethod(method);
                        connection.setDoOutput(true);
                        write(connection, seen, "some content");
                        look(connection, seen);
                    },
                    ok());
        }
        same(
                "TRACE",
                (connection, seen) -> {
                    connection.setRequestMethod("TRACE");
                    look(connection, seen);
                },
                ok());
        same("TRACE with content", (connection, seen) -> {
            connection.setRequestMethod("TRACE");
            connection.setDoOutput(true);
            write(connection, seen, "some content");
        });
        same(
                "HEAD",
                (connection, seen) -> {
                    connection.setRequestMethod("HEAD");
                    look(connection, seen);
                    seen.step("length", connection::getContentLength);
                },
                new MockResponse.Builder().addHeader("Content-Length", "5").build());
        differs(
                Difference.HEAD_WITH_CONTENT,
                "HEAD with content",
                (connection, seen) -> {
                    connection.setRequestMethod("HEAD");
                    connection.setDoOutput(true);
                    write(connection, seen, "some content");
                },
                MockResponse.of(200));
        differs(
                Difference.PATCH,
                "PATCH with content",
                (connection, seen) -> {
                    seen.run("PATCH", () -> connection.setRequestMethod("PATCH"));
                    connection.setDoOutput(true);
                    write(connection, seen, "some content");
                    look(connection, seen);
                },
                ok());
        for (String method : List.of("get", "CONNECT", "BREW", "")) {
            same(
                    "the method '" + method + "'",
                    (connection, seen) -> seen.run("set", () -> connection.setRequestMethod(method)));
        }
    }

    private void emptiness() {
        same(
                "a stream that nothing is written to",
                (connection, seen) -> {
                    connection.setDoOutput(true);
                    write(connection, seen, "");
                    look(connection, seen);
                },
                ok());
        for (int code : List.of(204, 205)) {
            same(
                    "POST answered by " + code,
                    (connection, seen) -> {
                        connection.setDoOutput(true);
                        write(connection, seen, "some content");
                        look(connection, seen);
                    },
                    MockResponse.of(code));
        }
        same(
                "HEAD answered by 404",
                (connection, seen) -> {
                    connection.setRequestMethod("HEAD");
                    look(connection, seen);
                },
                new MockResponse.Builder()
                        .code(404)
                        .addHeader("Content-Length", "5")
                        .build());
        for (int code : List.of(401, 500)) {
            same(
                    "an error without content, status " + code,
                    (connection, seen) -> look(connection, seen),
                    MockResponse.of(code));
            same(
                    "an error with chunks of no bytes, status " + code,
                    (connection, seen) -> look(connection, seen),
                    new MockResponse.Builder().code(code).chunkedBody("", 4).build());
        }
    }

    private void statuses() {
        for (int code : List.of(
                200, 201, 202, 203, 206, 299, 300, 304, 400, 401, 403, 404, 405, 409, 410, 429, 500, 502, 503, 599)) {
            same(
                    "status " + code,
                    (connection, seen) -> look(connection, seen),
                    MockResponse.of(code, code == 304 ? "" : "content"));
            same(
                    "error or content first, status " + code,
                    (connection, seen) -> {
                        seen.step("error before", () -> text(connection.getErrorStream()));
                        seen.step("content", () -> text(connection.getInputStream()));
                        seen.step("error after", () -> text(connection.getErrorStream()));
                        seen.step("code", connection::getResponseCode);
                    },
                    MockResponse.of(code, code == 304 ? "" : "content"));
        }
        same(
                "status 204",
                (connection, seen) -> look(connection, seen),
                new MockResponse.Builder().code(204).build());
        same("status 404 without content", (connection, seen) -> look(connection, seen), MockResponse.of(404));
        same(
                "status 500 in chunks",
                (connection, seen) -> look(connection, seen),
                new MockResponse.Builder().code(500).chunkedBody("broken", 4).build());
        same(
                "a reason of its own",
                (connection, seen) -> look(connection, seen),
                new MockResponse.Builder()
                        .status("HTTP/1.1 200 All is well")
                        .body("x")
                        .build());
        same(
                "no reason",
                (connection, seen) -> look(connection, seen),
                new MockResponse.Builder().status("HTTP/1.1 200").body("x").build());
        same(
                "HTTP/1.0",
                (connection, seen) -> look(connection, seen),
                new MockResponse.Builder()
                        .status("HTTP/1.0 200 OK")
                        .bodyUntilClose("old")
                        .build());
        differs(
                Difference.INTERIM,
                "interim responses",
                (connection, seen) -> {
                    connection.setReadTimeout(400);
                    look(connection, seen);
                },
                new MockResponse.Builder()
                        .addInformational(103, Headers.of("Link", "</a>"))
                        .body("x")
                        .build());
    }

    private void bodies() {
        same(
                "content in chunks",
                (connection, seen) -> {
                    look(connection, seen);
                    seen.step("length", connection::getContentLengthLong);
                },
                new MockResponse.Builder().chunkedBody("in some chunks", 3).build());
        same(
                "content until the end",
                (connection, seen) -> {
                    look(connection, seen);
                    seen.step("length", connection::getContentLengthLong);
                },
                new MockResponse.Builder().bodyUntilClose("to the end").build());
        same(
                "no content",
                (connection, seen) -> {
                    look(connection, seen);
                    seen.step("length", connection::getContentLengthLong);
                    seen.step("again", () -> connection.getInputStream().read());
                },
                MockResponse.of(200));
        same(
                "content that nobody unzips",
                (connection, seen) -> {
                    seen.step("encoding", connection::getContentEncoding);
                    seen.step("length", connection::getContentLength);
                    seen.step("bytes", () -> connection.getInputStream().readAllBytes().length);
                },
                new MockResponse.Builder()
                        .addHeader("Content-Encoding", "gzip")
                        .body(new byte[33])
                        .build());
        same(
                "content of which a part is read",
                (connection, seen) -> {
                    InputStream content = connection.getInputStream();
                    seen.step("first", content::read);
                    seen.run("close", content::close);
                    seen.run("close again", content::close);
                },
                ok());
        same(
                "content by getContent",
                (connection, seen) -> seen.step("text", () -> text((InputStream) connection.getContent())),
                new MockResponse.Builder()
                        .addHeader("Content-Type", "application/octet-stream")
                        .body("raw")
                        .build());
        same(
                "the same stream each time",
                (connection, seen) -> seen.step("same", () -> {
                    InputStream first = connection.getInputStream();
                    return first == connection.getInputStream();
                }),
                ok());
        differs(
                Difference.CUT_OFF,
                "content that is cut off",
                (connection, seen) -> {
                    seen.step("code", connection::getResponseCode);
                    seen.step("failure", () -> {
                        try {
                            return text(connection.getInputStream());
                        } catch (IOException e) {
                            return "an IOException";
                        }
                    });
                },
                new MockResponse.Builder()
                        .body("0123456789".repeat(100))
                        .socketPolicy(SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY)
                        .build());
        same(
                "doInput is false",
                (connection, seen) -> {
                    connection.setDoInput(false);
                    look(connection, seen);
                },
                ok());
    }

    private void streaming() {
        for (String content : List.of("", "short", "x".repeat(20_000))) {
            same(
                    "fixed length " + content.length(),
                    (connection, seen) -> {
                        connection.setDoOutput(true);
                        connection.setFixedLengthStreamingMode(content.length());
                        write(connection, seen, content);
                        look(connection, seen);
                    },
                    ok());
            same(
                    "chunked " + content.length(),
                    (connection, seen) -> {
                        connection.setRequestMethod("PUT");
                        connection.setDoOutput(true);
                        connection.setChunkedStreamingMode(0);
                        write(connection, seen, content);
                        look(connection, seen);
                    },
                    ok());
        }
        same(
                "flushed on the way",
                (connection, seen) -> {
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
                },
                ok());
        same(
                "not closed by the program",
                (connection, seen) -> {
                    connection.setDoOutput(true);
                    connection.setFixedLengthStreamingMode(5);
                    connection.getOutputStream().write("12345".getBytes(UTF_8));
                    look(connection, seen);
                },
                ok());
        for (int code : List.of(301, 307, 401, 404, 500)) {
            same(
                    "streamed, and answered by " + code,
                    (connection, seen) -> {
                        connection.setDoOutput(true);
                        connection.setFixedLengthStreamingMode(5);
                        write(connection, seen, "12345");
                        look(connection, seen);
                    },
                    redirect(code, "/there"));
        }
        differs(
                Difference.FALSE_PROXY,
                "a demand of a proxy's where there is none",
                (connection, seen) -> look(connection, seen),
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
}
