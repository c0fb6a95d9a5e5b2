package dev.hawser.internal.cache;

import static dev.hawser.internal.cache.Stored.after;
import static dev.hawser.internal.cache.Stored.date;
import static dev.hawser.internal.cache.Stored.get;
import static dev.hawser.internal.cache.Stored.headers;
import static dev.hawser.internal.cache.Stored.response;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Headers;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111, sections 4 and 5.2; RFC 5861; RFC 8246. */
class DecisionTest {
    private static final String ETAG = "ETag: \"v1\"";

    /** One word for a verdict. */
    private static String word(Request request, StoredResponse stored, long seconds) {
        Verdict verdict = Decision.of(request, stored, after(seconds));
        if (verdict instanceof Verdict.Use use) {
            return use.askMeanwhile() ? "use+ask" : "use";
        }
        return verdict.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** What a request with that {@code Cache-Control}, or none, gets of a response with that one, so many seconds old. */
    private static String word(String asked, String said, long seconds) {
        Request request = asked.isEmpty() ? get() : get("Cache-Control: " + asked);
        return word(request, response("Cache-Control: " + said, ETAG), seconds);
    }

    /** Each row: what the request says, what the response says, its age in seconds, and what is done. */
    @ParameterizedTest(name = "[{0}] of [{1}] at {2} s: {3}")
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                // fresh or stale, section 4.2
                "'' | max-age=60 | 0 | use",
                "'' | max-age=60 | 59 | use",
                "'' | max-age=60 | 60 | confirm",
                "'' | max-age=0 | 0 | confirm",
                "'' | private, max-age=60 | 59 | use",
                "'' | s-maxage=60 | 1 | confirm",
                // no-cache and its kin in the response, section 5.2.2
                "'' | no-cache, max-age=60 | 1 | confirm",
                "'' | 'no-cache=\"X-Secret\", max-age=60' | 1 | use",
                "max-stale | no-cache, max-age=60 | 1 | confirm",
                "'' | must-revalidate, max-age=60 | 59 | use",
                "'' | must-revalidate, max-age=60 | 60 | confirm",
                "max-stale=100 | must-revalidate, max-age=60 | 61 | confirm",
                "max-stale=100 | proxy-revalidate, max-age=60 | 61 | use",
                // the request's, section 5.2.1
                "no-cache | max-age=60 | 1 | confirm",
                "max-age=30 | max-age=60 | 29 | use",
                "max-age=30 | max-age=60 | 30 | confirm",
                "max-age=90 | max-age=60 | 70 | confirm",
                "max-age=0 | max-age=60 | 0 | confirm",
                "max-stale | max-age=60 | 2000000 | use",
                "max-stale=10 | max-age=60 | 69 | use",
                "max-stale=10 | max-age=60 | 70 | confirm",
                "'max-age=30, max-stale=10' | max-age=60 | 39 | use",
                "'max-age=30, max-stale=10' | max-age=60 | 40 | confirm",
                "min-fresh=20 | max-age=60 | 39 | use",
                "min-fresh=20 | max-age=60 | 40 | confirm",
                "'min-fresh=20, max-stale=5' | max-age=60 | 44 | use",
                "'min-fresh=20, max-stale=5' | max-age=60 | 45 | confirm",
                // only-if-cached, section 5.2.1.7
                "only-if-cached | max-age=60 | 59 | use",
                "only-if-cached | max-age=60 | 60 | unsatisfiable",
                "'only-if-cached, max-stale' | max-age=60 | 6000 | use",
                "'only-if-cached, max-stale' | no-cache | 0 | unsatisfiable",
                "'only-if-cached, no-cache' | max-age=60 | 0 | unsatisfiable",
                "only-if-cached | 'max-age=60, stale-while-revalidate=60' | 61 | unsatisfiable",
                // stale-while-revalidate, RFC 5861, section 3
                "'' | 'max-age=60, stale-while-revalidate=30' | 59 | use",
                "'' | 'max-age=60, stale-while-revalidate=30' | 60 | use+ask",
                "'' | 'max-age=60, stale-while-revalidate=30' | 89 | use+ask",
                "'' | 'max-age=60, stale-while-revalidate=30' | 90 | confirm",
                "'' | 'max-age=60, stale-while-revalidate=30, must-revalidate' | 61 | confirm",
                "'' | 'max-age=60, stale-while-revalidate=30, no-cache' | 61 | confirm",
                "max-age=300 | 'max-age=60, stale-while-revalidate=30' | 61 | confirm",
                "min-fresh=1 | 'max-age=60, stale-while-revalidate=30' | 61 | confirm",
                "max-stale=5 | 'max-age=60, stale-while-revalidate=30' | 61 | use",
                // immutable, RFC 8246
                "max-age=0 | 'max-age=60, immutable' | 59 | use",
                "max-age=0 | 'max-age=60, immutable' | 60 | confirm",
                "no-cache | 'max-age=60, immutable' | 1 | confirm",
                "'' | 'max-age=60, immutable' | 61 | confirm",
            })
    void directivesAreKept(String asked, String said, long seconds, String word) {
        assertThat(word(asked, said, seconds)).isEqualTo(word);
    }

    @Test
    void withNothingStoredTheServerIsAsked() {
        assertThat(Decision.of(get(), null, after(0))).isInstanceOf(Verdict.Fetch.class);
        assertThat(Decision.of(get("Cache-Control: only-if-cached"), null, after(0)))
                .isInstanceOf(Verdict.Unsatisfiable.class);
    }

    @Test
    void pragmaAsksForConfirmationAsNoCacheDoes() {
        assertThat(word(get("Pragma: no-cache"), response("Cache-Control: max-age=60", ETAG), 1))
                .isEqualTo("confirm");
    }

    @Nested
    class Questions {
        private static Request question(StoredResponse stored) {
            return ((Verdict.Confirm) Decision.of(get("X: y"), stored, after(0))).question();
        }

        @Test
        void nameTheEntityTagAndTheDateOfChange() {
            Request question =
                    question(response("Cache-Control: no-cache", "ETag: W/\"v1\"", "Last-Modified: " + date(-9)));

            assertThat(question.header("If-None-Match")).isEqualTo("W/\"v1\"");
            assertThat(question.header("If-Modified-Since")).isEqualTo(date(-9));
            assertThat(question.header("X")).isEqualTo("y");
        }

        @Test
        void nameTheOneThatThereIs() {
            Request byTag = question(response("Cache-Control: max-age=0", ETAG));
            Request byDate = question(response("Cache-Control: max-age=0", "Last-Modified: " + date(-9)));

            assertThat(byTag.header("If-None-Match")).isEqualTo("\"v1\"");
            assertThat(byTag.header("If-Modified-Since")).isNull();
            assertThat(byDate.header("If-None-Match")).isNull();
            assertThat(byDate.header("If-Modified-Since")).isEqualTo(date(-9));
        }

        @Test
        void nameAnEntityTagBeyondAsciiAsItCame() {
            assertThat(question(foreign("\"kn\u00fcpfen\"")).header("If-None-Match"))
                    .isEqualTo("\"kn\u00fcpfen\"");
        }

        /** Its bytes were not in UTF-8, and are not known any more. */
        @Test
        void nameNoEntityTagThatCouldNotBeRead() {
            assertThat(word(get(), foreign("\"kn\ufffdpfen\""), 0)).isEqualTo("fetch");
        }

        private static StoredResponse foreign(String etag) {
            Headers headers = headers("Cache-Control: max-age=0")
                    .newBuilder()
                    .addUnsafeNonAscii("ETag", etag)
                    .build();
            return response(200, Stored.URL, Headers.of(), headers);
        }

        @Test
        void cannotBeAskedWithoutEither() {
            assertThat(word(get(), response("Cache-Control: max-age=0"), 0)).isEqualTo("fetch");
            assertThat(word(get(), response("Cache-Control: max-age=0", "Last-Modified: lately"), 0))
                    .isEqualTo("fetch");
        }
    }

    @Nested
    class WhatIsNotForCaches {
        private static final StoredResponse FRESH = response("Cache-Control: max-age=60", ETAG);

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Cache-Control: no-store",
                    "Upgrade: websocket",
                    "If-None-Match: \"x\"",
                    "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT",
                    "If-Match: \"x\"",
                    "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT"
                })
        void goesToTheServerAsItIs(String line) {
            assertThat(Decision.bypasses(get(line))).isTrue();
            assertThat(word(get(line), FRESH, 0)).isEqualTo("fetch");
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "QUERY", "get"})
        void methodsOtherThanGetAndHeadDo(String method) {
            Request request = new Request.Builder()
                    .url(Stored.URL)
                    .method(method, RequestBody.create(new byte[0], null))
                    .build();

            assertThat(Decision.bypasses(request)).isTrue();
            assertThat(word(request, FRESH, 0)).isEqualTo("fetch");
        }

        @Test
        void aCodingThatWasNotAskedForIsNotGiven() {
            StoredResponse coded = response("Cache-Control: max-age=60", "Content-Encoding: gzip", ETAG);

            assertThat(word(get("Accept-Encoding: gzip"), coded, 0)).isEqualTo("use");
            assertThat(word(get("Accept-Encoding: br;q=1, GZIP;q=0.5"), coded, 0))
                    .isEqualTo("use");
            for (String accepted : List.of("br", "gzip;q=0, br", "gzip; Q=0.000", "gzip;q=0.0", ";")) {
                assertThat(word(get("Accept-Encoding: " + accepted), coded, 0))
                        .as(accepted)
                        .isEqualTo("fetch");
            }
            assertThat(word(get("Accept-Encoding: br", "Accept-Encoding: gzip;q=0.01"), coded, 0))
                    .isEqualTo("use");
            assertThat(word(get(), coded, 0)).isEqualTo("fetch");
        }

        @Test
        void allCodingsOnTopOfEachOtherMustHaveBeenAskedFor() {
            StoredResponse coded =
                    response("Cache-Control: max-age=60", "Content-Encoding: br", "Content-Encoding: gzip", ETAG);

            assertThat(word(get("Accept-Encoding: gzip"), coded, 0)).isEqualTo("fetch");
            assertThat(word(get("Accept-Encoding: gzip, br"), coded, 0)).isEqualTo("use");
        }
    }

    @Nested
    class Head {
        private static final Request HEAD = get().newBuilder().head().build();

        @Test
        void isAnsweredByWhatIsStoredForGet() {
            assertThat(word(HEAD, response("Cache-Control: max-age=60"), 0)).isEqualTo("use");
        }

        @Test
        void isNotMadeAQuestion() {
            assertThat(word(HEAD, response("Cache-Control: max-age=0", ETAG), 0))
                    .isEqualTo("fetch");
        }
    }

    @Nested
    class Ranges {
        private static final StoredResponse FRESH =
                response("Cache-Control: max-age=60", ETAG, "Last-Modified: " + date(-1000));

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "bytes=0-9 | use",
                    "bytes=5- | use",
                    "bytes=-5 | use",
                    "bytes=0-9,20-29 | fetch",
                    "bytes=- | fetch",
                    "lines=1-2 | fetch",
                })
        void oneRangeIsCutFromWhatIsWhole(String range, String word) {
            assertThat(word(get("Range: " + range), FRESH, 0)).isEqualTo(word);
        }

        @Test
        void areNotMadeAQuestion() {
            assertThat(word(get("Range: bytes=0-9"), FRESH, 60)).isEqualTo("fetch");
        }

        @Test
        void areNotCutFromWhatIsCodedOrNoSuccess() {
            StoredResponse coded = response("Cache-Control: max-age=60", "Content-Encoding: gzip");
            StoredResponse missing = response(404, Stored.URL, Headers.of(), headers("Cache-Control: max-age=60"));

            assertThat(word(get("Range: bytes=0-9", "Accept-Encoding: gzip"), coded, 0))
                    .isEqualTo("fetch");
            assertThat(word(get("Range: bytes=0-9"), missing, 0)).isEqualTo("fetch");
        }

        @Test
        void areCutOnlyIfTheirConditionHolds() {
            for (String condition : List.of("\"v1\"", date(-1000))) {
                assertThat(word(get("Range: bytes=0-9", "If-Range: " + condition), FRESH, 0))
                        .as(condition)
                        .isEqualTo("use");
            }
            for (String condition : List.of("\"v2\"", "W/\"v1\"", date(-999))) {
                assertThat(word(get("Range: bytes=0-9", "If-Range: " + condition), FRESH, 0))
                        .as(condition)
                        .isEqualTo("fetch");
            }
        }
    }

    @Nested
    class InPlaceOfErrors {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                emptyValue = "",
                value = {
                    "'' | max-age=60 | 61 | false",
                    "'' | 'max-age=60, stale-if-error=30' | 89 | true",
                    "'' | 'max-age=60, stale-if-error=30' | 90 | false",
                    "'' | 'max-age=60, stale-if-error=30, must-revalidate' | 61 | false",
                    "'' | 'max-age=60, stale-if-error=30, no-cache' | 61 | false",
                    "no-cache | 'max-age=60, stale-if-error=30' | 61 | false",
                    "stale-if-error=30 | max-age=60 | 89 | true",
                    "stale-if-error=30 | max-age=60 | 90 | false",
                    "stale-if-error=5 | 'max-age=60, stale-if-error=30' | 89 | true",
                })
        void whatIsStaleMayStandIn(String asked, String said, long seconds, boolean may) {
            Request request = asked.isEmpty() ? get() : get("Cache-Control: " + asked);
            StoredResponse stored = response("Cache-Control: " + said);

            assertThat(Decision.mayReplaceError(request, stored, after(seconds)))
                    .isEqualTo(may);
        }

        @Test
        void fourCodesAreErrors() {
            assertThat(List.of(500, 501, 502, 503, 504, 505, 404, 429))
                    .filteredOn(Decision::isError)
                    .containsExactly(500, 502, 503, 504);
        }
    }
}
