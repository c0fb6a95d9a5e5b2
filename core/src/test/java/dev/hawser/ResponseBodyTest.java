package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseBodyTest {
    private static final MediaType LATIN = MediaType.get("text/plain; charset=iso-8859-1");

    @Nested
    class Bytes {
        @ParameterizedTest
        @ValueSource(longs = {-1, 5})
        void areReadAndTheBodyClosed(long announced) throws IOException {
            Tracked stream = new Tracked("hello");

            assertThat(ResponseBody.create(stream, null, announced).bytes()).isEqualTo(stream.content);
            assertThat(stream.closed).isEqualTo(1);
        }

        @Test
        void mayBeMany() throws IOException {
            byte[] content = new byte[3 << 20];
            content[content.length - 1] = 1;

            assertThat(ResponseBody.create(content, null).bytes()).isEqualTo(content);
            assertThat(ResponseBody.create(new ByteArrayInputStream(content), null, -1)
                            .bytes())
                    .isEqualTo(content);
        }

        @ParameterizedTest
        @CsvSource({"4, more", "6, 5"})
        void mustBeAsManyAsAnnounced(long announced, String actual) {
            Tracked stream = new Tracked("hello");

            assertThatThrownBy(
                            () -> ResponseBody.create(stream, null, announced).bytes())
                    .isInstanceOf(IOException.class)
                    .hasMessage("Content-Length (" + announced + ") and stream length (" + actual + ") disagree");
            assertThat(stream.closed).isEqualTo(1);
        }

        @Test
        void areNotReadIfTheyDoNotFitIntoAnArray() {
            Tracked stream = new Tracked("hello");

            assertThatThrownBy(() -> ResponseBody.create(stream, null, 1L << 31).bytes())
                    .isInstanceOf(IOException.class)
                    .hasMessage("Cannot buffer entire body for content length: 2147483648");
            assertThat(stream.closed).isEqualTo(1);
        }
    }

    @Nested
    class Text {
        @ParameterizedTest
        @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
        void goesByItsByteOrderMarkFirst(String charset) throws IOException {
            byte[] content = "\ufeffé".getBytes(Charset.forName(charset));

            assertThat(ResponseBody.create(content, LATIN).string()).isEqualTo("é");
            assertThat(allOf(ResponseBody.create(content, LATIN).charStream())).isEqualTo("é");
        }

        @Test
        void goesByItsTypeThen() throws IOException {
            byte[] content = "é".getBytes(StandardCharsets.ISO_8859_1);

            assertThat(ResponseBody.create(content, LATIN).string()).isEqualTo("é");
            assertThat(allOf(ResponseBody.create(content, LATIN).charStream())).isEqualTo("é");
        }

        @ParameterizedTest
        @ValueSource(strings = {"text/plain", "text/plain; charset=none"})
        void isUtf8Otherwise(String type) throws IOException {
            byte[] content = "é€x".getBytes(StandardCharsets.UTF_8);

            assertThat(ResponseBody.create(content, MediaType.get(type)).string())
                    .isEqualTo("é€x");
            assertThat(allOf(ResponseBody.create(content, null).charStream())).isEqualTo("é€x");
        }

        @Test
        void mayBeEmpty() throws IOException {
            assertThat(ResponseBody.create("", null).string()).isEmpty();
            assertThat(allOf(ResponseBody.create("", null).charStream())).isEmpty();
        }

        @Test
        void isMadeAsThatOfARequestIs() throws IOException {
            ResponseBody body = ResponseBody.create(MediaType.get("text/plain"), "é");

            assertThat(body.contentType()).hasToString("text/plain; charset=utf-8");
            assertThat(body.contentLength()).isEqualTo(2);
            assertThat(body.string()).isEqualTo("é");
            assertThat(ResponseBody.create("é", LATIN).bytes()).containsExactly(0xe9);
        }
    }

    @Nested
    class Characters {
        @Test
        void areNotReadBeforeTheyAreAskedFor() throws IOException {
            Tracked stream = new Tracked("hello");
            ResponseBody body = ResponseBody.create(null, -1, stream);

            Reader reader = body.charStream();

            assertThat(stream.available()).isEqualTo(5);
            assertThat(body.charStream()).isSameAs(reader);
            assertThat(reader.read()).isEqualTo('h');
        }

        @Test
        void areOverWhenTheirStreamIsClosed() throws IOException {
            Tracked stream = new Tracked("hello");
            Reader reader = ResponseBody.create(stream, null, -1).charStream();

            reader.close();

            assertThat(stream.closed).isEqualTo(1);
            assertThatThrownBy(reader::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatIsClosedHasNoContentAnyMore() throws IOException {
        ResponseBody read = ResponseBody.create(new Tracked("hello"), null, 5);
        assertThat(read.string()).isEqualTo("hello");
        ResponseBody closed = ResponseBody.create(new Tracked("hello"), null, 5);
        closed.close();

        assertThatIllegalStateException().isThrownBy(read::string).withMessage("closed");
        assertThatIllegalStateException().isThrownBy(closed::bytes).withMessage("closed");
    }

    @Test
    void whatIsInMemoryStaysThereUntilItIsRead() throws IOException {
        ResponseBody body = ResponseBody.create("hello", null);

        body.close();

        assertThat(body.string()).isEqualTo("hello");
    }

    @Test
    void closingClosesTheStreamAndHidesItsFailure() {
        Tracked stream = new Tracked("hello");
        stream.failsToClose = true;
        ResponseBody body = ResponseBody.create(stream, null, 5);

        body.close();

        assertThat(stream.closed).isEqualTo(1);
        assertThat(body.byteStream()).isSameAs(stream);
    }

    private static String allOf(Reader reader) throws IOException {
        StringWriter out = new StringWriter();
        reader.transferTo(out);
        return out.toString();
    }

    private static final class Tracked extends InputStream {
        final byte[] content;
        final InputStream in;
        int closed;
        boolean failsToClose;

        Tracked(String content) {
            this.content = content.getBytes(StandardCharsets.UTF_8);
            this.in = new ByteArrayInputStream(this.content);
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            return in.read(target, offset, count);
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public void close() throws IOException {
            closed++;
            if (failsToClose) {
                throw new IOException("reset");
            }
        }
    }
}
