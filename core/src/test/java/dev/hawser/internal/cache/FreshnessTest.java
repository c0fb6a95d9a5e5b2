package dev.hawser.internal.cache;

import static dev.hawser.internal.cache.Stored.THEN;
import static dev.hawser.internal.cache.Stored.after;
import static dev.hawser.internal.cache.Stored.date;
import static dev.hawser.internal.cache.Stored.headers;
import static dev.hawser.internal.cache.Stored.response;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Headers;
import dev.hawser.HttpUrl;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111, sections 4.2.1 to 4.2.3. */
class FreshnessTest {
    private static long age(StoredResponse stored, long secondsLater) {
        return TimeUnit.MILLISECONDS.toSeconds(
                Freshness.of(stored, after(secondsLater)).age());
    }

    private static long lifetime(StoredResponse stored) {
        return TimeUnit.MILLISECONDS.toSeconds(Freshness.lifetime(stored));
    }

    @Nested
    class Age {
        @Test
        void growsWithTheTimeInTheStore() {
            assertThat(age(response(), 0)).isZero();
            assertThat(age(response(), 75)).isEqualTo(75);
        }

        @Test
        void beginsWithTheAgeThatOtherCachesGaveIt() {
            assertThat(age(response("Age: 40"), 5)).isEqualTo(45);
        }

        @Test
        void beginsWithTheTimeSinceTheDateIfThatIsMore() {
            assertThat(age(response("Age: 40", "Date: " + date(-100)), 5)).isEqualTo(105);
            assertThat(age(response("Age: 400", "Date: " + date(-100)), 5)).isEqualTo(405);
        }

        @Test
        void aDateInTheFutureMakesNothingYounger() {
            assertThat(age(response("Date: " + date(1000)), 5)).isEqualTo(5);
        }

        @Test
        void withoutADateItWasMadeWhenItWasReceived() {
            assertThat(age(Stored.undated("Age: 2"), 5)).isEqualTo(7);
        }

        @Test
        void theWayFromTheServerCounts() {
            StoredResponse slow = response("Age: 10").with(headers("Age: 10"), THEN - 3000, THEN);

            assertThat(age(slow, 1)).isEqualTo(14);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "-1 | 0",
                    "old | 0",
                    "1.5 | 0",
                    "'7, 9' | 7",
                    "2147483648 | 2147483647",
                    "99999999999999 | 2147483647"
                })
        void aFieldThatCannotBeReadDoesNotCountAndALongOneIsCut(String value, long seconds) {
            assertThat(age(response("Age: " + value), 0)).isEqualTo(seconds);
        }

        @Test
        void ofTwoFieldsTheFirstCounts() {
            assertThat(age(response("Age: 7", "Age: 70"), 0)).isEqualTo(7);
        }

        @Test
        void isUnknownAndSoLongIfTheClockWasSetBack() {
            assertThat(Freshness.of(response("Cache-Control: max-age=1000000"), after(-3600))
                            .isFresh())
                    .isFalse();
            assertThat(age(response(), -5)).as("a little is forgiven").isZero();
        }
    }

    @Nested
    class Lifetime {
        @Test
        void isThatOfMaxAge() {
            assertThat(lifetime(response("Cache-Control: max-age=60"))).isEqualTo(60);
        }

        @Test
        void isNotThatOfSharedCaches() {
            assertThat(lifetime(response("Cache-Control: max-age=60, s-maxage=7000")))
                    .isEqualTo(60);
        }

        @Test
        void isUntilExpiresCountedFromTheDate() {
            assertThat(lifetime(response("Date: " + date(-100), "Expires: " + date(20))))
                    .isEqualTo(120);
            assertThat(lifetime(Stored.undated("Expires: " + date(20)))).isEqualTo(20);
        }

        @Test
        void isThatOfMaxAgeIfThereIsExpiresToo() {
            assertThat(lifetime(response("Cache-Control: max-age=60", "Expires: " + date(20))))
                    .isEqualTo(60);
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "-1", "never", "Thu, 99 Foo 2099 00:00:00 GMT"})
        void isOverIfExpiresCannotBeRead(String value) {
            assertThat(lifetime(response("Expires: " + value, "Last-Modified: " + date(-100000))))
                    .isZero();
        }

        @Test
        void isOverIfMaxAgeCannotBeRead() {
            assertThat(lifetime(response("Cache-Control: max-age=soon", "Expires: " + date(100))))
                    .isZero();
        }

        @Test
        void isOverOnceTheAgeHasReachedIt() {
            StoredResponse stored = response("Cache-Control: max-age=60");

            assertThat(Freshness.of(stored, after(60) - 1).isFresh()).isTrue();
            assertThat(Freshness.of(stored, after(60)).isFresh()).isFalse();
        }
    }

    @Nested
    class Guessed {
        private static StoredResponse unchangedFor(long seconds, int code, String url, String... more) {
            Headers.Builder headers = headers(more).newBuilder().add("Last-Modified", date(-seconds));
            return response(code, HttpUrl.get(url), Headers.of(), headers.build());
        }

        @Test
        void aTenthOfTheTimeThatItHadNotChangedFor() {
            assertThat(lifetime(unchangedFor(1000, 200, "http://a/"))).isEqualTo(100);
        }

        @Test
        void noMoreThanAWeek() {
            assertThat(lifetime(unchangedFor(1_000_000_000, 200, "http://a/"))).isEqualTo(7 * 24 * 3600);
        }

        @Test
        void nothingForAQuery() {
            assertThat(lifetime(unchangedFor(1000, 200, "http://a/?b"))).isZero();
        }

        @Test
        void nothingForACodeThatIsAboutTheMoment() {
            assertThat(lifetime(unchangedFor(1000, 302, "http://a/"))).isZero();
            assertThat(lifetime(unchangedFor(1000, 302, "http://a/", "Cache-Control: public")))
                    .as("unless it says that it may be stored")
                    .isEqualTo(100);
        }

        @Test
        void nothingIfItChangedAfterItWasMade() {
            assertThat(lifetime(unchangedFor(-1000, 200, "http://a/"))).isZero();
        }

        @Test
        void nothingWithoutADateOfChange() {
            assertThat(lifetime(response())).isZero();
            assertThat(lifetime(response("Last-Modified: lately"))).isZero();
        }
    }
}
