package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryCookieJarTest {
    private static final HttpUrl URL = HttpUrl.get("https://www.example.com/");

    private static void set(CookieJar jar, String... setCookies) {
        for (String each : setCookies) {
            jar.saveFromResponse(URL, List.of(Objects.requireNonNull(Cookie.parse(URL, each), each)));
        }
    }

    @Test
    void keepsWhatItWasToldAndSendsWhatMatches() {
        MemoryCookieJar jar = new MemoryCookieJar();
        set(jar, "a=1", "b=2; Path=/x; Max-Age=60");

        assertThat(jar.loadForRequest(URL)).extracting(Cookie::name).containsExactly("a");
        assertThat(jar.cookies()).extracting(Cookie::name).containsExactly("a", "b");
        jar.clearSession();
        assertThat(jar.cookies()).extracting(Cookie::name).containsExactly("b");
        assertThat(jar.remove(jar.cookies().get(0))).isTrue();
        set(jar, "c=3");
        jar.clear();
        assertThat(jar.cookies()).isEmpty();
    }

    @Test
    void keeps180OfASite() {
        MemoryCookieJar jar = new MemoryCookieJar();
        IntStream.range(0, 200).forEach(i -> set(jar, "c" + i + "=1"));

        assertThat(jar.cookies()).hasSize(180).first().extracting(Cookie::name).isEqualTo("c20");
    }

    @Test
    void keepsAsManyAsItIsTold() {
        MemoryCookieJar jar = new MemoryCookieJar(2, 3);
        set(jar, "a=1", "b=1", "c=1");

        assertThat(jar.cookies()).extracting(Cookie::name).containsExactly("b", "c");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MemoryCookieJar(0, 1))
                .withMessageContaining("maxCookiesPerSite=0");
    }

    @Test
    void itsTextHasNoCookie() {
        MemoryCookieJar jar = new MemoryCookieJar();
        set(jar, "a=secret");

        assertThat(jar).hasToString("MemoryCookieJar{cookies=1, sites=1}");
    }

    @Test
    void theJarWithoutCookiesKeepsNone() {
        set(CookieJar.NO_COOKIES, "a=1");

        assertThat(CookieJar.NO_COOKIES.loadForRequest(URL)).isEmpty();
    }
}
