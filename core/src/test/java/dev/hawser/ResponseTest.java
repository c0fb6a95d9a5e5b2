package dev.hawser;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseTest {
    private static final Request REQUEST =
            new Request.Builder().url("http://user:pass@h/x").build();

    @Test
    void partsAreThoseOfTheBuilder() throws IOException {
        Response response = ok().header("A", "1")
                .addHeader("A", "2")
                .addHeader("B", "3")
                .removeHeader("b")
                .sentRequestAtMillis(5)
                .receivedResponseAtMillis(6)
                .body(ResponseBody.create("hello", null))
                .build();

        assertThat(response.request()).isSameAs(REQUEST);
        assertThat(response.protocol()).isEqualTo(Protocol.HTTP_1_1);
        assertThat(response.code()).isEqualTo(200);
        assertThat(response.message()).isEqualTo("OK");
        assertThat(response.handshake()).isNull();
        assertThat(response.headers()).isEqualTo(Headers.of("A", "1", "A", "2"));
        assertThat(response.header("a")).isEqualTo("2");
        assertThat(response.header("none")).isNull();
        assertThat(response.header("none", "else")).isEqualTo("else");
        assertThat(response.headers("A")).containsExactly("1", "2");
        assertThat(response.sentRequestAtMillis()).isEqualTo(5);
        assertThat(response.receivedResponseAtMillis()).isEqualTo(6);
        assertThat(response.body().string()).isEqualTo("hello");
    }

    @Test
    void requestProtocolCodeAndMessageAreNeeded() {
        Response.Builder builder = new Response.Builder();

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("request == null");
        builder.request(REQUEST);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("protocol == null");
        builder.protocol(Protocol.HTTP_2);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("code < 0: -1");
        builder.code(404);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("message == null");
        assertThat(builder.message("").build().code()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 299})
    void codesOfSuccessAreSuccessful(int code) {
        assertThat(ok().code(code).build().isSuccessful()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {199, 300, 404, 500})
    void otherCodesAreNot(int code) {
        assertThat(ok().code(code).build().isSuccessful()).isFalse();
    }

    @Test
    void onlySomeCodesAreRedirects() {
        for (int code = 100; code < 600; code++) {
            boolean expected = (code >= 300 && code <= 303) || code == 307 || code == 308;
            assertThat(ok().code(code).build().isRedirect()).as("%d", code).isEqualTo(expected);
        }
    }

    @Nested
    class Bodies {
        @Test
        void areEmptyIfNotSet() throws IOException {
            assertThat(ok().build().body().bytes()).isEmpty();
        }

        @Test
        void areClosedWithTheResponse() {
            AtomicBoolean closed = new AtomicBoolean();

            ok().body(ResponseBody.create(notMarkable("x", closed), null, -1))
                    .build()
                    .close();

            assertThat(closed).isTrue();
        }

        @Test
        void ofResponsesThatAreToldAboutCannotBeRead() {
            Response told = ok().header("Content-Type", "text/plain")
                    .header("Content-Length", "5")
                    .body(ResponseBody.create("hello", null))
                    .build();
            Response response = ok().networkResponse(told)
                    .cacheResponse(told)
                    .priorResponse(told)
                    .build();

            for (Response each :
                    new Response[] {response.networkResponse(), response.cacheResponse(), response.priorResponse()}) {
                assertThat(each.code()).isEqualTo(200);
                assertThat(each.body().contentType()).hasToString("text/plain");
                assertThat(each.body().contentLength()).isEqualTo(5);
                assertThatThrownBy(() -> each.body().string()).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> each.peekBody(1)).isInstanceOf(IllegalStateException.class);
                each.close();
                each.body().close();
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "x", "-5"})
        void ofThemHaveAnUnknownLengthIfTheHeaderSaysNone(String length) {
            Response told = ok().header("Content-Length", length).build();
            Response prior = requireNonNull(ok().priorResponse(told).build().priorResponse());

            assertThat(prior.body().contentLength()).isEqualTo(-1);
            assertThat(prior.body().contentType()).isNull();
        }

        @Test
        void ofTheResponseThatWasToldAboutStay() throws IOException {
            Response told = ok().body(ResponseBody.create("hello", null)).build();
            ok().priorResponse(told).build();

            assertThat(told.body().string()).isEqualTo("hello");
        }
    }

    @Nested
    class Peeking {
        @Test
        void leavesTheBodyToBeRead() throws IOException {
            Response response = ok().body(ResponseBody.create("hello", null)).build();

            assertThat(response.peekBody(2).string()).isEqualTo("he");
            assertThat(response.peekBody(99).string()).isEqualTo("hello");
            assertThat(response.body().string()).isEqualTo("hello");
        }

        @Test
        void worksOnStreamsThatCannotGoBack() throws IOException {
            AtomicBoolean closed = new AtomicBoolean();
            MediaType type = MediaType.get("text/plain");
            String text = "long ".repeat(10_000);
            Response response = ok().body(ResponseBody.create(notMarkable(text, closed), type, text.length()))
                    .build();

            assertThat(response.peekBody(40_000).string()).isEqualTo(text.substring(0, 40_000));
            assertThat(response.peekBody(3).contentType()).isEqualTo(type);
            assertThat(response.body().contentLength()).isEqualTo(text.length());
            assertThat(response.body().string()).isEqualTo(text);
            assertThat(closed).isTrue();
        }

        @Test
        void startsWhereReadingHasCome() throws IOException {
            Response response = ok().body(ResponseBody.create("hello", null)).build();
            response.body().byteStream().read();

            assertThat(response.peekBody(2).string()).isEqualTo("el");
        }

        @Test
        void atANegativeCountIsRefused() {
            assertThatThrownBy(() -> ok().build().peekBody(-1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Trailers {
        @Test
        void areEmptyWithoutASource() {
            assertThat(ok().build().trailers().size()).isZero();
        }

        @Test
        void areAskedForWhenTheyAreWanted() {
            AtomicBoolean bodyRead = new AtomicBoolean();
            Response response = ok().trailers(() -> {
                        if (!bodyRead.get()) {
                            throw new IllegalStateException("the body is not read");
                        }
                        return Headers.of("T", "1");
                    })
                    .build()
                    .newBuilder()
                    .build();

            assertThatThrownBy(response::trailers).isInstanceOf(IllegalStateException.class);
            bodyRead.set(true);
            assertThat(response.trailers().get("t")).isEqualTo("1");
        }
    }

    @Test
    void itsTextShowsNoSecret() {
        assertThat(ok().build()).hasToString("Response{protocol=http/1.1, code=200, message=OK, url=http://h/x}");
    }

    private static Response.Builder ok() {
        return new Response.Builder()
                .request(REQUEST)
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("OK");
    }

    private static InputStream notMarkable(String text, AtomicBoolean closed) {
        return new FilterInputStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
            @Override
            public boolean markSupported() {
                return false;
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };
    }
}
