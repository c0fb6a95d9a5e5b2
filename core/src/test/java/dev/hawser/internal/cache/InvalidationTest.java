package dev.hawser.internal.cache;

import static dev.hawser.internal.cache.Stored.headers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.HttpUrl;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111, section 4.4. */
class InvalidationTest {
    private static final HttpUrl URL = HttpUrl.get("https://example.com/a/b?c");

    private static List<String> targets(String method, int code, String... lines) {
        Request request = new Request.Builder()
                .url(URL)
                .method(method, method.equals("HEAD") || method.equals("GET") ? null : RequestBody.create("x", null))
                .build();
        return Invalidation.targets(request, code, headers(lines)).stream()
                .map(HttpUrl::toString)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "MOVE", "FROBNICATE", "get"})
    void aMethodThatMayChangeSomethingDoes(String method) {
        assertThat(targets(method, 200)).containsExactly(URL.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "QUERY", "PROPFIND"})
    void aSafeMethodDoesNot(String method) {
        assertThat(targets(method, 200)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 500, 503})
    void aFailedOneDoesNot(int code) {
        assertThat(targets("POST", code)).isEmpty();
    }

    @Test
    void aRedirectIsNoFailure() {
        assertThat(targets("POST", 303)).containsExactly(URL.toString());
    }

    @Test
    void whatTheResponseNamesGoesToo() {
        assertThat(targets("POST", 201, "Location: ../new", "Content-Location: https://example.com:443/c"))
                .containsExactly(URL.toString(), "https://example.com/new", "https://example.com/c");
    }

    @Test
    void whatIsAnothersStays() {
        assertThat(targets("POST", 201, "Location: https://example.org/new", "Content-Location: http://example.com/c"))
                .containsExactly(URL.toString());
        assertThat(targets("POST", 201, "Location: https://example.com:444/")).containsExactly(URL.toString());
        assertThat(targets("POST", 201, "Location: mailto:a@b")).containsExactly(URL.toString());
    }
}
