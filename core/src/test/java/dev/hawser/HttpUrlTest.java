package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpUrlTest {
    private static final HttpUrl FULL =
            HttpUrl.get("https://us%20er:pa%3Ass@host.example:8443/a%2Fb/%C3%A9/?x=1&y=a+b&x=%26&z&=v#f%20g");

    @Nested
    class Parts {
        @Test
        void areToBeHadAsTheyStand() {
            assertThat(FULL.encodedUsername()).isEqualTo("us%20er");
            assertThat(FULL.encodedPassword()).isEqualTo("pa%3Ass");
            assertThat(FULL.encodedPath()).isEqualTo("/a%2Fb/%C3%A9/");
            assertThat(FULL.encodedPathSegments()).containsExactly("a%2Fb", "%C3%A9", "");
            assertThat(FULL.encodedQuery()).isEqualTo("x=1&y=a+b&x=%26&z&=v");
            assertThat(FULL.encodedFragment()).isEqualTo("f%20g");
        }

        @Test
        void areToBeHadDecoded() {
            assertThat(FULL.scheme()).isEqualTo("https");
            assertThat(FULL.isHttps()).isTrue();
            assertThat(FULL.username()).isEqualTo("us er");
            assertThat(FULL.password()).isEqualTo("pa:ss");
            assertThat(FULL.host()).isEqualTo("host.example");
            assertThat(FULL.port()).isEqualTo(8443);
            assertThat(FULL.pathSegments()).containsExactly("a/b", "é", "");
            assertThat(FULL.pathSize()).isEqualTo(3);
            assertThat(FULL.query()).isEqualTo("x=1&y=a b&x=&&z&=v");
            assertThat(FULL.fragment()).isEqualTo("f g");
        }

        @Test
        void areEmptyOrNullWhereThereAreNone() {
            HttpUrl url = HttpUrl.get("http://h");

            assertThat(url).hasToString("http://h/");
            assertThat(url.isHttps()).isFalse();
            assertThat(url.username()).isEmpty();
            assertThat(url.encodedUsername()).isEmpty();
            assertThat(url.password()).isEmpty();
            assertThat(url.port()).isEqualTo(80);
            assertThat(url.pathSegments()).containsExactly("");
            assertThat(url.query()).isNull();
            assertThat(url.encodedQuery()).isNull();
            assertThat(url.querySize()).isZero();
            assertThat(url.fragment()).isNull();
            assertThat(url.encodedFragment()).isNull();
        }

        @Test
        void mayBeThereAndEmpty() {
            HttpUrl url = HttpUrl.get("http://h/?#");

            assertThat(url).hasToString("http://h/?#");
            assertThat(url.query()).isEmpty();
            assertThat(url.querySize()).isEqualTo(1);
            assertThat(url.fragment()).isEmpty();
        }

        @Test
        void anIpv6AddressIsWithoutBrackets() {
            HttpUrl url = HttpUrl.get("http://u@[::FFFF:1.2.3.4]:81/x:y");

            assertThat(url.host()).isEqualTo("::ffff:102:304");
            assertThat(url.port()).isEqualTo(81);
            assertThat(HttpUrl.get("http://[::1]/:8").port()).isEqualTo(80);
            assertThat(HttpUrl.get("http://[::1]/:8").host()).isEqualTo("::1");
        }

        @Test
        void colonsAndAtSignsBehindTheHostAreOfNoConsequence() {
            HttpUrl url = HttpUrl.get("http://h/a:1/b@c?d=e:2@f#g@h:3/?");

            assertThat(url.host()).isEqualTo("h");
            assertThat(url.port()).isEqualTo(80);
            assertThat(url.username()).isEmpty();
            assertThat(url.encodedPath()).isEqualTo("/a:1/b@c");
            assertThat(url.encodedQuery()).isEqualTo("d=e:2@f");
            assertThat(url.encodedFragment()).isEqualTo("g@h:3/?");
        }
    }

    @Nested
    class Parameters {
        @Test
        void areFoundByName() {
            assertThat(FULL.queryParameter("x")).isEqualTo("1");
            assertThat(FULL.queryParameter("y")).isEqualTo("a b");
            assertThat(FULL.queryParameter("z")).isNull();
            assertThat(FULL.queryParameter("none")).isNull();
            assertThat(FULL.queryParameter("")).isEqualTo("v");
            assertThat(FULL.queryParameterValues("x")).containsExactly("1", "&");
            assertThat(FULL.queryParameterValues("z")).containsExactly((String) null);
            assertThat(FULL.queryParameterValues("none")).isEmpty();
            assertThat(FULL.queryParameterNames()).containsExactly("x", "y", "z", "");
        }

        @Test
        void needNoValue() {
            HttpUrl url = HttpUrl.get("http://h/?a&b&c=1&d&=&e=f=g&h");

            assertThat(url.querySize()).isEqualTo(7);
            assertThat(url.queryParameterNames()).containsExactly("a", "b", "c", "d", "", "e", "h");
            assertThat(url.queryParameterValue(1)).isNull();
            assertThat(url.queryParameterValue(2)).isEqualTo("1");
            assertThat(url.queryParameterValue(3)).isNull();
            assertThat(url.queryParameterValue(4)).isEmpty();
            assertThat(url.queryParameterValue(5)).isEqualTo("f=g");
            assertThat(url.queryParameterValue(6)).isNull();
        }

        @Test
        void areFoundByIndex() {
            assertThat(FULL.querySize()).isEqualTo(5);
            assertThat(FULL.queryParameterName(2)).isEqualTo("x");
            assertThat(FULL.queryParameterValue(2)).isEqualTo("&");
            assertThat(FULL.queryParameterValue(3)).isNull();
            assertThatThrownBy(() -> FULL.queryParameterName(5)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Nested
    class Faults {
        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "example.com/x; Expected URL scheme 'http' or 'https' but no scheme was found for exampl...",
                    "ftp://h/; Expected URL scheme 'http' or 'https' but was 'ftp'",
                    "http:///; Invalid URL host: \"\" at index 8",
                    "http://a|b/; Invalid URL host: \"a|b\" at index 7: character 0x7c is not allowed in a host",
                    "http://h:99999/; Invalid URL port: \"99999\" at index 9: expected a number up to 65535",
                    "http://h:1x/; Invalid URL port: \"1x\" at index 9: expected a number up to 65535",
                    "http://[::1/; Invalid URL host: \"[::1\" at index 7: an IPv6 address must end with ']'",
                    "http://[1:2]/; Invalid URL host: \"[1:2]\" at index 7: an IPv6 address does not have 2 pieces in place"
                            + " of eight",
                    "http://1.2.3.256/; Invalid URL host: \"1.2.3.256\" at index 7: '256' is more than 255, in an IPv4"
                            + " address",
                })
        void areNamedWithTheirPlace(String url, String message) {
            assertThatThrownBy(() -> HttpUrl.get(url))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
            assertThat(HttpUrl.parse(url)).isNull();
        }

        @Test
        void ofLabelsThatWouldTakeLongToEncodeAreFoundBefore() {
            String marks = "\u0301\u0323".repeat(127);
            assertThatThrownBy(() -> HttpUrl.get("http://a" + marks + "b/"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith(
                            "label 1 has 256 characters; the most of one that is encoded or to be encoded is 255");
            assertThat(HttpUrl.get("http://a" + marks + "/").host()).startsWith("xn--");
        }

        @Test
        void ofLinksAreNull() {
            assertThat(FULL.resolve("mailto:x@y")).isNull();
            assertThat(FULL.newBuilder("http://a b/")).isNull();
        }
    }

    @Nested
    class Conversions {
        @Test
        void aUriHasWhatItDoesNotAllowEncoded() {
            HttpUrl url = HttpUrl.get("http://h/a[1]|%zz%41?q={x|y}^`\\%#f{#%4");

            assertThat(url).hasToString("http://h/a[1]|%zz%41?q={x|y}^`\\%#f{#%4");
            assertThat(url.uri())
                    .isEqualTo(URI.create("http://h/a%5B1%5D%7C%25zz%41?q=%7Bx%7Cy%7D%5E%60%5C%25#f%7B%23%254"));
        }

        @Test
        void aUriThatNeedsNothingIsTheSame() {
            assertThat(FULL.uri()).isEqualTo(URI.create(FULL.toString()));
        }

        @Test
        void aHostThatUrisDoNotHaveIsAnError() {
            assertThatThrownBy(() -> HttpUrl.get("http://a\"b/").uri()).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void goToJdkTypesAndBack() throws IOException {
            assertThat(FULL.url()).isEqualTo(new URL(FULL.toString()));
            assertThat(HttpUrl.get(FULL.url())).isEqualTo(FULL);
            assertThat(HttpUrl.get(FULL.uri())).isEqualTo(FULL);
            assertThat(HttpUrl.get(new URL("file:/x"))).isNull();
            assertThat(HttpUrl.get(URI.create("mailto:a@b"))).isNull();
        }
    }

    @Nested
    class TheOrdinaryCase {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://127.0.0.1:8080/hello?x=1",
                    "https://example.com/",
                    "https://a-b.example.com:8443/x/y.html#z",
                    "http://h1/a%41?a=%zz#",
                    "http://3com.example/a/b./c..d/"
                })
        void isTakenAsItStands(String url) {
            assertThat(OrdinaryUrl.isCanonical(url)).isTrue();
            assertThat(HttpUrl.get(url).toString()).isSameAs(url);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "HTTP://h/",
                    "http://H/",
                    "http://h",
                    "http://h?x",
                    "http://h:80/",
                    "https://h:443/",
                    "http://h:080/",
                    "http://h:65536/",
                    "http://h:/",
                    "http://1.2.3/",
                    "http://01.2.3.4/",
                    "http://1.2.3.4./",
                    "http://a.0x1/",
                    "http://u@h/",
                    "http://h/a/../b",
                    "http://h/%2e/",
                    "http://h/a\\b",
                    "http://h/ ",
                    "http://h/é",
                    "http://h/a^b",
                    "http://h/?'",
                    "http://h/#`",
                    "http://[::1]/",
                    "http:///",
                    "ftp://h/"
                })
        void isNotThis(String url) {
            assertThat(OrdinaryUrl.isCanonical(url)).isFalse();
        }

        @Test
        void isTheSameAsWithoutTheShortCut() throws IOException {
            List<String> urls = new ArrayList<>();
            UrlTestData.cases("urltestdata.json").forEach(test -> {
                urls.add(test.get("input").textValue());
                urls.add(test.path("href").asText());
            });
            int taken = 0;
            for (String url : urls) {
                if (OrdinaryUrl.isCanonical(url)) {
                    taken++;
                    assertThat(UrlParser.canonical(null, url)).isEqualTo(url);
                }
            }

            assertThat(taken).isGreaterThan(50);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "g, https://h/a/g",
        "./g/, https://h/a/g/",
        "/g, https://h/g",
        "//x, https://x/",
        "?y, https://h/a/b?y",
        "#s, https://h/a/b?q#s",
        "../../.., https://h/",
        "http:g, http://g/",
        "https:g, https://h/a/g",
        "'', https://h/a/b?q",
        "\\\\x\\y, https://x/y"
    })
    void aLinkLeadsWhereItWouldInABrowser(String link, String expected) {
        HttpUrl page = HttpUrl.get("https://h/a/b?q#f");

        assertThat(page.resolve(link)).hasToString(expected);
        assertThat(page.newBuilder(link)).hasToString(expected);
    }

    /** The rows of the table in docs/migrating-from-okhttp.md. */
    @ParameterizedTest
    @CsvSource({
        "http://0x7f.1/, http://127.0.0.1/",
        "http://2130706433/, http://127.0.0.1/",
        "http://0177.1/, http://127.0.0.1/",
        "http://1.2.3.256/,",
        "http://a.1/,",
        "http://1.2.3.4.5/,",
        "http://[::ffff:1.2.3.4]/, http://[::ffff:102:304]/",
        "http://h:0/, http://h:0/",
        "http://a..b/, http://a..b/",
        "http://h/a|b, http://h/a|b",
        "http://a'b@h/, http://a'b@h/",
        "http://h/#a \"<>`é, http://h/#a%20%22%3C%3E%60%C3%A9",
        "'http://ho\tst/a\r\nb\fc', http://host/ab%0Cc",
        "'\u0001http://h/\u001f ', http://h/",
        "http://h/\ud83d, http://h/%EF%BF%BD",
    })
    void whereOkHttpReadsAnotherUrlTheStandardWins(String url, @Nullable String expected) {
        assertThat(Objects.toString(HttpUrl.parse(url), null)).isEqualTo(expected);
    }

    @Test
    void aLinkKeepsTheUserOfItsPage() {
        assertThat(HttpUrl.get("http://u:p@h/x").resolve("y")).hasToString("http://u:p@h/y");
    }

    @Test
    void redactionLeavesOnlyTheServer() {
        assertThat(FULL.redact()).isEqualTo("https://host.example:8443/...");
    }

    @Test
    void equalityIsThatOfTheCanonicalForms() {
        assertThat(HttpUrl.get("HTTP://H:80"))
                .isEqualTo(HttpUrl.get("http://h/"))
                .hasSameHashCodeAs(HttpUrl.get("http://h/"))
                .isNotEqualTo(HttpUrl.get("https://h/"));
    }

    @Test
    void defaultPortsAreThoseOfTheSchemes() {
        assertThat(HttpUrl.defaultPort("http")).isEqualTo(80);
        assertThat(HttpUrl.defaultPort("https")).isEqualTo(443);
        assertThat(HttpUrl.defaultPort("gopher")).isEqualTo(-1);
    }

    @Nested
    class TopPrivateDomain {
        @Test
        void isThePublicSuffixAndTheLabelBeforeIt() {
            assertThat(HttpUrl.get("https://user@www.example.co.uk:8443/a").topPrivateDomain())
                    .isEqualTo("example.co.uk");
            assertThat(HttpUrl.get("https://a.hawser.github.io./").topPrivateDomain())
                    .isEqualTo("hawser.github.io");
        }

        @Test
        void isInAscii() {
            assertThat(HttpUrl.get("https://www.食狮.公司.cn/").topPrivateDomain()).isEqualTo("xn--85x722f.xn--55qx5d.cn");
        }

        @Test
        void isNullForAPublicSuffixAndForAHostOfOneLabel() {
            assertThat(HttpUrl.get("https://co.uk/").topPrivateDomain()).isNull();
            assertThat(HttpUrl.get("https://localhost/").topPrivateDomain()).isNull();
        }

        @Test
        void isNullForAnIpAddress() {
            assertThat(HttpUrl.get("https://127.0.0.1/").topPrivateDomain()).isNull();
            assertThat(HttpUrl.get("https://[::1]/").topPrivateDomain()).isNull();
        }
    }
}
