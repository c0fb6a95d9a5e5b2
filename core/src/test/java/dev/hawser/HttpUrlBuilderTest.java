package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpUrlBuilderTest {
    @Test
    void allPartsComeTogether() {
        HttpUrl url = new HttpUrl.Builder()
                .scheme("HTTPS")
                .username("u:s")
                .password("p@%41")
                .host("Exämple.com")
                .port(8443)
                .addPathSegment("a/b %")
                .addPathSegments("c//d/")
                .addQueryParameter("q", "1&2+3 é")
                .addQueryParameter("flag", null)
                .fragment("f#g %")
                .build();

        assertThat(url)
                .hasToString("https://u%3As:p%40%2541@xn--exmple-cua.com:8443/a%2Fb%20%25/c//d/"
                        + "?q=1%262%2B3%20%C3%A9&flag#f#g%20%25");
        assertThat(HttpUrl.get(url.toString())).isEqualTo(url);
        assertThat(url.pathSegments()).containsExactly("a/b %", "c", "", "d", "");
        assertThat(url.queryParameter("q")).isEqualTo("1&2+3 é");
        assertThat(url.password()).isEqualTo("p@%41");
        assertThat(url.fragment()).isEqualTo("f#g %");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://h/",
                "https://u@h/",
                "https://:p@h:1/",
                "http://[::1]:0/a//b/?",
                "http://h/?a&b=&=c&&#",
                "http://1.2.3.4/a%2fb?x=%zz#%"
            })
    void aUrlComesOutAsItWentIn(String url) {
        assertThat(HttpUrl.get(url).newBuilder().build()).hasToString(url);
        assertThat(HttpUrl.get(url).newBuilder()).hasToString(url);
    }

    @Nested
    class ServerParts {
        @Test
        void encodedUserPartsStay() {
            assertThat(changed("http://h/", b -> b.encodedUsername("a%20b:").encodedPassword("c%40@")))
                    .isEqualTo("http://a%20b%3A:c%40%40@h/");
        }

        @Test
        void aDefaultPortIsLeftOut() {
            assertThat(changed("http://h:8080/", b -> b.port(80))).isEqualTo("http://h/");
            assertThat(changed("http://h:443/", b -> b.scheme("https"))).isEqualTo("https://h/");
            assertThat(changed("http://h/", b -> b.scheme("https"))).isEqualTo("https://h/");
        }

        @ParameterizedTest
        @CsvSource({"::1, [::1]", "[2001:DB8::0:1], [2001:db8::1]", "0x7f.1, 127.0.0.1", "%41.com, a.com"})
        void aHostIsMadeCanonical(String host, String expected) {
            assertThat(changed("http://h/", b -> b.host(host))).isEqualTo("http://" + expected + "/");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a/b", "a b", "a@b", "::1::", "[::1", "1.2.3.4.5", "a:80"})
        void whatIsNoHostIsRefused(String host) {
            assertThatThrownBy(() -> new HttpUrl.Builder().host(host))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("unexpected host: " + host);
        }

        @Test
        void otherFaultsAreRefused() {
            HttpUrl.Builder builder = new HttpUrl.Builder();

            assertThatThrownBy(() -> builder.scheme("ftp")).hasMessage("unexpected scheme: ftp");
            assertThatThrownBy(() -> builder.port(65536)).hasMessage("unexpected port: 65536");
            assertThatThrownBy(() -> builder.port(-1)).hasMessage("unexpected port: -1");
            assertThatThrownBy(() -> builder.encodedPath("x")).hasMessage("unexpected encodedPath: x");
        }

        @Test
        void schemeAndHostAreNeeded() {
            assertThatThrownBy(() -> new HttpUrl.Builder().host("h").build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("scheme == null");
            assertThatThrownBy(() -> new HttpUrl.Builder().scheme("http").build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("host == null");
        }
    }

    @Nested
    class Paths {
        @Test
        void aSegmentReplacesAnEmptyLastOne() {
            assertThat(changed("http://h/a/", b -> b.addPathSegment("b"))).isEqualTo("http://h/a/b");
            assertThat(changed("http://h/a", b -> b.addPathSegment("b").addPathSegment("")))
                    .isEqualTo("http://h/a/b/");
        }

        @ParameterizedTest
        @CsvSource({"., a/b", ".., a/", "%2e%2E, a/%252e%252E", "../.., ''", "../../.., ''", "../c, a/c", "c/.., a/b/"})
        void dotSegmentsDoWhatTheyMean(String added, String expected) {
            String from = added.contains("%") ? "http://h/a/" : "http://h/a/b";

            assertThat(changed(from, b -> b.addPathSegments(added))).isEqualTo("http://h/" + expected);
        }

        @Test
        void encodedDotSegmentsDoSoToo() {
            assertThat(changed("http://h/a/b", b -> b.addEncodedPathSegment("%2e%2E")))
                    .isEqualTo("http://h/a/");
        }

        @Test
        void encodedSegmentsStay() {
            assertThat(changed("http://h/", b -> b.addEncodedPathSegment("a%2fb/ c")))
                    .isEqualTo("http://h/a%2fb%2F%20c");
            assertThat(changed("http://h/", b -> b.addEncodedPathSegments("a%2fb\\c/")))
                    .isEqualTo("http://h/a%2fb/c/");
        }

        @Test
        void segmentsAreReplacedAndRemoved() {
            assertThat(changed("http://h/a/b/c", b -> b.setPathSegment(1, "x/y%")))
                    .isEqualTo("http://h/a/x%2Fy%25/c");
            assertThat(changed("http://h/a/b/c", b -> b.setEncodedPathSegment(0, "%41")))
                    .isEqualTo("http://h/%41/b/c");
            assertThat(changed("http://h/a/b/c", b -> b.removePathSegment(1))).isEqualTo("http://h/a/c");
            assertThat(changed("http://h/a", b -> b.removePathSegment(0))).isEqualTo("http://h/");
            assertThatThrownBy(() -> changed("http://h/a", b -> b.setPathSegment(0, "..")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("unexpected path segment: ..");
        }

        @Test
        void theWholeIsReplaced() {
            assertThat(changed("http://h/a/b?q", b -> b.encodedPath("/x/./y/../z%20 /")))
                    .isEqualTo("http://h/x/z%20%20/?q");
        }
    }

    @Nested
    class Queries {
        @Test
        void asPlainTextHaveTheirPercentsAndPlusesEncoded() {
            HttpUrl url =
                    HttpUrl.get("http://h/").newBuilder().query("a=b%41+c'd#&e").build();

            assertThat(url.encodedQuery()).isEqualTo("a=b%2541%2Bc%27d%23&e");
            assertThat(url.query()).isEqualTo("a=b%41+c'd#&e");
        }

        @Test
        void asEncodedTextKeepThem() {
            assertThat(changed("http://h/?x", b -> b.encodedQuery("a=%41+b c"))).isEqualTo("http://h/?a=%41+b%20c");
            assertThat(changed("http://h/?x", b -> b.encodedQuery(null))).isEqualTo("http://h/");
            assertThat(changed("http://h/?x", b -> b.query(null))).isEqualTo("http://h/");
        }

        @Test
        void parametersAreAddedSetAndRemoved() {
            assertThat(changed("http://h/?a=1", b -> b.addEncodedQueryParameter("b%20", "+&=")))
                    .isEqualTo("http://h/?a=1&b%20=+%26%3D");
            assertThat(changed("http://h/?a=1&b=2&a=3", b -> b.setQueryParameter("a", "4")))
                    .isEqualTo("http://h/?b=2&a=4");
            assertThat(changed("http://h/", b -> b.addEncodedQueryParameter("to?", "http://g:1/@\\|a'#")))
                    .isEqualTo("http://h/?to?=http://g:1/@\\|a%27%23");
            assertThat(changed("http://h/?%61=1&b=2", b -> b.setEncodedQueryParameter("a", "%20")))
                    .isEqualTo("http://h/?b=2&a=%20");
            assertThat(changed("http://h/?a+b=1&a%20b=2&c", b -> b.removeAllQueryParameters("a b")))
                    .isEqualTo("http://h/?c");
            assertThat(changed("http://h/?a", b -> b.removeAllEncodedQueryParameters("%61")))
                    .isEqualTo("http://h/");
            assertThat(changed("http://h/", b -> b.removeAllQueryParameters("a")))
                    .isEqualTo("http://h/");
        }
    }

    @Test
    void fragmentsAreSetAndRemoved() {
        assertThat(changed("http://h/#a", b -> b.encodedFragment("%41 `"))).isEqualTo("http://h/#%41%20%60");
        assertThat(changed("http://h/#a", b -> b.encodedFragment(null))).isEqualTo("http://h/");
        assertThat(changed("http://h/#a", b -> b.fragment(null))).isEqualTo("http://h/");
    }

    private static String changed(String url, UnaryOperator<HttpUrl.Builder> change) {
        HttpUrl built = change.apply(HttpUrl.get(url).newBuilder()).build();
        assertThat(HttpUrl.get(built.toString())).isEqualTo(built);
        return built.toString();
    }
}
