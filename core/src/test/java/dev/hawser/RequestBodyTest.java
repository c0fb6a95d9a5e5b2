package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestBodyTest {
    private static final MediaType TEXT = MediaType.get("text/plain");
    private static final byte[] HELLO = bytes("hello");

    @Nested
    class OfText {
        @Test
        void isUtf8AndSaysSoWhereTheTypeNamesNoCharset() throws IOException {
            RequestBody body = RequestBody.create("é", TEXT);

            assertThat(body.contentType()).hasToString("text/plain; charset=utf-8");
            assertThat(written(body)).isEqualTo("é".getBytes(StandardCharsets.UTF_8));
            assertThat(body.contentLength()).isEqualTo(2);
        }

        @Test
        void isInTheCharsetOfItsType() throws IOException {
            RequestBody body = RequestBody.create(MediaType.get("text/plain; charset=iso-8859-1"), "é");

            assertThat(body.contentType()).hasToString("text/plain; charset=iso-8859-1");
            assertThat(written(body)).containsExactly(0xe9);
        }

        @Test
        void isUtf8WithoutType() throws IOException {
            RequestBody body = RequestBody.create("é", null);

            assertThat(body.contentType()).isNull();
            assertThat(written(body)).hasSize(2);
        }
    }

    @Nested
    class OfBytes {
        @Test
        void canBeWrittenAgain() throws IOException {
            RequestBody body = RequestBody.create(HELLO, TEXT);

            assertThat(written(body)).isEqualTo(HELLO);
            assertThat(written(body)).isEqualTo(HELLO);
            assertThat(body.contentLength()).isEqualTo(5);
            assertThat(body.contentType()).isEqualTo(TEXT);
            assertThat(body.isOneShot()).isFalse();
            assertThat(body.isDuplex()).isFalse();
        }

        @Test
        void mayBeAPart() throws IOException {
            assertThat(written(RequestBody.create(HELLO, TEXT, 1, 3))).isEqualTo(bytes("ell"));
            assertThat(written(RequestBody.create(TEXT, HELLO, 5, 0))).isEmpty();
            assertThat(written(RequestBody.create(HELLO, TEXT, 2))).isEqualTo(bytes("llo"));
            assertThat(written(RequestBody.create(TEXT, HELLO, 5))).isEmpty();
            assertThat(written(RequestBody.create(HELLO))).isEqualTo(HELLO);
            assertThat(written(RequestBody.EMPTY)).isEmpty();
            assertThat(RequestBody.EMPTY.contentLength()).isZero();
            assertThat(RequestBody.EMPTY.contentType()).isNull();
            assertThat(written(RequestBody.create(TEXT, HELLO))).isEqualTo(HELLO);
        }

        @Test
        void mustBeThere() {
            assertThatThrownBy(() -> RequestBody.create(HELLO, TEXT, 3, 3))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> RequestBody.create(HELLO, TEXT, -1, 2))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> RequestBody.create(HELLO, TEXT, 6)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Nested
    class OfABuffer {
        @Test
        void isWhatRemainsAndLeavesTheBufferAlone() throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(HELLO).position(1);
            RequestBody body = RequestBody.create(buffer, TEXT);
            buffer.position(5);

            assertThat(body.contentLength()).isEqualTo(4);
            assertThat(written(body)).isEqualTo(bytes("ello"));
            assertThat(written(body)).isEqualTo(bytes("ello"));
            assertThat(buffer.position()).isEqualTo(5);
        }

        @Test
        void mayBeOffTheHeapAndLong() throws IOException {
            byte[] content = new byte[20_001];
            content[20_000] = 7;
            ByteBuffer buffer =
                    ByteBuffer.allocateDirect(content.length).put(content).flip();

            assertThat(written(RequestBody.create(TEXT, buffer))).isEqualTo(content);
        }
    }

    @Nested
    class OfAFile {
        @TempDir
        Path folder;

        @Test
        void isReadEachTime() throws IOException {
            Path file = Files.write(folder.resolve("f"), HELLO);
            RequestBody body = RequestBody.create(file, TEXT);

            assertThat(body.contentLength()).isEqualTo(5);
            assertThat(written(body)).isEqualTo(HELLO);
            Files.write(file, bytes("other!"));
            assertThat(body.contentLength()).isEqualTo(6);
            assertThat(written(RequestBody.create(TEXT, file.toFile()))).isEqualTo(bytes("other!"));
            assertThat(written(RequestBody.create(file.toFile(), TEXT))).isEqualTo(bytes("other!"));
            assertThat(written(RequestBody.create(TEXT, file))).isEqualTo(bytes("other!"));
        }

        @Test
        void mustBeThereWhenItIsSent() {
            RequestBody body = RequestBody.create(folder.resolve("none"), TEXT);

            assertThatThrownBy(body::contentLength).isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> written(body)).isInstanceOf(NoSuchFileException.class);
        }
    }

    @Nested
    class OfAStream {
        @Test
        void isWrittenOnceAndClosesIt() throws IOException {
            AtomicBoolean closed = new AtomicBoolean();
            InputStream stream = new ByteArrayInputStream(HELLO) {
                @Override
                public void close() {
                    closed.set(true);
                }
            };
            RequestBody body = RequestBody.create(stream, TEXT);

            assertThat(body.isOneShot()).isTrue();
            assertThat(body.contentLength()).isEqualTo(-1);
            assertThat(written(body)).isEqualTo(HELLO);
            assertThat(closed).isTrue();
            assertThatThrownBy(() -> written(body))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("one-shot");
        }

        @Test
        void withALengthIsOfThatLength() throws IOException {
            RequestBody body = RequestBody.create(new ByteArrayInputStream(HELLO), TEXT, 3);

            assertThat(body.contentLength()).isEqualTo(3);
            assertThat(written(body)).isEqualTo(bytes("hel"));
            assertThat(written(RequestBody.create(TEXT, new ByteArrayInputStream(HELLO), 0)))
                    .isEmpty();
        }

        @Test
        void thatEndsTooSoonFails() {
            RequestBody body = RequestBody.create(TEXT, new ByteArrayInputStream(HELLO), 9);

            assertThatThrownBy(() -> written(body))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("5 of 9 bytes");
        }

        @Test
        void hasNoNegativeLengthButTheUnknownOne() throws IOException {
            InputStream stream = new ByteArrayInputStream(HELLO);

            assertThatThrownBy(() -> RequestBody.create(stream, TEXT, -2)).isInstanceOf(IllegalArgumentException.class);
            assertThat(written(RequestBody.create(TEXT, stream))).isEqualTo(HELLO);
        }
    }

    @Test
    void aBodyOfTheUsersHasNoKnownLength() throws IOException {
        RequestBody body = new RequestBody() {
            @Override
            public MediaType contentType() {
                return TEXT;
            }

            @Override
            public void writeTo(OutputStream sink) throws IOException {
                sink.write(HELLO);
            }
        };

        assertThat(body.contentLength()).isEqualTo(-1);
        assertThat(body.isOneShot()).isFalse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] written(RequestBody body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        body.writeTo(out);
        return out.toByteArray();
    }
}
