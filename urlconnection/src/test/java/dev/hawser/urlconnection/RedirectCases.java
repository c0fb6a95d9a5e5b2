package dev.hawser.urlconnection;

import dev.hawser.testserver.MockResponse;
import java.util.List;
import java.util.stream.Stream;

/** URLs, and where responses lead from them. */
final class RedirectCases extends Cases {
    @Override
    void add() {
        urls();
        redirects();
    }

    private void urls() {
        for (String form : List.of(
                "http://SERVER",
                "http://SERVER?only=query",
                "http://SERVER/path#fragment",
                "HTTP://SERVER/UPPER",
                "http://user:secret@SERVER/",
                "http://SERVER/a%2Fb?c=%C3%A9")) {
            same(
                    "the URL " + form,
                    (connection, seen) -> {
                        String server = connection.getURL().getAuthority();
                        look(seen.open(form.replace("SERVER", server)), seen);
                    },
                    ok());
        }
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
                Stream.generate(() -> redirect(302, "/again")).limit(20).toArray(MockResponse[]::new));
        same(
                "redirected nineteen times",
                (connection, seen) -> look(connection, seen),
                Stream.concat(Stream.generate(() -> redirect(302, "/again")).limit(19), Stream.of(ok()))
                        .toArray(MockResponse[]::new));
    }
}
