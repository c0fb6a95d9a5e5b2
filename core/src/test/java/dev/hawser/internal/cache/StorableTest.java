package dev.hawser.internal.cache;

import static dev.hawser.internal.cache.Stored.get;
import static dev.hawser.internal.cache.Stored.headers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Headers;
import dev.hawser.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111, section 3. */
class StorableTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | X: y | true",
                "200 | Cache-Control: no-store | false",
                "200 | Cache-Control: 'max-age=60, no-store' | false",
                "200 | Cache-Control: 'no-store, must-understand, max-age=60' | true",
                "418 | Cache-Control: 'no-store, must-understand, max-age=60' | false",
                "418 | Cache-Control: 'must-understand, max-age=60' | false",
                "200 | Cache-Control: 'must-understand, max-age=60' | true",
                "200 | Cache-Control: private | true",
                "200 | Cache-Control: no-cache | true",
                "200 | Vary: * | false",
                "200 | Vary: 'Accept, *' | false",
                "200 | Vary: Accept | true",
                "200 | Content-Range: bytes 0-9/100 | false",
                "302 | X: y | false",
                "302 | Cache-Control: max-age=60 | true",
                "302 | Cache-Control: s-maxage=60 | false",
                "302 | Cache-Control: public | true",
                "307 | Expires: Sun, 06 Nov 2094 08:49:37 GMT | true",
                "418 | Cache-Control: max-age=60 | true",
                "500 | X: y | false",
                "503 | Cache-Control: max-age=60 | true",
                "206 | Cache-Control: max-age=60 | false",
                "304 | Cache-Control: max-age=60 | false",
                "101 | Cache-Control: max-age=60 | false",
                "407 | Cache-Control: max-age=60 | false",
                "429 | Cache-Control: max-age=60 | false",
                "511 | Cache-Control: max-age=60 | false",
                "412 | Cache-Control: max-age=60 | false",
                "416 | Cache-Control: max-age=60 | false",
                "417 | Cache-Control: max-age=60 | false",
                "426 | Cache-Control: max-age=60 | false",
            })
    void whatMayBeStored(int code, String line, boolean may) {
        Headers headers = headers(line.replace("'", ""));

        assertThat(Storable.test(get(), code, headers)).isEqualTo(may);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501})
    void codesThatMayBeStoredUnlessSomethingIsSaid(int code) {
        assertThat(Storable.test(get(), code, Headers.of())).isTrue();
    }

    @Test
    void theRequestMayForbidIt() {
        assertThat(Storable.test(get("Cache-Control: no-store"), 200, Headers.of()))
                .isFalse();
    }

    @Test
    void onlyWhatAnswersGetIsStored() {
        Request head = get().newBuilder().head().build();

        assertThat(Storable.test(head, 200, Headers.of())).isFalse();
    }

    @Test
    void fieldsOfOneConnectionProxyOrUserAreNotStored() {
        Headers stored = Storable.fields(headers(
                "Content-Type: text/plain",
                "Connection: close, X-Hop",
                "x-hop: 1",
                "Keep-Alive: timeout=5",
                "Transfer-Encoding: chunked",
                "Set-Cookie: a=b",
                "Proxy-Authenticate: Basic",
                "X-End: 2"));

        assertThat(stored).isEqualTo(headers("Content-Type: text/plain", "X-End: 2"));
    }

    @Test
    void fieldsThatMustBeConfirmedAreNotStored() {
        Headers stored =
                Storable.fields(headers("Cache-Control: max-age=9, no-cache=\"X-Count\"", "X-Count: 1", "X: y"));

        assertThat(stored.names()).containsExactly("Cache-Control", "X");
    }
}
