package dev.hawser.internal.cookies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hawser.Cookie;
import dev.hawser.HttpUrl;
import dev.hawser.internal.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CookieStoreTest {
    private static final HttpUrl URL = HttpUrl.get("https://www.example.com/");
    private static final HttpUrl PLAIN = HttpUrl.get("http://www.example.com/");

    private long nowMillis = 1_800_000_000_000L;
    private final Clock clock = new Clock() {
        @Override
        public long nanoTime() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long currentTimeMillis() {
            return nowMillis;
        }
    };
    private CookieStore store = new CookieStore(4, 8, clock);

    private void set(HttpUrl url, String... setCookies) {
        for (String each : setCookies) {
            store.save(url, List.of(Objects.requireNonNull(Cookie.parse(url, each), each)));
        }
    }

    private static Cookie.Builder cookie(String name, HttpUrl url) {
        return new Cookie.Builder().name(name).value("v").hostOnlyDomain(url.host());
    }

    private void setUntil(HttpUrl url, String name, long endMillis) {
        store.save(url, List.of(cookie(name, url).expiresAt(endMillis).build()));
    }

    private List<String> sentTo(HttpUrl url) {
        return store.load(url).stream()
                .map(cookie -> cookie.name() + "=" + cookie.value())
                .toList();
    }

    private List<String> kept() {
        return store.all().stream().map(Cookie::name).toList();
    }

    @Nested
    class WhatIsSent {
        @Test
        void isWhatMatchesHostPathAndScheme() {
            set(URL, "host=1", "domain=1; Domain=example.com", "path=1; Path=/a", "secure=1; Secure");

            assertThat(sentTo(URL)).containsExactly("host=1", "domain=1", "secure=1");
            assertThat(sentTo(HttpUrl.get("http://www.example.com/a/b")))
                    .containsExactly("path=1", "host=1", "domain=1");
            assertThat(sentTo(HttpUrl.get("https://shop.example.com/"))).containsExactly("domain=1");
            assertThat(sentTo(HttpUrl.get("https://example.org/"))).isEmpty();
        }

        @Test
        void hasLongerPathsFirstAndThenTheOlderOnes() {
            set(URL, "a=1; Path=/", "b=1; Path=/x/y", "c=1; Path=/x", "d=1; Path=/x/y");

            assertThat(sentTo(HttpUrl.get("https://www.example.com/x/y"))).containsExactly("b=1", "d=1", "c=1", "a=1");
        }

        @Test
        void isNotWhatHasEnded() {
            setUntil(URL, "a", nowMillis + 1000);
            assertThat(sentTo(URL)).containsExactly("a=v");

            nowMillis += 1000;
            assertThat(sentTo(URL)).isEmpty();
            assertThat(kept()).isEmpty();
        }

        @Test
        void mayBelongToAnIpAddressAndToNoOtherThatEndsLikeIt() {
            set(HttpUrl.get("http://127.0.0.1/"), "a=1");
            set(HttpUrl.get("http://[::1]/"), "b=1");

            assertThat(sentTo(HttpUrl.get("http://127.0.0.1/"))).containsExactly("a=1");
            assertThat(sentTo(HttpUrl.get("http://127.1.0.1/"))).isEmpty();
            assertThat(sentTo(HttpUrl.get("http://[::1]/"))).containsExactly("b=1");
        }

        @Test
        void isNeverACookieOfAPublicSuffixSentToThoseBelow() {
            HttpUrl suffix = HttpUrl.get("https://co.uk/");
            store.save(
                    suffix,
                    List.of(new Cookie.Builder()
                            .name("a")
                            .value("1")
                            .domain("co.uk")
                            .build()));

            assertThat(sentTo(suffix)).containsExactly("a=1");
            assertThat(sentTo(HttpUrl.get("https://example.co.uk/"))).isEmpty();
        }
    }

    @Nested
    class ACookieThatIsThere {
        @Test
        void isReplacedAndKeepsItsPlace() {
            set(URL, "a=1", "b=1", "a=2");

            assertThat(sentTo(URL)).containsExactly("a=2", "b=1");
        }

        @Test
        void isAnotherOneWithAnotherPathOrDomain() {
            set(URL, "a=1", "a=2; Path=/x", "a=3; Domain=example.com", "a=4; Domain=www.example.com");

            assertThat(sentTo(HttpUrl.get("https://www.example.com/x"))).containsExactly("a=2", "a=1", "a=3", "a=4");
        }

        @Test
        void goesIfItIsSetToHaveEnded() {
            set(URL, "a=1", "b=1", "a=; Max-Age=0", "c=; Max-Age=0");

            assertThat(kept()).containsExactly("b");
        }

        @Test
        void canBeRemovedByHand() {
            set(URL, "a=1");
            setUntil(URL, "b", nowMillis + 1);
            Cookie a = store.load(URL).get(0);

            assertThat(store.remove(a)).isTrue();
            assertThat(store.remove(a)).isFalse();
            assertThat(kept()).containsExactly("b");
            set(URL, "c=1");
            assertThat(store.removeSession()).isTrue();
            assertThat(kept()).containsExactly("b");
            assertThat(store.clear()).isTrue();
            assertThat(kept()).isEmpty();
            assertThat(store).hasToString("cookies=0, sites=0");
        }
    }

    @Nested
    class OverHttp {
        @Test
        void noSecureCookieIsSet() {
            set(PLAIN, "a=1; Secure");

            assertThat(kept()).isEmpty();
        }

        @Test
        void noSecureCookieIsReplacedRemovedOrHidden() {
            set(URL, "a=1; Secure; Domain=example.com; Path=/x");
            HttpUrl below = HttpUrl.get("http://a.www.example.com/");
            set(HttpUrl.get("http://www.example.com/x/y/z"), "a=2");
            set(PLAIN, "a=2; Domain=example.com; Path=/x", "a=; Max-Age=0; Domain=example.com; Path=/x");
            set(below, "a=2; Path=/x");

            assertThat(sentTo(HttpUrl.get("https://a.www.example.com/x/y/z"))).containsExactly("a=1");
        }

        @Test
        void cookiesOfOtherPathsAndNamesAreSet() {
            set(URL, "a=1; Secure; Path=/x");
            set(PLAIN, "a=2; Path=/", "b=2; Path=/x", "a=3; Path=/xy");

            assertThat(kept()).containsExactly("a", "a", "b", "a");
        }

        @Test
        void aSecureCookieThatHasEndedShieldsNothing() {
            store.save(
                    URL,
                    List.of(cookie("a", URL).secure().expiresAt(nowMillis + 1).build()));
            nowMillis += 1;
            set(PLAIN, "a=2");

            assertThat(sentTo(PLAIN)).containsExactly("a=2");
        }
    }

    @Nested
    class Limits {
        @Test
        void ofASiteAreOverAllItsHosts() {
            for (int i = 0; i < 6; i++) {
                set(HttpUrl.get("https://h" + i + ".example.com/"), "c" + i + "=1");
            }
            set(HttpUrl.get("https://example.org/"), "other=1");

            assertThat(kept()).containsExactly("c2", "c3", "c4", "c5", "other");
        }

        @Test
        void takeWhatHasEndedFirst() {
            set(URL, "a=1");
            setUntil(URL, "b", nowMillis + 1);
            set(URL, "c=1", "d=1");
            nowMillis += 1;
            set(URL, "e=1");

            assertThat(kept()).containsExactly("a", "c", "d", "e");
        }

        @Test
        void takeTheLeastUsed() {
            set(URL, "a=1; Path=/a", "b=1; Path=/b", "c=1; Path=/c", "d=1; Path=/d");
            store.load(HttpUrl.get("https://www.example.com/a"));
            set(URL, "b=2; Path=/b", "e=1");

            assertThat(kept()).containsExactly("a", "b", "d", "e");
        }

        @Test
        void spareTheSecureOnesOfASite() {
            set(URL, "a=1; Secure", "b=1; Secure", "c=1", "d=1; Secure", "e=1; Secure");

            assertThat(kept()).containsExactly("a", "b", "d", "e");
        }

        @Test
        void inAllTakeTheLeastUsedOfAllSites() {
            List<HttpUrl> urls = IntStream.range(0, 9)
                    .mapToObj(i -> HttpUrl.get("https://h" + i + ".org/"))
                    .toList();
            urls.subList(0, 8).forEach(url -> set(url, "c=1"));
            store.load(urls.get(0));
            set(urls.get(8), "c=1");

            assertThat(sentTo(urls.get(0))).isNotEmpty();
            assertThat(sentTo(urls.get(1))).isEmpty();
            assertThat(kept()).hasSize(8);
        }

        @Test
        void inAllTakeWhatHasEndedFirst() {
            for (int i = 0; i < 8; i++) {
                setUntil(HttpUrl.get("https://h" + i + ".org/"), "c" + i, i == 5 ? nowMillis + 1 : nowMillis + 100);
            }
            nowMillis += 1;
            set(URL, "a=1");

            assertThat(kept()).containsExactly("c0", "c1", "c2", "c3", "c4", "c6", "c7", "a");
        }

        @Test
        void leaveRoomForACookieAtLeast() {
            assertThatIllegalArgumentException().isThrownBy(() -> new CookieStore(0, 1, clock));
            assertThatIllegalArgumentException().isThrownBy(() -> new CookieStore(1, 0, clock));
        }
    }

    @Nested
    class Changes {
        private List<Cookie> keep(String setCookie) {
            return store.keep(URL, List.of(Objects.requireNonNull(Cookie.parse(URL, setCookie))));
        }

        @Test
        void areThoseThatCameWentOrGotAnotherValue() {
            assertThat(keep("a=1")).extracting(Cookie::value).containsExactly("1");
            assertThat(keep("a=1")).isEmpty();
            assertThat(keep("a=2")).extracting(Cookie::value).containsExactlyInAnyOrder("1", "2");
            assertThat(keep("a=; Max-Age=0")).extracting(Cookie::value).containsExactly("2");
            assertThat(keep("a=; Max-Age=0")).isEmpty();
        }

        @Test
        void areThoseThatMadeRoom() {
            set(URL, "a=1", "b=1", "c=1", "d=1");

            assertThat(keep("e=1")).extracting(Cookie::name).containsExactly("e", "a");
        }
    }
}
