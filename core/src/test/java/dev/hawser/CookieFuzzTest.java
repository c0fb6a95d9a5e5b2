package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import dev.hawser.fuzz.Explore;
import dev.hawser.fuzz.Replay;
import dev.hawser.fuzz.Spending;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Set-Cookie values of any text: a cookie is read or ignored, without an exception. What is read is for the host that set
 * it, can be sent, keeps the promises of its name, and is read again from its own text. An input is the value, or a URL
 * and the value with a line feed between.
 */
class CookieFuzzTest {
    private static final Spending SPENDING = new Spending(65_536, 32);

    private static final HttpUrl HOST = HttpUrl.get("https://www.shop.example.co.uk/a/b;c/d?e");
    private static final long NOW = 1_800_000_000_000L;
    private static final long LAST = NOW + 400L * 24 * 60 * 60 * 1000;

    @Explore
    @DictionaryEntries({
        "a=b",
        "; Expires=",
        "Wed, 09 Jun 2027 10:18:14 GMT",
        "09-Jun-27",
        "10:18:14",
        "; Max-Age=",
        "-1",
        "99999999999999999999",
        "; Domain=",
        ".example.co.uk",
        "co.uk",
        "shop.example.co.uk",
        "github.io",
        "; Path=/",
        "; Secure",
        "; HttpOnly",
        "; SameSite=Lax",
        "__Host-",
        "__sEcure-",
        "http://localhost/",
        "https://[::1]/",
        "http://1.2.3.4/",
        "\t"
    })
    void explore(byte[] input) {
        check(input);
    }

    @Replay
    void replay(byte[] input) {
        check(input);
    }

    private static void check(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        parse(HOST, text);
        int lineFeed = text.indexOf('\n');
        HttpUrl url = lineFeed < 0 ? null : HttpUrl.parse(text.substring(0, lineFeed));
        if (url != null) {
            parse(url, text.substring(lineFeed + 1));
        }
    }

    private static void parse(HttpUrl url, String text) {
        Cookie cookie = SPENDING.on(text.getBytes(StandardCharsets.UTF_8), () -> SetCookieParser.parse(NOW, url, text));
        if (cookie != null) {
            isForThatHost(cookie, url);
            canBeSent(cookie);
            keepsThePromisesOfItsName(cookie, url);
            isReadAgain(cookie, url);
            assertThat(cookie.newBuilder().build()).isEqualTo(cookie);
        }
    }

    private static void isForThatHost(Cookie cookie, HttpUrl url) {
        boolean whole = cookie.domain().equals(url.host());
        assertThat(whole || !cookie.hostOnly() && url.host().endsWith("." + cookie.domain()))
                .as("%s for %s", cookie.domain(), url)
                .isTrue();
        if (!whole) {
            HttpUrl domain = HttpUrl.get("http://" + cookie.domain() + "/");
            assertThat(domain.host()).isEqualTo(cookie.domain());
            assertThat(domain.topPrivateDomain()).isNotNull().isEqualTo(url.topPrivateDomain());
        }
        assertThat(cookie.path()).startsWith("/");
    }

    private static void canBeSent(Cookie cookie) {
        assertThat(cookie.name()).isNotEmpty().doesNotContain("=", ";");
        assertThat(cookie.value()).doesNotContain(";");
        assertThat(cookie.name().length() + cookie.value().length()).isLessThanOrEqualTo(4096);
        String pair = cookie.name() + "=" + cookie.value();
        assertThat(Headers.of("Cookie", pair).get("Cookie")).isEqualTo(pair);
    }

    private static void keepsThePromisesOfItsName(Cookie cookie, HttpUrl url) {
        String name = cookie.name().toLowerCase(Locale.ROOT);
        if (name.startsWith("__secure-") || name.startsWith("__host-")) {
            assertThat(cookie.secure() && url.isHttps()).isTrue();
        }
        if (name.startsWith("__host-")) {
            assertThat(cookie.hostOnly()).isTrue();
            assertThat(cookie.path()).isEqualTo("/");
        }
    }

    private static void isReadAgain(Cookie cookie, HttpUrl url) {
        assertThat(cookie.persistent() || cookie.expiresAt() == Cookie.NO_END).isTrue();
        assertThat(!cookie.persistent() || cookie.expiresAt() <= LAST).isTrue();
        Cookie again = SetCookieParser.parse(NOW, url, cookie.toString());
        if (cookie.path().indexOf(';') < 0 && cookie.path().length() <= 1024) {
            assertThat(again).isNotNull();
            assertThat(again.toString()).isEqualTo(cookie.toString());
        }
    }
}
