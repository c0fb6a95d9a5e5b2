package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheControlTest {
    private static CacheControl parse(String... values) {
        Headers.Builder headers = new Headers.Builder();
        for (String value : values) {
            headers.add("Cache-Control", value);
        }
        return CacheControl.parse(headers.build());
    }

    @Nested
    class Parsing {
        @Test
        void nothingIsSaidWhereThereIsNoHeader() {
            CacheControl control = parse();

            assertThat(control.noCache() || control.noStore() || control.isPrivate() || control.isPublic())
                    .isFalse();
            assertThat(control.mustRevalidate() || control.proxyRevalidate() || control.mustUnderstand())
                    .isFalse();
            assertThat(control.onlyIfCached() || control.noTransform() || control.immutable())
                    .isFalse();
            assertThat(new int[] {
                        control.maxAgeSeconds(),
                        control.sMaxAgeSeconds(),
                        control.maxStaleSeconds(),
                        control.minFreshSeconds(),
                        control.staleWhileRevalidateSeconds(),
                        control.staleIfErrorSeconds()
                    })
                    .containsOnly(-1);
            assertThat(control).hasToString("");
        }

        @Test
        void everyDirectiveIsRead() {
            CacheControl control = parse("no-cache, no-store, max-age=1, s-maxage=2, private, public, must-revalidate, "
                    + "proxy-revalidate, must-understand, max-stale=3, min-fresh=4, only-if-cached, no-transform, "
                    + "immutable, stale-while-revalidate=5, stale-if-error=6");

            assertThat(control.noCache() && control.noStore() && control.isPrivate() && control.isPublic())
                    .isTrue();
            assertThat(control.mustRevalidate() && control.proxyRevalidate() && control.mustUnderstand())
                    .isTrue();
            assertThat(control.onlyIfCached() && control.noTransform() && control.immutable())
                    .isTrue();
            assertThat(new int[] {
                        control.maxAgeSeconds(),
                        control.sMaxAgeSeconds(),
                        control.maxStaleSeconds(),
                        control.minFreshSeconds(),
                        control.staleWhileRevalidateSeconds(),
                        control.staleIfErrorSeconds()
                    })
                    .containsExactly(1, 2, 3, 4, 5, 6);
        }

        @Test
        void namesAreReadInAnyCaseAndSpaceIsPassedOver() {
            CacheControl control = parse("  MAX-AGE = 60 ,, No-Store\t");

            assertThat(control.maxAgeSeconds()).isEqualTo(60);
            assertThat(control.noStore()).isTrue();
        }

        @Test
        void severalHeadersAreOneList() {
            CacheControl control = parse("no-store", "max-age=60");

            assertThat(control.noStore()).isTrue();
            assertThat(control.maxAgeSeconds()).isEqualTo(60);
            assertThat(control).hasToString("no-store, max-age=60");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "max-age=60 | 60",
                    "max-age=\"60\" | 60",
                    "max-age=0 | 0",
                    "max-age=2147483647 | 2147483647",
                    "max-age=2147483648 | 2147483647",
                    "max-age=99999999999999999999999999 | 2147483647",
                    "max-age=60, max-age=5 | 60",
                    "max-age=soon | 0",
                    "max-age=-5 | 0",
                    "max-age=1.5 | 0",
                    "max-age= | 0",
                    "max-age | 0",
                    "x-max-age=60 | -1",
                })
        void anAgeThatNobodyUnderstandsIsOneThatIsOver(String value, int seconds) {
            assertThat(parse(value).maxAgeSeconds()).isEqualTo(seconds);
        }

        @ParameterizedTest
        @CsvSource({"max-stale,2147483647", "max-stale=7,7", "max-stale=long,-1", "max-stale=,-1"})
        void staleForHoweverLongIsMaxStaleWithoutNumber(String value, int seconds) {
            assertThat(parse(value).maxStaleSeconds()).isEqualTo(seconds);
        }

        @ParameterizedTest
        @ValueSource(strings = {"min-fresh=x", "stale-while-revalidate", "stale-if-error=\"\""})
        void otherNumbersThatCannotBeReadAreNotThere(String value) {
            CacheControl control = parse(value);

            assertThat(control.minFreshSeconds()).isEqualTo(-1);
            assertThat(control.staleWhileRevalidateSeconds()).isEqualTo(-1);
            assertThat(control.staleIfErrorSeconds()).isEqualTo(-1);
        }

        @Test
        void noCacheMayNameFields() {
            CacheControl control = parse("no-cache=\"Set-Cookie, X-Count\", max-age=60");

            assertThat(control.noCache()).isTrue();
            assertThat(control.noCacheFields()).containsExactly("Set-Cookie", "X-Count");
            assertThat(control.maxAgeSeconds()).isEqualTo(60);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "no-cache=\"A\", no-cache",
                    "no-cache, no-cache=\"A\"",
                    "no-cache=\"\"",
                    "no-cache=",
                    "no-cache=\"A",
                    "no-cache=\"A, B C\""
                })
        void noCacheForAllOutweighsThatForSome(String value) {
            assertThat(parse(value).noCache()).isTrue();
            assertThat(parse(value).noCacheFields()).isEmpty();
        }

        @Test
        void aQuotedStringHidesNoDirective() {
            assertThat(parse("ext=\"a, no-store\"").noStore()).isFalse();
        }

        @Test
        void semicolonsSetDirectivesOffToo() {
            CacheControl control = parse("private; no-cache=\"a;b\";no-store, max-age=3;");

            assertThat(control.isPrivate() && control.noCache() && control.noStore())
                    .isTrue();
            assertThat(control.maxAgeSeconds()).isEqualTo(3);
        }

        @Test
        void pragmaCountsWhereThereIsNoCacheControl() {
            assertThat(CacheControl.parse(Headers.of("Pragma", "no-cache")).noCache())
                    .isTrue();
            assertThat(CacheControl.parse(Headers.of("Pragma", "no-cache", "Cache-Control", "max-age=1"))
                            .noCache())
                    .isFalse();
            assertThat(CacheControl.parse(Headers.of("Pragma", "max-age=1")).maxAgeSeconds())
                    .isEqualTo(-1);
        }

        @Test
        void textIsThatOfTheHeader() {
            assertThat(parse("max-age=60,  ext=1")).hasToString("max-age=60,  ext=1");
        }
    }

    @Nested
    class Building {
        @Test
        void everyDirectiveIsWritten() {
            CacheControl control = new CacheControl.Builder()
                    .noCache()
                    .noStore()
                    .maxAge(1, TimeUnit.MINUTES)
                    .maxStale(2, TimeUnit.SECONDS)
                    .minFresh(Duration.ofSeconds(3))
                    .staleIfError(Duration.ofSeconds(4))
                    .onlyIfCached()
                    .noTransform()
                    .immutable()
                    .build();

            assertThat(control)
                    .hasToString(
                            "no-cache, no-store, max-age=60, max-stale=2, min-fresh=3, only-if-cached, no-transform, "
                                    + "immutable, stale-if-error=4");
            assertThat(parse(control.toString()).maxAgeSeconds()).isEqualTo(60);
        }

        @Test
        void timesAreCutToWhatCanBeSaid() {
            assertThat(new CacheControl.Builder()
                            .maxAge(100, TimeUnit.DAYS)
                            .build()
                            .maxAgeSeconds())
                    .isEqualTo(8_640_000);
            assertThat(new CacheControl.Builder()
                            .maxStale(Duration.ofDays(40_000))
                            .build()
                            .maxStaleSeconds())
                    .isEqualTo(Integer.MAX_VALUE);
        }

        @Test
        void timeIsNotNegative() {
            assertThatThrownBy(() -> new CacheControl.Builder().maxAge(-1, TimeUnit.SECONDS))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("maxAge < 0: -1");
        }

        @Test
        void whatIsBuiltDoesNotChangeWithItsBuilder() {
            CacheControl.Builder builder = new CacheControl.Builder().maxAge(1, TimeUnit.SECONDS);
            CacheControl built = builder.build();
            builder.noStore();

            assertThat(built.noStore()).isFalse();
        }

        @Test
        void theTwoForcesSayWhatTheyForce() {
            assertThat(CacheControl.FORCE_NETWORK).hasToString("no-cache");
            assertThat(CacheControl.FORCE_CACHE).hasToString("max-stale=2147483647, only-if-cached");
        }
    }

    @Nested
    class InMessages {
        @Test
        void aRequestHasThatOfItsHeaders() {
            Request request = new Request.Builder()
                    .url("http://example.com/")
                    .cacheControl(CacheControl.FORCE_NETWORK)
                    .build();

            assertThat(request.header("Cache-Control")).isEqualTo("no-cache");
            assertThat(request.cacheControl().noCache()).isTrue();
            assertThat(request.newBuilder()
                            .cacheControl(new CacheControl.Builder().build())
                            .build()
                            .header("Cache-Control"))
                    .isNull();
        }

        @Test
        void aResponseHasThatOfItsHeaders() {
            Response response = new Response.Builder()
                    .request(new Request.Builder().url("http://example.com/").build())
                    .protocol(Protocol.HTTP_1_1)
                    .code(200)
                    .message("OK")
                    .header("Cache-Control", "max-age=9")
                    .build();

            assertThat(response.cacheControl().maxAgeSeconds()).isEqualTo(9);
        }
    }
}
