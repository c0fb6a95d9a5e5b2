package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CookieTest {
    private static final HttpUrl URL = HttpUrl.get("https://www.example.com/docs/page?q=1");
    private static final HttpUrl PLAIN = HttpUrl.get("http://www.example.com/docs/page");
    private static final long NOW = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final long CAP = NOW + TimeUnit.DAYS.toMillis(400);

    private static @Nullable Cookie parse(HttpUrl url, String setCookie) {
        return SetCookieParser.parse(NOW, url, setCookie);
    }

    private static Cookie read(String setCookie) {
        return read(URL, setCookie);
    }

    private static Cookie read(HttpUrl url, String setCookie) {
        return Objects.requireNonNull(parse(url, setCookie), setCookie);
    }

    @Nested
    class NameAndValue {
        @Test
        void areWhatStandsAroundTheFirstEqualsSign() {
            Cookie cookie = read(" SID = \"31d4\"=x \t; Secure");

            assertThat(cookie.name()).isEqualTo("SID");
            assertThat(cookie.value()).isEqualTo("\"31d4\"=x");
        }

        @Test
        void theValueMayBeEmpty() {
            assertThat(read("SID=").value()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", ";", "SID", "=value", " = value", "; a=b", "SID; a=b", "=__Host-a=b; Secure; Path=/"})
        void withoutANameThereIsNoCookie(String text) {
            assertThat(parse(URL, text)).isNull();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a=b\u0000",
                    "a\u0007=b",
                    "a=b; Path=/\r\nSet-Cookie: c=d",
                    "a=b; x=\u007f",
                    "\u00e4=b",
                    "a=\u00e4"
                })
        void controlCharactersAndWhatIsBeyondAsciiAreRefused(String text) {
            assertThat(parse(URL, text)).isNull();
        }

        @Test
        void aTabWithinTheValueStays() {
            assertThat(read("a=b\tc").value()).isEqualTo("b\tc");
        }

        @Test
        void mayHave4096CharactersTogether() {
            assertThat(read("abcd=" + "v".repeat(4092)).value()).hasSize(4092);
            assertThat(parse(URL, "abcd=" + "v".repeat(4093))).isNull();
        }
    }

    @Nested
    class Attributes {
        @Test
        void areAbsentByDefault() {
            Cookie cookie = read("a=b");

            assertThat(cookie.persistent()).isFalse();
            assertThat(cookie.expiresAt()).isEqualTo(253402300799999L);
            assertThat(cookie.secure()).isFalse();
            assertThat(cookie.httpOnly()).isFalse();
            assertThat(cookie.hostOnly()).isTrue();
            assertThat(cookie.domain()).isEqualTo("www.example.com");
            assertThat(cookie.path()).isEqualTo("/docs");
            assertThat(cookie.sameSite()).isNull();
        }

        @Test
        void areReadInAnyCaseAndOrder() {
            Cookie cookie =
                    read("a=b;hTTPOnly; SAMESITE=strict ;secure=yes;PATH = /x; dOmAiN=.EXAMPLE.com; unknown=1;;");

            assertThat(cookie.httpOnly()).isTrue();
            assertThat(cookie.secure()).isTrue();
            assertThat(cookie.sameSite()).isEqualTo("Strict");
            assertThat(cookie.path()).isEqualTo("/x");
            assertThat(cookie.domain()).isEqualTo("example.com");
            assertThat(cookie.hostOnly()).isFalse();
        }

        @Test
        void theLastOfTheSameNameCounts() {
            assertThat(read("a=b; path=/x; path=/y").path()).isEqualTo("/y");
            assertThat(read("a=b; path=/x; path=y").path()).isEqualTo("/docs");
            assertThat(read("a=b; samesite=lax; samesite=odd").sameSite()).isNull();
            assertThat(read("a=b; domain=www.example.com; domain=").hostOnly()).isTrue();
        }

        @Test
        void ofMoreThan1024CharactersArePassedOver() {
            assertThat(read("a=b; path=/" + "p".repeat(1023)).path()).hasSize(1024);
            assertThat(read("a=b; path=/" + "p".repeat(1024)).path()).isEqualTo("/docs");
        }

        @ParameterizedTest
        @CsvSource({"/, /", "/a, /", "/a/, /a", "/a/b, /a", "/a/b/, /a/b"})
        void theDefaultPathIsThatOfTheUrlUpToItsLastSlash(String urlPath, String path) {
            assertThat(read(HttpUrl.get("http://h" + urlPath), "a=b").path()).isEqualTo(path);
        }

        @Test
        void aPathThatNoRequestHasIsRefused() {
            assertThat(parse(URL, "a=b; path=/\u00e4")).isNull();
        }
    }

    @Nested
    class End {
        @Test
        void isNowAndMaxAge() {
            Cookie cookie = read("a=b; Max-Age=0060");

            assertThat(cookie.persistent()).isTrue();
            assertThat(cookie.expiresAt()).isEqualTo(NOW + 60_000);
        }

        @Test
        void isTheDateOfExpires() {
            assertThat(read("a=b; Expires=Fri, 02 Jan 2026 00:00:00 GMT").expiresAt())
                    .isEqualTo(NOW + TimeUnit.DAYS.toMillis(1));
            assertThat(read("a=b; expires=Thursday, 01-Jan-70 00:00:10 GMT").expiresAt())
                    .isEqualTo(10_000);
        }

        @Test
        void isThatOfMaxAgeIfThereAreBoth() {
            assertThat(read("a=b; Max-Age=60; Expires=Fri, 02 Jan 2026 00:00:00 GMT")
                            .expiresAt())
                    .isEqualTo(NOW + 60_000);
            assertThat(read("a=b; Expires=Fri, 02 Jan 2026 00:00:00 GMT; Max-Age=60")
                            .expiresAt())
                    .isEqualTo(NOW + 60_000);
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "-1", "-99999999999999999999", "-0", "000"})
        void isAtOnceForMaxAgeThatIsNotPositive(String maxAge) {
            assertThat(read("a=b; Max-Age=" + maxAge).expiresAt()).isEqualTo(Long.MIN_VALUE);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "-", "+1", "1s", "x", "1.5", "--1"})
        void isNotThereForMaxAgeThatIsNoNumber(String maxAge) {
            assertThat(read("a=b; Max-Age=" + maxAge).persistent()).isFalse();
        }

        @Test
        void isNotThereForADateThatIsNone() {
            assertThat(read("a=b; Expires=tomorrow").persistent()).isFalse();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Max-Age=34560001",
                    "Max-Age=99999999999999999999",
                    "Max-Age=9223372036854775807",
                    "Expires=Fri, 31 Dec 9999 23:59:59 GMT"
                })
        void isNeverLaterThan400DaysFromNow(String attribute) {
            assertThat(read("a=b; " + attribute).expiresAt()).isEqualTo(CAP);
        }
    }

    @Nested
    class Domain {
        @ParameterizedTest
        @ValueSource(strings = {"www.example.com", ".www.example.com", "example.com", "EXAMPLE.com"})
        void mayIncludeTheHost(String domain) {
            Cookie cookie = read("a=b; domain=" + domain);

            assertThat(cookie.hostOnly()).isFalse();
            assertThat(URL.host()).endsWith(cookie.domain());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "com",
                    "ample.com",
                    "a.www.example.com",
                    "other.com",
                    "..example.com",
                    "www.example.com.",
                    "ex\u00e4mple.com",
                    "example.com:443"
                })
        void isRefusedOtherwise(String domain) {
            assertThat(domain.equals(".") ? null : parse(URL, "a=b; domain=" + domain))
                    .isNull();
        }

        @Test
        void ofADotAloneIsNone() {
            assertThat(read("a=b; domain=.").hostOnly()).isTrue();
        }

        @ParameterizedTest
        @CsvSource({
            "www.example.co.uk, co.uk",
            "hawser.github.io, github.io",
            "a.b.kobe.jp, b.kobe.jp",
            "a.com., com.",
            "a.intranet, intranet"
        })
        void isRefusedIfItIsAPublicSuffix(String host, String domain) {
            assertThat(parse(HttpUrl.get("https://" + host + "/"), "a=b; domain=" + domain))
                    .isNull();
        }

        @ParameterizedTest
        @ValueSource(strings = {"co.uk", "github.io", "localhost"})
        void isThatHostAloneIfItIsAPublicSuffixAndTheHostItself(String host) {
            Cookie cookie = read(HttpUrl.get("https://" + host + "/"), "a=b; domain=" + host);

            assertThat(cookie.hostOnly()).isTrue();
            assertThat(cookie.domain()).isEqualTo(host);
        }

        @Test
        void ofAnIpAddressIsThatAddress() {
            assertThat(read(HttpUrl.get("http://1.2.3.4/"), "a=b; domain=1.2.3.4")
                            .domain())
                    .isEqualTo("1.2.3.4");
            assertThat(read(HttpUrl.get("http://[::1]/"), "a=b; domain=::1").domain())
                    .isEqualTo("::1");
            assertThat(parse(HttpUrl.get("http://1.2.3.4/"), "a=b; domain=2.3.4"))
                    .isNull();
        }

        @Test
        void isKeptInAscii() {
            assertThat(read(HttpUrl.get("https://www.fa\u00df.de/"), "a=b").domain())
                    .isEqualTo("www.xn--fa-hia.de");
        }
    }

    @Nested
    class Prefix {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "__Secure-a=b; Secure; Domain=example.com",
                    "__secure-a=b; Secure",
                    "__Host-a=b; Secure; Path=/",
                    "__HOST-a=b; Secure; Path=/",
                    "__Hosta=b"
                })
        void isKept(String text) {
            assertThat(parse(URL, text)).isNotNull();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "__Secure-a=b",
                    "__sECURE-a=b; Path=/",
                    "__Host-a=b; Path=/",
                    "__Host-a=b; Secure",
                    "__Host-a=b; Secure; Path=/docs",
                    "__Host-a=b; Secure; Path=/; Path=x",
                    "__hOST-a=b; Secure; Path=/; Domain=www.example.com"
                })
        void isRefusedIfTheCookieIsNotWhatItPromises(String text) {
            assertThat(parse(URL, text)).isNull();
        }

        @Test
        void isRefusedWithoutTls() {
            assertThat(parse(PLAIN, "__Secure-a=b; Secure")).isNull();
            assertThat(parse(PLAIN, "__Host-a=b; Secure; Path=/")).isNull();
        }

        @Test
        void needsThePathToBeNamed() {
            assertThat(parse(HttpUrl.get("https://h/"), "__Host-a=b; Secure")).isNull();
        }
    }

    @Nested
    class Matching {
        @ParameterizedTest
        @CsvSource({
            "https://example.com/, true",
            "http://a.b.example.com/x, true",
            "https://example.com.evil.org/, false",
            "https://badexample.com/, false",
            "https://com/, false"
        })
        void byDomain(String url, boolean matches) {
            Cookie cookie = read("a=b; domain=example.com; path=/");

            assertThat(cookie.matches(HttpUrl.get(url))).isEqualTo(matches);
        }

        @Test
        void byTheVeryHost() {
            Cookie cookie = read("a=b; path=/");

            assertThat(cookie.matches(HttpUrl.get("http://www.example.com:81/")))
                    .isTrue();
            assertThat(cookie.matches(HttpUrl.get("http://a.www.example.com/"))).isFalse();
            assertThat(cookie.matches(HttpUrl.get("http://example.com/"))).isFalse();
        }

        @Test
        void noIpAddressButTheVeryOne() {
            Cookie cookie =
                    new Cookie.Builder().name("a").value("b").domain("3.4").build();

            assertThat(cookie.matches(HttpUrl.get("http://1.2.3.4/"))).isFalse();
            assertThat(cookie.matches(HttpUrl.get("http://3.4/"))).isTrue();
        }

        @ParameterizedTest
        @CsvSource({
            "/docs, /docs, true",
            "/docs, /docs/, true",
            "/docs, /docs/a, true",
            "/docs, /docsa, false",
            "/docs, /doc, false",
            "/docs/, /docs, false",
            "/docs/, /docs/a, true",
            "/, /any, true"
        })
        void byPath(String path, String requested, boolean matches) {
            Cookie cookie = read("a=b; path=" + path);

            assertThat(cookie.matches(HttpUrl.get("https://www.example.com" + requested + "?q")))
                    .isEqualTo(matches);
        }

        @Test
        void secureOnesOverHttpsOnly() {
            Cookie cookie = read("a=b; path=/; secure");

            assertThat(cookie.matches(URL)).isTrue();
            assertThat(cookie.matches(PLAIN)).isFalse();
        }
    }

    @Nested
    class Text {
        @Test
        void isThatOfASetCookieField() {
            assertThat(read("a=b; path=/")).hasToString("a=b; path=/");
            assertThat(read("a=b; Max-Age=60; Domain=example.com; Path=/p; Secure; HttpOnly; SameSite=None"))
                    .hasToString("a=b; expires=Thu, 01 Jan 2026 00:01:00 GMT; domain=example.com; path=/p; secure;"
                            + " httponly; samesite=None");
            assertThat(read("a=b; Max-Age=0; path=/")).hasToString("a=b; max-age=0; path=/");
        }

        @Test
        void letsNoPathOfAUrlSmuggleAnAttributeIn() {
            HttpUrl url = HttpUrl.get("https://www.example.com/x;domain=example.com/y");

            assertThat(read(url, "a=b")).hasToString("a=b; path=/x%3Bdomain=example.com");
        }
    }

    @Nested
    class OfHeaders {
        @Test
        void allAreReadInOrder() {
            Headers headers = Headers.of("Set-Cookie", "a=1", "Set-Cookie", "no name", "X", "y", "set-cookie", "b=2");

            assertThat(Cookie.parseAll(URL, headers)).extracting(Cookie::name).containsExactly("a", "b");
            assertThat(Cookie.parseAll(URL, Headers.of("X", "y"))).isEmpty();
        }
    }

    @Nested
    class Built {
        @Test
        void fromItsParts() {
            Cookie cookie = new Cookie.Builder()
                    .name("a")
                    .value("b")
                    .expiresAt(NOW)
                    .domain("EXAMPLE.com")
                    .path("/p")
                    .secure()
                    .httpOnly()
                    .sameSite("lax")
                    .build();

            assertThat(cookie)
                    .isEqualTo(cookie.newBuilder().build())
                    .hasSameHashCodeAs(cookie.newBuilder().build());
            assertThat(cookie)
                    .hasToString("a=b; expires=Thu, 01 Jan 2026 00:00:00 GMT; domain=example.com; path=/p; secure;"
                            + " httponly; samesite=Lax");
        }

        @Test
        void differsIfOnePartDoes() {
            Cookie.Builder builder = new Cookie.Builder().name("a").value("b").domain("example.com");
            Cookie cookie = builder.build();

            assertThat(cookie.newBuilder().value("c").build()).isNotEqualTo(cookie);
            assertThat(cookie.newBuilder().hostOnlyDomain("example.com").build())
                    .isNotEqualTo(cookie);
            assertThat(cookie.newBuilder().sameSite("Lax").build()).isNotEqualTo(cookie);
            assertThat(cookie.newBuilder().expiresAt(Cookie.NO_END).build()).isNotEqualTo(cookie);
        }

        @Test
        void endsWithinTheYear9999() {
            Cookie.Builder builder = new Cookie.Builder().name("a").value("b").domain("h");

            assertThat(builder.expiresAt(Long.MAX_VALUE).build().expiresAt()).isEqualTo(253402300799999L);
            assertThat(builder.expiresAt(0).build().expiresAt()).isEqualTo(Long.MIN_VALUE);
        }

        @Test
        void hasItsDomainInCanonicalForm() {
            Cookie.Builder builder = new Cookie.Builder().name("a").value("b");

            assertThat(builder.domain("fa\u00df.de").build().domain()).isEqualTo("xn--fa-hia.de");
            assertThat(builder.hostOnlyDomain("0:0::1").build().domain()).isEqualTo("::1");
            assertThat(builder.hostOnlyDomain("[::1]").build().domain()).isEqualTo("::1");
        }

        @Test
        void refusesWhatCouldNotBeSent() {
            Cookie.Builder builder = new Cookie.Builder();

            assertThatIllegalArgumentException().isThrownBy(() -> builder.name(""));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.name("a=b"));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.name(" a"));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.name("a;b"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.value("secret;b"))
                    .withMessageNotContaining("secret");
            assertThatIllegalArgumentException().isThrownBy(() -> builder.value("b\n"));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.value("\u00e4"));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.path("a"));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.path("/\u00e4"));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.domain(".example.com"));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.domain("a/b"));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.domain(""));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.sameSite("odd"));
        }

        @Test
        void needsNameValueAndDomain() {
            assertThatNullPointerException()
                    .isThrownBy(
                            () -> new Cookie.Builder().value("b").domain("h").build())
                    .withMessageContaining("name");
            assertThatNullPointerException()
                    .isThrownBy(() -> new Cookie.Builder().name("a").domain("h").build())
                    .withMessageContaining("value");
            assertThatNullPointerException()
                    .isThrownBy(() -> new Cookie.Builder().name("a").value("b").build())
                    .withMessageContaining("domain");
        }
    }
}
