package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartBodyTest {
    @Nested
    class Content {
        @Test
        void isTheFieldsAndFilesOfAForm() throws IOException {
            MultipartBody body = new MultipartBody.Builder("bound")
                    .setType(MultipartBody.FORM)
                    .addFormDataPart("name", "Zoë")
                    .addFormDataPart("file", "a.txt", RequestBody.create("hello", MediaType.get("text/plain")))
                    .build();

            assertThat(text(body)).isEqualTo("""
                    --bound
                    Content-Disposition: form-data; name="name"

                    Zoë
                    --bound
                    Content-Disposition: form-data; name="file"; filename="a.txt"
                    Content-Type: text/plain; charset=utf-8

                    hello
                    --bound--
                    """);
            assertThat(body.contentLength()).isEqualTo(written(body).length);
            assertThat(body.contentType()).hasToString("multipart/form-data; boundary=bound");
            assertThat(body.type()).isEqualTo(MultipartBody.FORM);
            assertThat(body.boundary()).isEqualTo("bound");
        }

        @Test
        void isWrittenTheSameAgain() throws IOException {
            MultipartBody body = new MultipartBody.Builder()
                    .addPart(RequestBody.create(new byte[] {1, 2}))
                    .build();

            assertThat(body.isOneShot()).isFalse();
            assertThat(written(body)).isEqualTo(written(body));
        }

        @Test
        void hasNoKnownLengthIfAPartHasNone() throws IOException {
            MultipartBody body = new MultipartBody.Builder("b")
                    .addPart(RequestBody.create(new byte[1]))
                    .addPart(RequestBody.create(new ByteArrayInputStream(new byte[] {'x'}), null))
                    .build();

            assertThat(body.contentLength()).isEqualTo(-1);
            assertThat(body.isOneShot()).isTrue();
            assertThat(text(body)).isEqualTo("--b\n\n\0\n--b\n\nx\n--b--\n");
        }

        @Test
        void isNotEndedByAPartThatClosesItsSink() throws IOException {
            boolean[] closed = new boolean[1];
            ByteArrayOutputStream sink = new ByteArrayOutputStream() {
                @Override
                public void close() {
                    closed[0] = true;
                }
            };
            new MultipartBody.Builder("b")
                    .addPart(new Written(false) {
                        @Override
                        public void writeTo(OutputStream sink) throws IOException {
                            sink.write('x');
                            sink.close();
                        }
                    })
                    .build()
                    .writeTo(sink);

            assertThat(closed[0]).isFalse();
            assertThat(sink).hasToString("--b\r\n\r\nx\r\n--b--\r\n");
        }

        @Test
        void isMixedUnlessToldOtherwise() {
            MultipartBody body = new MultipartBody.Builder()
                    .addPart(RequestBody.create(new byte[0]))
                    .build();

            assertThat(body.type()).isEqualTo(MultipartBody.MIXED);
            assertThat(body.boundary()).matches("[0-9a-f]{32}");
            assertThat(body.boundary())
                    .isNotEqualTo(new MultipartBody.Builder()
                            .addPart(body.part(0))
                            .build()
                            .boundary());
        }
    }

    @Nested
    class Parts {
        @Test
        void areInTheirOrder() {
            RequestBody first = RequestBody.create(new byte[1]);
            RequestBody second = RequestBody.create(new byte[2]);
            Headers headers = Headers.of("A", "b");
            MultipartBody body = new MultipartBody.Builder()
                    .addPart(first)
                    .addPart(headers, second)
                    .build();

            assertThat(body.size()).isEqualTo(2);
            assertThat(body.parts()).containsExactly(body.part(0), body.part(1));
            assertThat(body.part(0).headers()).isNull();
            assertThat(body.part(0).body()).isSameAs(first);
            assertThat(body.part(1).headers()).isEqualTo(headers);
            assertThat(body.part(1).body()).isSameAs(second);
        }

        @Test
        void haveNamesInWhichQuotesAndLineBreaksAreEncoded() {
            MultipartBody.Part part =
                    MultipartBody.Part.createFormData("a\"b\r\nc\\", "ü\"\n", RequestBody.create(new byte[0]));

            assertThat(part.headers())
                    .isEqualTo(new Headers.Builder()
                            .addUnsafeNonAscii(
                                    "Content-Disposition", "form-data; name=\"a%22b%0D%0Ac\\\"; filename=\"ü%22%0A\"")
                            .build());
        }

        @ParameterizedTest
        @ValueSource(strings = {"content-type", "Content-Length"})
        void haveNoHeaderThatTheirBodyGives(String name) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MultipartBody.Part.create(Headers.of(name, "1"), RequestBody.create(new byte[1])))
                    .withMessageStartingWith("Unexpected header: ");
        }

        @Test
        void areNotDuplex() {
            assertThatIllegalArgumentException().isThrownBy(() -> MultipartBody.Part.create(new Written(true)));
        }

        @Test
        void areAtLeastOne() {
            assertThatIllegalStateException().isThrownBy(() -> new MultipartBody.Builder().build());
        }
    }

    @Nested
    class Boundary {
        @Test
        void isQuotedIfItMustBe() {
            MultipartBody body = new MultipartBody.Builder("a:b=(c)")
                    .addPart(RequestBody.create(new byte[0]))
                    .build();

            assertThat(body.contentType()).hasToString("multipart/mixed; boundary=\"a:b=(c)\"");
            assertThat(body.contentType().parameter("boundary")).isEqualTo("a:b=(c)");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "a b",
                    "a\"",
                    "ä",
                    "a\r\n",
                    "12345678901234567890123456789012345678901234567890123456789012345678901"
                })
        void isRefusedIfNoReaderWouldTakeIt(String boundary) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new MultipartBody.Builder(boundary))
                    .withMessage("not a boundary of 1 to 70 characters: " + boundary);
        }

        @Test
        void isNotGivenWithTheType() {
            MultipartBody.Builder builder = new MultipartBody.Builder();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.setType(MediaType.get("multipart/mixed; boundary=a")));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.setType(MediaType.get("text/plain")));
        }
    }

    /** A body without type and length. */
    private static class Written extends RequestBody {
        private final boolean duplex;

        Written(boolean duplex) {
            this.duplex = duplex;
        }

        @Override
        public @Nullable MediaType contentType() {
            return null;
        }

        @Override
        public boolean isDuplex() {
            return duplex;
        }

        @Override
        public void writeTo(OutputStream sink) throws IOException {}
    }

    private static String text(RequestBody body) throws IOException {
        return new String(written(body), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    static byte[] written(RequestBody body) throws IOException {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        body.writeTo(sink);
        return sink.toByteArray();
    }
}
