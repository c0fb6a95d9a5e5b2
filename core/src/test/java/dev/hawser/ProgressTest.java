package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final MediaType TYPE = MediaType.get("text/plain");

    private final List<String> told = new ArrayList<>();
    private final ProgressListener listener =
            (bytes, length, done) -> told.add(bytes + "/" + length + (done ? " done" : ""));

    @Nested
    class OfARequest {
        @Test
        void isToldAtEachWriteAndAtTheEnd() throws IOException {
            RequestBody body = new Steps(false).withProgress(listener);
            ByteArrayOutputStream sink = new ByteArrayOutputStream();
            body.writeTo(sink);

            assertThat(sink).hasToString("xhello");
            assertThat(told).containsExactly("1/6", "6/6", "6/6 done");
        }

        @Test
        void beginsAnewIfTheBodyIsWrittenAgain() throws IOException {
            RequestBody body = RequestBody.create(new byte[3]).withProgress(listener);
            body.writeTo(new ByteArrayOutputStream());
            body.writeTo(new ByteArrayOutputStream());

            assertThat(told).containsExactly("3/3", "3/3 done", "3/3", "3/3 done");
        }

        @Test
        void leavesTheBodyAsItIs() throws IOException {
            RequestBody steps = new Steps(true).withProgress(listener);
            assertThat(steps.contentType()).isEqualTo(TYPE);
            assertThat(steps.contentLength()).isEqualTo(6);
            assertThat(steps.isDuplex()).isTrue();
            assertThat(steps.isOneShot()).isFalse();
            assertThat(steps.trailers()).isEqualTo(Headers.of("A", "b"));

            RequestBody stream = RequestBody.create(new ByteArrayInputStream(new byte[2]), null)
                    .withProgress(listener);
            assertThat(stream.contentType()).isNull();
            assertThat(stream.contentLength()).isEqualTo(-1);
            assertThat(stream.isOneShot()).isTrue();
            stream.writeTo(new ByteArrayOutputStream());
            assertThat(told).containsExactly("2/-1", "2/-1 done");
        }

        @Test
        void ofADuplexBodyEndsOnceWithItsSink() throws IOException {
            Steps steps = new Steps(true);
            steps.withProgress(listener).writeTo(new ByteArrayOutputStream());
            assertThat(told).containsExactly("1/6", "6/6");

            steps.sink.flush();
            steps.sink.close();
            steps.sink.close();
            assertThat(told).containsExactly("1/6", "6/6", "6/6 done");
        }
    }

    @Nested
    class OfAResponse {
        @Test
        void isToldAtEachReadAndAtTheEnd() throws IOException {
            ResponseBody body = ResponseBody.create("hello world", null).withProgress(listener);
            InputStream content = body.byteStream();

            assertThat(content.read()).isEqualTo('h');
            assertThat(content.skip(4)).isEqualTo(4);
            assertThat(content.readNBytes(6)).hasSize(6);
            assertThat(content.read()).isEqualTo(-1);
            assertThat(content.read()).isEqualTo(-1);
            assertThat(told).containsExactly("1/11", "5/11", "11/11", "11/11 done");
        }

        @Test
        void endsWithTheContentReadAtOnce() throws IOException {
            ResponseBody body = ResponseBody.create("hello", TYPE).withProgress(listener);

            assertThat(body.contentType()).hasToString("text/plain; charset=utf-8");
            assertThat(body.contentLength()).isEqualTo(5);
            assertThat(body.string()).isEqualTo("hello");
            assertThat(told).startsWith("5/5").endsWith("5/5 done").doesNotHaveDuplicates();
        }

        @Test
        void hasNoMarks() {
            assertThat(ResponseBody.create("hello", null)
                            .withProgress(listener)
                            .byteStream()
                            .markSupported())
                    .isFalse();
        }

        @Test
        void closesTheContent() {
            Pieces content = Pieces.bytes(new byte[3]);
            ResponseBody.create(content, null, 3).withProgress(listener).close();

            assertThat(content.closed).isEqualTo(1);
            assertThat(told).isEmpty();
        }
    }

    /** Six bytes in two writes, with a sink that can be closed later. */
    private static final class Steps extends RequestBody {
        private final boolean duplex;
        OutputStream sink = OutputStream.nullOutputStream();

        Steps(boolean duplex) {
            this.duplex = duplex;
        }

        @Override
        public @Nullable MediaType contentType() {
            return TYPE;
        }

        @Override
        public long contentLength() {
            return 6;
        }

        @Override
        public boolean isDuplex() {
            return duplex;
        }

        @Override
        public Headers trailers() {
            return Headers.of("A", "b");
        }

        @Override
        public void writeTo(OutputStream sink) throws IOException {
            this.sink = sink;
            sink.write('x');
            sink.write(new byte[] {'h', 'e', 'l', 'l', 'o'});
        }
    }
}
