package dev.hawser;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
    private static final RequestBody BODY = RequestBody.create("x".getBytes(StandardCharsets.US_ASCII));

    @Test
    void withoutMoreItIsAGet() {
        Request request = new Request.Builder().url("http://h/x").build();

        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.url()).isEqualTo(HttpUrl.get("http://h/x"));
        assertThat(request.headers().size()).isZero();
        assertThat(request.body()).isNull();
        assertThat(request.tag()).isNull();
        assertThat(request.isHttps()).isFalse();
    }

    @Nested
    class Urls {
        @ParameterizedTest
        @CsvSource({"ws://h/, http://h/", "WSS://h:443/x, https://h/x", "https://h, https://h/"})
        void ofWebSocketsBecomeThoseOfHttp(String url, String expected) throws IOException {
            assertThat(new Request.Builder().url(url).build().url()).hasToString(expected);
        }

        @Test
        void ofTheJdkAreTaken() throws IOException {
            assertThat(new Request.Builder().url(new URL("http://H/")).build().url())
                    .hasToString("http://h/");
        }

        @Test
        void thatAreNoneAreRefusedWithAReason() {
            assertThatThrownBy(() -> new Request.Builder().url("h/x"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no scheme was found for h/x");
            assertThatThrownBy(() -> new Request.Builder().url(new URL("file:/x")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'file'");
        }

        @Test
        void areNeeded() {
            assertThatThrownBy(() -> new Request.Builder().build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("url == null");
        }
    }

    @Nested
    class Methods {
        @Test
        void haveShortForms() {
            Request.Builder builder = new Request.Builder().url("http://h/");

            assertThat(builder.post(BODY).build().method()).isEqualTo("POST");
            assertThat(builder.put(BODY).build().method()).isEqualTo("PUT");
            assertThat(builder.patch(BODY).build().method()).isEqualTo("PATCH");
            assertThat(builder.query(BODY).build().method()).isEqualTo("QUERY");
            assertThat(builder.delete(BODY).build().method()).isEqualTo("DELETE");
            assertThat(builder.build().body()).isSameAs(BODY);
            assertThat(builder.head().build().method()).isEqualTo("HEAD");
            assertThat(builder.get().build().method()).isEqualTo("GET");
            assertThat(builder.build().body()).isNull();
        }

        @Test
        void deleteHasAnEmptyBodyUnlessItIsToHaveNone() throws IOException {
            Request.Builder builder = new Request.Builder().url("http://h/");

            RequestBody body = requireNonNull(builder.delete().build().body());

            assertThat(body.contentLength()).isZero();
            assertThat(builder.delete(null).build().body()).isNull();
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST", "PUT", "PATCH", "PROPPATCH", "REPORT", "QUERY"})
        void thatNeedABodyAreRefusedWithout(String method) {
            assertThatThrownBy(() -> new Request.Builder().method(method, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("method " + method + " must have a request body.");
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET", "HEAD"})
        void thatHaveNoBodyAreRefusedWithOne(String method) {
            assertThatThrownBy(() -> new Request.Builder().method(method, BODY))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("method " + method + " must not have a request body.");
        }

        @ParameterizedTest
        @ValueSource(strings = {"A B", "A\r\nB", "A\0", "A:"})
        void thatCouldSplitARequestAreRefused(String method) {
            String hex = String.format("0x%02x", (int) method.charAt(1));
            assertThatThrownBy(() -> new Request.Builder().method(method, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Unexpected char " + hex + " at 1 in method");
        }

        @Test
        void mayBeAnyOtherToken() {
            assertThat(new Request.Builder()
                            .url("http://h/")
                            .method("x-custom", null)
                            .build()
                            .method())
                    .isEqualTo("x-custom");
            assertThatThrownBy(() -> new Request.Builder().method("", null))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class HeaderFields {
        @Test
        void areSetAddedAndRemoved() {
            Request request = new Request.Builder()
                    .url("http://h/")
                    .headers(Headers.of("A", "1", "B", "2"))
                    .header("a", "3")
                    .addHeader("C", "4")
                    .addHeader("C", "5")
                    .removeHeader("B")
                    .build();

            assertThat(request.headers()).isEqualTo(Headers.of("a", "3", "C", "4", "C", "5"));
            assertThat(request.header("c")).isEqualTo("5");
            assertThat(request.headers("C")).containsExactly("4", "5");
        }

        @Test
        void replacedAsAWholeLoseWhatWasThere() {
            Request request = new Request.Builder()
                    .url("http://h/")
                    .addHeader("A", "1")
                    .headers(Headers.of("B", "2"))
                    .build();

            assertThat(request.headers()).isEqualTo(Headers.of("B", "2"));
        }

        @Test
        void thatStayAreSharedWithTheNewRequest() {
            Request request =
                    new Request.Builder().url("http://h/").addHeader("A", "1").build();

            assertThat(request.newBuilder().url("http://i/").build().headers()).isSameAs(request.headers());
            assertThat(request.newBuilder()
                            .addHeader("B", "2")
                            .build()
                            .headers()
                            .size())
                    .isEqualTo(2);
            assertThat(request.headers().size()).isEqualTo(1);
        }
    }

    @Nested
    class Tags {
        @Test
        void areKeptByType() {
            Request request = new Request.Builder()
                    .url("http://h/")
                    .tag("object")
                    .tag(String.class, "string")
                    .tag(Integer.class, 1)
                    .build();

            assertThat(request.tag()).isEqualTo("object");
            assertThat(request.tag(String.class)).isEqualTo("string");
            assertThat(request.tag(Integer.class)).isEqualTo(1);
            assertThat(request.tag(Long.class)).isNull();
        }

        @Test
        void ofAnotherRequestStayAsTheyWere() {
            Request request = new Request.Builder().url("http://h/").tag("a").build();
            Request.Builder builder = request.newBuilder();
            Request other = builder.tag("b").build();
            Request none = builder.tag(null).build();

            assertThat(request.tag()).isEqualTo("a");
            assertThat(other.tag()).isEqualTo("b");
            assertThat(none.tag()).isNull();
        }
    }

    @Test
    void itsTextShowsNoSecret() {
        Request request = new Request.Builder()
                .url("http://user:pass@h/x?y")
                .header("Authorization", "secret")
                .header("Accept", "*/*")
                .build();

        assertThat(request)
                .hasToString("Request{method=GET, url=http://h/x?y, headers=[Authorization:██, Accept:*/*]}");
    }
}
