package dev.hawser.internal.cache;

import static dev.hawser.internal.cache.Stored.after;
import static dev.hawser.internal.cache.Stored.date;
import static dev.hawser.internal.cache.Stored.get;
import static dev.hawser.internal.cache.Stored.headers;
import static dev.hawser.internal.cache.Stored.response;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9111, sections 3.2, 4.3.4 and 4.3.5. */
class FresheningTest {
    private static StoredResponse merged(StoredResponse stored, String... newer) {
        return Freshening.merged(stored, get(), headers(newer), after(100), after(101));
    }

    @Test
    void newerFieldsReplaceThoseOfTheirName() {
        StoredResponse stored = response("ETag: \"a\"", "Cache-Control: max-age=1", "X-A: 1", "X-A: 2", "X-B: 3");

        StoredResponse merged = merged(stored, "cache-control: max-age=60", "X-A: 4", "Date: " + date(100));

        assertThat(merged.headers().values("X-A")).containsExactly("4");
        assertThat(merged.headers().values("Cache-Control")).containsExactly("max-age=60");
        assertThat(merged.headers().get("X-B")).isEqualTo("3");
        assertThat(merged.etag()).isEqualTo("\"a\"");
    }

    @Test
    void whatDescribesTheBodyStays() {
        StoredResponse stored = response("Content-Length: 5", "Content-Type: text/plain", "Content-Encoding: gzip");

        StoredResponse merged =
                merged(stored, "Content-Length: 0", "Content-Type: text/html", "Content-Encoding: br", "Date: x");

        assertThat(merged.headers().get("Content-Length")).isEqualTo("5");
        assertThat(merged.headers().get("Content-Type")).isEqualTo("text/plain");
        assertThat(merged.headers().get("Content-Encoding")).isEqualTo("gzip");
    }

    @Test
    void fieldsOfTheConnectionAndCookiesDoNotGetIn() {
        StoredResponse merged = merged(response(), "Connection: close", "Set-Cookie: a=b", "Keep-Alive: timeout=1");

        assertThat(merged.headers().names()).isEmpty();
    }

    @Test
    void theAgeBeginsAnew() {
        StoredResponse stored = response("Age: 500", "Cache-Control: max-age=60");

        StoredResponse merged = merged(stored, "Date: " + date(100));

        assertThat(Freshness.of(merged, after(101)).age()).isEqualTo(1000);
        assertThat(Freshness.of(merged(stored), after(101)).age())
                .as("without a date, from when it came")
                .isEqualTo(1000);
    }

    @Test
    void whatItDependsOnMayChange() {
        StoredResponse merged = Freshening.merged(
                response(), get("Accept-Language: de"), headers("Vary: Accept-Language"), after(1), after(1));

        assertThat(merged.nominated()).isEqualTo(headers("accept-language: de"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ETag: \"a\" | X: y | false",
                "ETag: \"a\" | ETag: \"a\" | false",
                "ETag: \"a\" | ETag: W/\"a\" | false",
                "ETag: W/\"a\" | ETag: \"a\" | false",
                "ETag: \"a\" | ETag: \"b\" | true",
                "X: y | ETag: \"b\" | false",
            })
    void aConfirmationOfAnotherEntityTagIsAboutAnother(String stored, String answer, boolean another) {
        assertThat(Freshening.isAboutAnother(response(stored), headers(answer))).isEqualTo(another);
    }

    @Nested
    class ByHead {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "X: y | true",
                    "ETag: \"a\" | true",
                    "ETag: \"b\" | false",
                    "Content-Length: 10 | true",
                    "Content-Length: 11 | false",
                    "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT | true",
                    "Last-Modified: Sun, 06 Nov 1994 08:49:38 GMT | false",
                    "Content-Encoding: gzip | false",
                })
        void isAboutTheSameIfNothingItSaysDiffers(String line, boolean same) {
            StoredResponse stored = response("ETag: \"a\"", "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT");

            assertThat(Freshening.isAboutTheSame(stored, 10, headers(line))).isEqualTo(same);
        }
    }
}
