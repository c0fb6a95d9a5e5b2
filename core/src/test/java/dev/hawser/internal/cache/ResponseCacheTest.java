package dev.hawser.internal.cache;

import static dev.hawser.internal.cache.Stored.after;
import static dev.hawser.internal.cache.Stored.headers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.CacheStore;
import dev.hawser.CacheStores;
import dev.hawser.HttpUrl;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found for whom. */
class ResponseCacheTest {
    private static final String URL = "http://example.com/thing";
    private static final String FRESH = "Cache-Control: max-age=60";

    private final CacheStore store = CacheStores.inMemory(1 << 20);
    private final ResponseCache cache = new ResponseCache(store, Duration.ofDays(1));

    private static Request get(String url, String... lines) {
        return new Request.Builder().url(url).headers(headers(lines)).build();
    }

    private static Response response(Request request, int code, String... lines) {
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(code)
                .message("")
                .headers(headers(lines))
                .sentRequestAtMillis(after(0))
                .receivedResponseAtMillis(after(0))
                .build();
    }

    private void store(Request request, String body, String... lines) {
        store(request, 200, body, lines);
    }

    private void store(Request request, int code, String body, String... lines) {
        Recording recording = cache.take(request, response(request, code, lines), null, cache.mark(request));
        if (recording != null) {
            write(recording, body);
        }
    }

    private static void write(Recording recording, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        recording.write(bytes, 0, bytes.length);
        recording.complete();
    }

    /** The stored body that is found, or null. */
    private @Nullable String found(Request request) throws IOException {
        try (ResponseCache.Found found = cache.find(request)) {
            InputStream body = found == null ? null : found.body();
            return body == null ? null : new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<String> keys() throws IOException {
        List<String> keys = new ArrayList<>();
        store.keys().forEachRemaining(keys::add);
        return keys;
    }

    private byte[] metadata(String key) throws IOException {
        try (CacheStore.Entry entry = store.read(key)) {
            assertThat(entry).isNotNull();
            return entry.metadata();
        }
    }

    private void put(String key, byte[] metadata) throws IOException {
        try (CacheStore.Writer writer = store.write(key, metadata, Long.MAX_VALUE)) {
            assertThat(writer).isNotNull();
            writer.commit();
        }
    }

    @Nested
    class ByUrl {
        @Test
        void eachHasItsOwn() throws IOException {
            store(get(URL), "1", FRESH);

            assertThat(found(get(URL))).isEqualTo("1");
            for (String other : List.of(
                    "https://example.com/thing",
                    "http://example.com:81/thing",
                    "http://example.org/thing",
                    "http://example.com/thing?",
                    "http://example.com/Thing",
                    "http://example.com/thing/")) {
                assertThat(found(get(other))).as(other).isNull();
            }
        }

        @Test
        void fragmentAndUserInfoDoNotCount() throws IOException {
            store(get("http://me:secret@example.com/thing#here"), "1", FRESH);

            assertThat(found(get(URL + "#there"))).isEqualTo("1");
            assertThat(keys()).containsExactly(URL);
        }

        @Test
        void whatAStoreMixesUpIsNotServed() throws IOException {
            store(get(URL), "1", FRESH);
            put("http://example.org/", metadata(URL));

            assertThat(found(get("http://example.org/"))).isNull();
        }
    }

    @Nested
    class ByCredentials {
        @ParameterizedTest
        @ValueSource(strings = {"Authorization", "Cookie"})
        void whatOneUserGotIsNotForAnother(String field) throws IOException {
            store(get(URL, field + ": alice"), "for Alice", FRESH);

            assertThat(found(get(URL, field + ": alice"))).isEqualTo("for Alice");
            assertThat(found(get(URL, field + ": bob"))).isNull();
            assertThat(found(get(URL))).isNull();
        }

        @Test
        void whatWasForNobodyIsNotForAUser() throws IOException {
            store(get(URL), "please log in", FRESH);

            assertThat(found(get(URL, "Authorization: alice"))).isNull();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "public, max-age=60 | true",
                    "s-maxage=60, max-age=60 | true",
                    "public, private, max-age=60 | false",
                    "must-revalidate, max-age=60 | false",
                    "max-age=60 | false",
                })
        void whatIsPublicIsForAll(String control, boolean shared) throws IOException {
            store(get(URL, "Authorization: alice"), "1", "Cache-Control: " + control);

            assertThat(found(get(URL, "Authorization: bob"))).isEqualTo(shared ? "1" : null);
            assertThat(found(get(URL))).isEqualTo(shared ? "1" : null);
            assertThat(found(get(URL, "Authorization: alice"))).isEqualTo("1");
        }

        @Test
        void theirOwnGoesBeforeWhatIsPublic() throws IOException {
            store(get(URL, "Cookie: a=1"), "mine", FRESH);
            store(get(URL), "everybody's", "Cache-Control: public");

            assertThat(found(get(URL, "Cookie: a=1"))).isEqualTo("mine");
        }

        @Test
        void credentialsAreNeitherInTheKeysNorInTheMetadata() throws IOException {
            Request secret = get(URL, "Authorization: Bearer s3cret", "Cookie: id=t0psecret");
            store(secret, "1", FRESH, "Vary: Cookie, Authorization");

            assertThat(keys()).hasSize(2).allSatisfy(key -> {
                assertThat(key).startsWith(URL + "#").doesNotContain("s3cret", "t0psecret");
                assertThat(new String(metadata(key), StandardCharsets.ISO_8859_1))
                        .doesNotContain("s3cret", "t0psecret");
            });
            assertThat(found(secret)).isEqualTo("1");
        }

        @Test
        void whatWasForAllAndIsNowForOneIsForNobodyElse() throws IOException {
            store(get(URL), "1", "Cache-Control: public, max-age=0", "ETag: \"a\"");
            Request alices = get(URL, "Cookie: alice");
            try (ResponseCache.Found found = cache.find(alices)) {
                assertThat(found).isNotNull();
                Response answer = response(alices, 304, "Cache-Control: private, max-age=60", "X-For: alice");
                assertThat(found.confirmed(alices, answer, cache.mark(alices))
                                .build()
                                .header("X-For"))
                        .isEqualTo("alice");
            }

            assertThat(found(get(URL))).isNull();
            assertThat(found(get(URL, "Cookie: bob"))).isNull();
        }

        @ParameterizedTest
        @CsvSource({"private, public", "public, private"})
        void whatIsNewIsFoundThoughItIsNowForOthers(String before, String now) throws IOException {
            Request alices = get(URL, "Cookie: alice");
            store(alices, "old", "Cache-Control: max-age=0, " + before);
            ResponseCache.Found found = cache.find(alices);
            assertThat(found).isNotNull();

            Recording recording = cache.take(
                    alices, response(alices, 200, "Cache-Control: max-age=60, " + now), found, cache.mark(alices));
            assertThat(recording).isNotNull();
            write(recording, "new");

            assertThat(found(alices)).isEqualTo("new");
            assertThat(keys()).hasSize(1);
        }

        @Test
        void cookiesThatAreSetAreNotStored() {
            store(get(URL), "1", "Cache-Control: public", "Set-Cookie: id=alice");

            try (ResponseCache.Found found = cache.find(get(URL))) {
                assertThat(found).isNotNull();
                assertThat(found.response(get(URL)).build().headers("Set-Cookie"))
                        .isEmpty();
            }
        }
    }

    @Nested
    class ByVary {
        private static final String VARY = "Vary: Accept-Language";

        @Test
        void eachVariantIsKept() throws IOException {
            store(get(URL, "Accept-Language: de"), "Guten Tag", FRESH, VARY);
            store(get(URL, "Accept-Language: en"), "Good day", FRESH, VARY);
            store(get(URL), "?", FRESH, VARY);

            assertThat(found(get(URL, "Accept-Language: de"))).isEqualTo("Guten Tag");
            assertThat(found(get(URL, "Accept-Language: en"))).isEqualTo("Good day");
            assertThat(found(get(URL))).isEqualTo("?");
            assertThat(found(get(URL, "Accept-Language: fr"))).isNull();
        }

        @Test
        void listsThatSayTheSameAreTheSame() throws IOException {
            store(get(URL, "Accept-Language: de, en"), "1", FRESH, "Vary: accept-language, ACCEPT-LANGUAGE");

            assertThat(found(get(URL, "Accept-Language: de", "accept-language: en")))
                    .isEqualTo("1");
            assertThat(found(get(URL, "Accept-Language: de,en"))).isEqualTo("1");
            assertThat(found(get(URL, "Accept-Language: en, de"))).isNull();
        }

        @Test
        void allFieldsCount() throws IOException {
            String both = "Vary: A, B";
            store(get(URL, "A: 1", "B: 1"), "1", FRESH, both);

            assertThat(found(get(URL, "A: 1", "B: 2"))).isNull();
            assertThat(found(get(URL, "B: 1", "A: 1"))).isEqualTo("1");
        }

        @Test
        void onAnythingIsNeverFound() throws IOException {
            store(get(URL), "1", FRESH, "Vary: *");

            assertThat(found(get(URL))).isNull();
            assertThat(keys()).isEmpty();
        }

        @Test
        void anotherSetOfFieldsEndsTheOldVariants() throws IOException {
            store(get(URL, "A: 1"), "1", FRESH, "Vary: A");
            store(get(URL, "A: 1"), "2", FRESH, "Vary: B");

            assertThat(found(get(URL, "A: 9"))).isEqualTo("2");
            assertThat(keys()).hasSize(2);
        }

        @Test
        void noMoreFieldsEndThem() throws IOException {
            store(get(URL, "A: 1"), "1", FRESH, "Vary: A");
            store(get(URL, "A: 1"), "2", FRESH);

            assertThat(found(get(URL, "A: 9"))).isEqualTo("2");
            assertThat(keys()).containsExactly(URL);
        }

        @Test
        void variantsAreNotWithoutNumber() throws IOException {
            for (int i = 0; i < 40; i++) {
                store(get(URL, "Accept-Language: l" + i), "" + i, FRESH, VARY);
            }

            assertThat(keys()).hasSize(Variants.MOST + 1);
            assertThat(found(get(URL, "Accept-Language: l39"))).isEqualTo("39");
            assertThat(found(get(URL, "Accept-Language: l7"))).isNull();
        }

        @Test
        void theyAreNotAcrossUsers() throws IOException {
            store(get(URL, "Accept-Language: de", "Cookie: a"), "1", FRESH, VARY);

            assertThat(found(get(URL, "Accept-Language: de"))).isNull();
            assertThat(found(get(URL, "Accept-Language: de", "Cookie: a"))).isEqualTo("1");
        }
    }

    @Nested
    class Invalidating {
        private void post(String url, String... lines) {
            Request post = new Request.Builder()
                    .url(url)
                    .headers(headers(lines))
                    .post(RequestBody.create("x", null))
                    .build();
            assertThat(cache.take(post, response(post, 200), null, cache.mark(post)))
                    .isNull();
        }

        @Test
        void removesAllVariants() throws IOException {
            store(get(URL, "A: 1"), "1", FRESH, "Vary: A");
            store(get(URL, "A: 2"), "2", FRESH, "Vary: A");

            post(URL);

            assertThat(found(get(URL, "A: 1"))).isNull();
            assertThat(keys()).isEmpty();
        }

        @Test
        void removesTheUsersOwnAndWhatIsPublic() throws IOException {
            store(get(URL), "public", "Cache-Control: public");
            store(get(URL, "Cookie: a"), "Alice's", FRESH);
            store(get(URL, "Cookie: b"), "Bob's", FRESH);

            post(URL, "Cookie: a");

            assertThat(found(get(URL, "Cookie: a"))).isNull();
            assertThat(found(get(URL))).isNull();
            assertThat(found(get(URL, "Cookie: b"))).isEqualTo("Bob's");
        }

        @Test
        void variantsOfBeforeAreNotFoundAgain() throws IOException {
            store(get(URL, "A: 1"), "old", FRESH, "Vary: A");
            byte[] list = metadata(URL);
            String variant =
                    keys().stream().filter(key -> !key.equals(URL)).findFirst().orElseThrow();
            byte[] old = metadata(variant);
            post(URL);
            put(variant, old); // as a store would that lost the removal
            store(get(URL, "A: 2"), "new", FRESH, "Vary: A");

            assertThat(found(get(URL, "A: 1"))).isNull();
            assertThat(metadata(URL)).isNotEqualTo(list);
        }

        @Test
        void whatWasAskedForBeforeIsNotStoredAfterwards() throws IOException {
            Request request = get(URL);
            int mark = cache.mark(request);
            post(URL);
            Recording late = cache.take(request, response(request, 200, FRESH), null, mark);
            assertThat(late).isNotNull();
            ResponseCacheTest.write(late, "from before the change");

            assertThat(found(request)).isNull();
            assertThat(cache.counts().abandoned()).isOne();
        }
    }

    @Nested
    class OutOfDate {
        @ParameterizedTest
        @CsvSource({
            "200, true",
            "302, true",
            "404, true",
            "410, true",
            "206, false",
            "401, false",
            "500, false",
            "503, false"
        })
        void whatAnAnswerThatIsNotStoredContradictsGoes(int code, boolean goes) throws IOException {
            store(get(URL), "old", "Cache-Control: max-age=0", "ETag: \"a\"");
            ResponseCache.Found found = cache.find(get(URL));
            assertThat(found).isNotNull();

            cache.take(get(URL), response(get(URL), code, "Cache-Control: no-store"), found, cache.mark(get(URL)));

            assertThat(found(get(URL)) == null).isEqualTo(goes);
        }

        @Test
        void anAnswerToHeadThatContradictsItRemovesIt() throws IOException {
            Request head = get(URL).newBuilder().head().build();
            store(get(URL), "12345", FRESH, "ETag: \"a\"");
            cache.take(head, response(head, 200, "ETag: \"a\"", "X-New: 1"), null, cache.mark(head));
            try (ResponseCache.Found found = cache.find(get(URL))) {
                assertThat(found).isNotNull();
                assertThat(found.response(get(URL)).build().header("X-New")).isEqualTo("1");
            }
            assertThat(found(get(URL))).isEqualTo("12345");

            cache.take(head, response(head, 200, "Content-Length: 6"), null, cache.mark(head));

            assertThat(found(get(URL))).isNull();
        }

        @Test
        void aConfirmationThatForbidsStoringRemovesIt() throws IOException {
            store(get(URL), "1", "Cache-Control: max-age=0", "ETag: \"a\"");
            ResponseCache.Found found = cache.find(get(URL));
            assertThat(found).isNotNull();

            Response answer = response(get(URL), 304, "Cache-Control: no-store");
            Response confirmed =
                    found.confirmed(get(URL), answer, cache.mark(get(URL))).build();

            assertThat(confirmed.code()).isEqualTo(200);
            assertThat(found(get(URL))).isNull();
        }
    }

    @Test
    void aConfirmationOfAnotherEntityTagChangesNothingAndRemovesIt() throws IOException {
        store(get(URL), "1", "Cache-Control: max-age=0", "ETag: \"a\"");
        try (ResponseCache.Found found = cache.find(get(URL))) {
            assertThat(found).isNotNull();
            Response answer = response(get(URL), 304, FRESH, "ETag: \"b\"", "X-New: 1");

            Response confirmed =
                    found.confirmed(get(URL), answer, cache.mark(get(URL))).build();

            assertThat(confirmed.header("ETag")).isEqualTo("\"a\"");
            assertThat(confirmed.header("X-New")).isNull();
        }
        assertThat(found(get(URL))).isNull();
    }

    @Nested
    class OneAtATime {
        @Test
        void anEntryIsConfirmedByOneInTheBackground() {
            assertThat(cache.beginConfirming("a")).isTrue();
            assertThat(cache.beginConfirming("a")).isFalse();
            assertThat(cache.beginConfirming("b")).isTrue();
            cache.endConfirming("a");
            assertThat(cache.beginConfirming("a")).isTrue();
        }
    }

    @Nested
    class OverAStoreThatFails {
        private final ResponseCache broken = new ResponseCache(new FailingStore(), Duration.ZERO);

        @Test
        void nothingIsFoundAndNothingThrown() {
            assertThat(broken.find(get(URL))).isNull();
            assertThat(broken.take(get(URL), response(get(URL), 200, FRESH), null, 0))
                    .isNull();
        }

        @Test
        void aRecordingThatFailsIsGivenUp() {
            Recording recording = new Recording(
                    new Shelving.Writing(new FailingStore.FailingWriter(), () -> {}),
                    () -> true,
                    new StoreFailures(),
                    broken.counts());
            recording.write(new byte[5], 0, 5);
            recording.complete();

            assertThat(broken.counts().abandoned()).isOne();
            assertThat(broken.counts().written()).isZero();
        }
    }

    @Test
    void metadataThatCannotBeReadAreDropped() throws IOException {
        put(URL, new byte[] {1, 2, 3});

        assertThat(found(get(URL))).isNull();
        assertThat(keys()).isEmpty();
    }

    @Test
    void aUrlIsRemovedForAllUsersAndVariants() throws IOException {
        store(get(URL, "A: 1"), "1", FRESH, "Vary: A");
        store(get(URL, "Cookie: a"), "2", FRESH);
        store(get(URL + "2"), "3", FRESH);

        assertThat(cache.urls()).containsExactlyInAnyOrder(URL, URL + "2");
        assertThat(cache.remove(HttpUrl.get(URL))).isTrue();
        assertThat(cache.remove(HttpUrl.get(URL))).isFalse();
        assertThat(keys()).containsExactly(URL + "2");
    }

    @Test
    void aCacheThatIsClosedFindsAndStoresNothing() throws IOException {
        cache.close();
        store(get(URL), "1", FRESH);

        assertThat(found(get(URL))).isNull();
    }
}
