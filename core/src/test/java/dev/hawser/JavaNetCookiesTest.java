package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cookies between Hawser and {@code java.net}. */
class JavaNetCookiesTest {
    private static final HttpUrl URL = HttpUrl.get("https://www.example.com/a/b?c");

    @Nested
    class AJarThatAsksAHandler {
        private final CookieManager manager = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
        private final JavaNetCookieJar jar = new JavaNetCookieJar(manager);

        private void set(HttpUrl url, String... setCookies) {
            for (String each : setCookies) {
                jar.saveFromResponse(url, List.of(Objects.requireNonNull(Cookie.parse(url, each), each)));
            }
        }

        private List<String> sentTo(String url) {
            return jar.loadForRequest(HttpUrl.get(url)).stream()
                    .map(cookie -> cookie.name() + "=" + cookie.value())
                    .toList();
        }

        @Test
        void givesItTheCookiesAndSendsWhatItHas() {
            set(URL, "a=1; Path=/", "b=2; Path=/a; Secure", "c=3; Domain=example.com; Path=/; Max-Age=60");

            assertThat(sentTo("https://www.example.com/a")).containsExactlyInAnyOrder("a=1", "b=2", "c=3");
            assertThat(sentTo("http://www.example.com/")).containsExactlyInAnyOrder("a=1", "c=3");
            assertThat(sentTo("https://shop.example.com/")).containsExactly("c=3");
            assertThat(sentTo("https://example.org/")).isEmpty();
        }

        @Test
        void hasItForgetWhatHasEnded() {
            set(URL, "a=1; Path=/; Max-Age=60", "b=1; Path=/", "a=; Path=/; Max-Age=0");

            assertThat(sentTo("https://www.example.com/")).containsExactly("b=1");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "a=1; b=2 | a=1 b=2",
                    "$Version=\"1\"; a=\"1\";$Path=\"/\";$Domain=\"h\"; b=\"x=y\" | a=1 b=x=y",
                    "a; b= ; =c;; d=1 | a= b= d=1",
                    "a=\u00e4; b=1 | b=1",
                    "a=1,2 | a=1,2"
                })
        void readsTheFieldThatTheHandlerMakes(String field, String cookies) {
            JavaNetCookieJar jar = new JavaNetCookieJar(new FixedHandler(Map.of("cookie", List.of(field))));

            assertThat(jar.loadForRequest(URL).stream().map(each -> each.name() + "=" + each.value()))
                    .containsExactly(cookies.split(" "));
        }

        @Test
        void readsNoOtherFields() {
            Map<String, List<String>> fields = new HashMap<>();
            fields.put("Authorization", List.of("a=1"));
            fields.put("Cookie", List.of("b=1", "c=1"));
            fields.put("COOKIE2", List.of("d=1"));

            assertThat(new JavaNetCookieJar(new FixedHandler(fields)).loadForRequest(URL))
                    .extracting(Cookie::name)
                    .containsExactlyInAnyOrder("b", "c", "d");
        }

        @Test
        void showsItNeitherUserNorPassword() {
            FixedHandler handler = new FixedHandler(Map.of());
            JavaNetCookieJar jar = new JavaNetCookieJar(handler);
            HttpUrl url = HttpUrl.get("https://user:secret@example.com/a");
            jar.loadForRequest(url);
            jar.saveFromResponse(url, List.of(Objects.requireNonNull(Cookie.parse(url, "a=1"))));

            assertThat(handler.seen).containsExactly("https://example.com/a", "https://example.com/a");
        }

        @Test
        void hasNoneIfTheHandlerFails() {
            JavaNetCookieJar jar = new JavaNetCookieJar(new CookieHandler() {
                @Override
                public Map<String, List<String>> get(URI uri, Map<String, List<String>> fields) throws IOException {
                    throw new IOException("no");
                }

                @Override
                public void put(URI uri, Map<String, List<String>> fields) throws IOException {
                    throw new IOException("no");
                }
            });
            jar.saveFromResponse(URL, List.of(Objects.requireNonNull(Cookie.parse(URL, "a=1"))));

            assertThat(jar.loadForRequest(URL)).isEmpty();
        }
    }

    @Nested
    class AHandlerThatAsksAJar {
        private final MemoryCookieJar jar = new MemoryCookieJar();
        private final JavaNetCookieHandler handler = new JavaNetCookieHandler(jar);

        private List<@Nullable String> sentTo(String uri) {
            return new ArrayList<>(handler.get(URI.create(uri), Map.of()).getOrDefault("Cookie", List.of()));
        }

        @Test
        void givesItTheCookiesAndSendsWhatItHas() {
            Map<@Nullable String, List<String>> fields = new HashMap<>();
            fields.put(null, List.of("HTTP/1.1 200 OK"));
            fields.put("set-cookie", List.of("a=1; Path=/", "b=2; Path=/a", "c=3; Domain=com"));
            fields.put("Set-Cookie2", List.of("d=4"));
            handler.put(URL.uri(), fields);

            assertThat(sentTo("https://www.example.com/a")).containsExactly("b=2; a=1");
            assertThat(sentTo("https://www.example.com/")).containsExactly("a=1");
            assertThat(handler.get(URI.create("https://example.org/"), Map.of()))
                    .isEmpty();
        }

        @Test
        void hasNothingForOtherSchemes() {
            handler.put(URI.create("ftp://www.example.com/"), Map.of("Set-Cookie", List.of("a=1")));

            assertThat(jar.cookies()).isEmpty();
            assertThat(handler.get(URI.create("ftp://www.example.com/"), Map.of()))
                    .isEmpty();
        }

        @Test
        void leadsBackToTheSameJar() {
            JavaNetCookieJar around = new JavaNetCookieJar(handler);
            around.saveFromResponse(URL, List.of(Objects.requireNonNull(Cookie.parse(URL, "a=1; Path=/; Max-Age=60"))));

            assertThat(around.loadForRequest(URL)).extracting(Cookie::value).containsExactly("1");
            assertThat(jar.cookies()).hasSize(1);
        }
    }

    /** Answers with the same fields always, and remembers the URIs. */
    private static final class FixedHandler extends CookieHandler {
        private final Map<String, List<String>> fields;
        private final List<String> seen = new ArrayList<>();

        FixedHandler(Map<String, List<String>> fields) {
            this.fields = fields;
        }

        @Override
        public Map<String, List<String>> get(URI uri, Map<String, List<String>> requestHeaders) {
            seen.add(uri.toString());
            return fields;
        }

        @Override
        public void put(URI uri, Map<String, List<String>> responseHeaders) {
            seen.add(uri.toString());
        }
    }
}
