package dev.hawser.urlconnection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.SocketPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.util.concurrent.Callable;

/** The order of calls, disconnecting, and failures. */
final class OrderCases extends Cases {
    @Override
    void add() {
        order();
        disconnecting();
        failures();
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

    private void disconnecting() {
        same(
                "disconnected while the content is read",
                (connection, seen) -> {
                    InputStream content = connection.getInputStream();
                    seen.step("first", content::read);
                    connection.disconnect();
                    seen.run("close", content::close);
                    seen.step("code", connection::getResponseCode);
                },
                MockResponse.of(200, "x".repeat(200_000)));
        same(
                "disconnected twice",
                (connection, seen) -> {
                    look(connection, seen);
                    seen.run("disconnect", connection::disconnect);
                    seen.run("disconnect", connection::disconnect);
                    seen.step("error", connection::getErrorStream);
                },
                MockResponse.of(404, "none"));
        same(
                "disconnected while the content is written",
                (connection, seen) -> {
                    connection.setDoOutput(true);
                    OutputStream out = connection.getOutputStream();
                    out.write(1);
                    connection.disconnect();
                    seen.run("write", () -> out.write(2));
                    seen.run("close", out::close);
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
        seen.run("authenticator", () -> connection.setAuthenticator(new Authenticator() {}));
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
            seen.step("content", () -> thrownBy(writes::getInputStream));
            seen.step("field", () -> writes.getHeaderField("Date"));
            seen.step("fields", writes::getHeaderFields);
            seen.step("error", writes::getErrorStream);
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

    private static String thrownBy(Callable<?> step) throws Exception {
        try {
            return "nothing, but " + step.call();
        } catch (IOException e) {
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
