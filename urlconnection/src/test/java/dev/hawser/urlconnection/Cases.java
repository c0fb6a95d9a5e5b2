package dev.hawser.urlconnection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.testserver.MockResponse;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cases, and what their programs have in common. */
abstract class Cases {
    private final List<Case> all = new ArrayList<>();

    /** All that are in the table. */
    static List<Case> all() {
        List<Case> table = new ArrayList<>();
        for (Cases some : List.of(new MessageCases(), new RedirectCases(), new FieldCases(), new OrderCases())) {
            some.add();
            table.addAll(some.all);
        }
        return table;
    }

    /** Adds the cases of one kind. */
    abstract void add();

    final void same(String name, Case.Program program, MockResponse... answers) {
        all.add(new Case(name, List.of(answers), program, null));
    }

    final void differs(Difference difference, String name, Case.Program program, MockResponse... answers) {
        all.add(new Case(name, List.of(answers), program, difference));
    }

    // What programs do

    static void look(HttpURLConnection connection, Transcript seen) {
        seen.step("code", connection::getResponseCode);
        seen.step("message", connection::getResponseMessage);
        seen.step("status line", () -> connection.getHeaderField(0));
        seen.step("its name", () -> connection.getHeaderFieldKey(0));
        seen.step("content", () -> text(connection.getInputStream()));
        seen.step("content of an error", () -> text(connection.getErrorStream()));
        seen.step("method", connection::getRequestMethod);
        seen.step("url", connection::getURL);
    }

    static @Nullable String text(@Nullable InputStream content) throws Exception {
        if (content == null) {
            return null;
        }
        try (content) {
            return new String(content.readAllBytes(), UTF_8);
        }
    }

    static void write(HttpURLConnection connection, Transcript seen, String content) {
        seen.run("write " + content.length(), () -> {
            try (OutputStream out = connection.getOutputStream()) {
                out.write(content.getBytes(UTF_8));
            }
        });
    }

    static MockResponse redirect(int code, String location) {
        return new MockResponse.Builder()
                .code(code)
                .addHeader("Location", location)
                .body("moved")
                .build();
    }

    static MockResponse ok() {
        return MockResponse.of(200, "hello");
    }
}
