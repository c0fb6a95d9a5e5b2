package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.internal.coding.Codings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Content codings of requests and responses. */
class CompressionTest {
    private static final byte[] TEXT = "a rolling hitch holds ".repeat(40).getBytes(StandardCharsets.UTF_8);

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(coded)) {
            out.write(plain);
        }
        return coded.toByteArray();
    }

    private static byte[] deflate(byte[] plain, boolean raw, int level) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(coded, new Deflater(level, raw))) {
            out.write(plain);
        }
        return coded.toByteArray();
    }

    private static final int PART = 1 << 16;

    /** Parts that become shorter by a factor of less than 200 each, but are all coded alike, so that another coding makes little of them. */
    private static byte[] deflateAlike(int parts) {
        byte[] part = new byte[PART];
        Random random = new Random(7);
        for (int at = 0; at < PART; at += 128) {
            part[at] = (byte) random.nextInt();
        }
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        byte[] buffer = new byte[PART];
        Deflater deflater = new Deflater();
        for (int i = 0; i < parts; i++) {
            deflater.setInput(part);
            coded.write(buffer, 0, deflater.deflate(buffer, 0, buffer.length, Deflater.FULL_FLUSH));
        }
        deflater.finish();
        coded.write(buffer, 0, deflater.deflate(buffer));
        deflater.end();
        return coded.toByteArray();
    }

    @Nested
    class Deflate {
        @ParameterizedTest
        @CsvSource({"false, 9", "false, 1", "false, 0", "true, 9", "true, 1", "true, 0"})
        void isReadWithItsWrapperAndWithout(boolean raw, int level) throws IOException {
            byte[] random = new byte[70_000];
            new Random(1).nextBytes(random);
            for (byte[] plain : new byte[][] {TEXT, random, {}, {7}}) {
                try (InputStream in = Codings.inflate(new ByteArrayInputStream(deflate(plain, raw, level)))) {
                    assertThat(in.readAllBytes()).isEqualTo(plain);
                }
            }
        }

        @Test
        void thatIsCutIsAnError() throws IOException {
            byte[] coded = deflate(TEXT, false, 9);
            for (int length = 0; length < coded.length - 4; length++) {
                InputStream in = Codings.inflate(new ByteArrayInputStream(coded, 0, length));
                assertThatThrownBy(in::readAllBytes).as("%d bytes", length).isInstanceOf(IOException.class);
            }
        }
    }

    @Nested
    class Interceptor {
        private final CompressionInterceptor interceptor =
                new CompressionInterceptor(CompressionInterceptor.DEFLATE, CompressionInterceptor.GZIP);
        private final Request request =
                new Request.Builder().url("http://example.com/").build();
        private Request sent = request;

        private Response answered(CompressionInterceptor by, Request request, byte[] body, String... codings)
                throws IOException {
            return by.intercept(new FakeChain(request, asked -> {
                sent = asked;
                Response.Builder response = new Response.Builder()
                        .request(asked)
                        .protocol(Protocol.HTTP_1_1)
                        .code(200)
                        .message("")
                        .header("Content-Length", Integer.toString(body.length))
                        .body(ResponseBody.create(body, MediaType.get("text/plain")));
                for (String coding : codings) {
                    response.addHeader("Content-Encoding", coding);
                }
                return response.build();
            }));
        }

        @Test
        void asksForItsCodingsTheBestFirst() throws IOException {
            Response response = answered(interceptor, request, TEXT);

            assertThat(sent.header("Accept-Encoding")).isEqualTo("deflate, gzip");
            assertThat(response.body().bytes()).isEqualTo(TEXT);
        }

        @Test
        void undoesTheCoding() throws IOException {
            Response response = answered(interceptor, request, deflate(TEXT, false, 9), "DEFLATE");

            assertThat(response.header("Content-Encoding")).isNull();
            assertThat(response.header("Content-Length")).isNull();
            assertThat(response.body().contentLength()).isEqualTo(-1);
            assertThat(response.body().contentType()).hasToString("text/plain");
            assertThat(response.body().bytes()).isEqualTo(TEXT);
        }

        @Test
        void undoesCodingsOnTopOfEachOther() throws IOException {
            byte[] coded = gzip(deflate(TEXT, true, 9));

            assertThat(answered(interceptor, request, coded, "deflate, gzip")
                            .body()
                            .bytes())
                    .isEqualTo(TEXT);
            assertThat(answered(interceptor, request, coded, "deflate", "gzip")
                            .body()
                            .bytes())
                    .isEqualTo(TEXT);
        }

        @Test
        void leavesAloneWhatItDoesNotKnow() throws IOException {
            for (String codings : new String[] {"br", "br, gzip", "gzip, gzip, gzip, gzip, gzip"}) {
                Response response = answered(interceptor, request, TEXT, codings);

                assertThat(response.header("Content-Encoding")).isEqualTo(codings);
                assertThat(response.body().bytes()).isEqualTo(TEXT);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"Accept-Encoding: gzip", "Range: bytes=0-9"})
        void leavesAloneARequestThatAsksForItself(String line) throws IOException {
            Request own = request.newBuilder()
                    .headers(new Headers.Builder().add(line).build())
                    .build();
            byte[] coded = gzip(TEXT);

            Response response = answered(interceptor, own, coded, "gzip");

            assertThat(sent).isSameAs(own);
            assertThat(response.body().bytes()).isEqualTo(coded);
        }

        @Test
        void leavesAloneABodyOfNoBytes() throws IOException {
            assertThat(answered(interceptor, request, new byte[0], "gzip")
                            .body()
                            .bytes())
                    .isEmpty();
        }

        @Test
        void undoesAllMembersOfAGzipBodyThoughTheyComeLater() throws IOException {
            byte[] first = gzip(TEXT);
            byte[] second = gzip(new byte[] {1, 2, 3});
            InputStream inPieces =
                    new SequenceInputStream(Collections.enumeration(
                            List.of(new ByteArrayInputStream(first), new ByteArrayInputStream(second)))) {
                        @Override
                        public int available() {
                            return 0;
                        }
                    };

            try (InputStream plain = Codings.gunzip(inPieces)) {
                assertThat(plain.readNBytes(TEXT.length)).isEqualTo(TEXT);
                assertThat(plain.readAllBytes()).containsExactly(1, 2, 3);
            }
        }

        @Test
        void boundsWhatABodyInSeveralCodingsMayBecome() throws IOException {
            byte[] inner = deflateAlike(400);
            byte[] bomb = gzip(inner);
            assertThat(400L * PART / inner.length).as("within the bound").isLessThan(200);
            assertThat(400L * PART / bomb.length).isGreaterThan(1_000);

            ResponseBody body =
                    answered(interceptor, request, bomb, "deflate, gzip").body();

            assertThatThrownBy(() -> body.byteStream().transferTo(OutputStream.nullOutputStream()))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("limit expansion");
        }

        @Test
        void boundsWhatABodyMayBecome() throws IOException {
            byte[] bomb = gzip(new byte[20_000_000]);
            CompressionInterceptor trusting = new CompressionInterceptor(
                    ResponseLimits.DEFAULT.withExpansion(2_000), CompressionInterceptor.GZIP);

            assertThatThrownBy(() ->
                            answered(interceptor, request, bomb, "gzip").body().bytes())
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("a gzip body of")
                    .hasMessageContaining("more than 200 times as many (limit expansion)");
            assertThat(answered(trusting, request, bomb, "gzip").body().bytes()).hasSize(20_000_000);
        }
    }

    @Nested
    class Requests {
        private final Request.Builder post =
                new Request.Builder().url("http://example.com/").post(RequestBody.create(TEXT, MediaType.get("a/b")));

        @Test
        void areCodedWhileTheyAreSent() throws IOException {
            Request request = post.header("Content-Length", "5").gzip().build();

            assertThat(request.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(request.header("Content-Length")).isNull();
            RequestBody body = request.body();
            assertThat(body).isNotNull();
            assertThat(body.contentLength()).isEqualTo(-1);
            assertThat(body.contentType()).hasToString("a/b");
            assertThat(body.isOneShot()).isFalse();
            for (int time = 0; time < 2; time++) {
                ByteArrayOutputStream sink = new ByteArrayOutputStream();
                body.writeTo(sink);
                assertThat(new GZIPInputStream(new ByteArrayInputStream(sink.toByteArray())).readAllBytes())
                        .isEqualTo(TEXT);
            }
        }

        @Test
        void areNotCodedTwice() {
            post.gzip();

            assertThatThrownBy(post::gzip)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Content-Encoding already set: gzip");
        }

        @Test
        void needABody() {
            assertThatThrownBy(() ->
                            new Request.Builder().url("http://example.com/").gzip())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("cannot gzip a request that has no body");
        }

        @Test
        void thatAreADialogueAreNotCoded() {
            RequestBody dialogue = new RequestBody() {
                @Override
                public @Nullable MediaType contentType() {
                    return null;
                }

                @Override
                public void writeTo(OutputStream sink) {}

                @Override
                public boolean isDuplex() {
                    return true;
                }
            };

            assertThatThrownBy(() -> new Request.Builder()
                            .url("http://example.com/")
                            .post(dialogue)
                            .gzip())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("duplex");
        }

        @Test
        void failAsTheirBodyDoes() {
            RequestBody failing = new RequestBody() {
                @Override
                public @Nullable MediaType contentType() {
                    return null;
                }

                @Override
                public boolean isOneShot() {
                    return true;
                }

                @Override
                public void writeTo(OutputStream sink) throws IOException {
                    sink.write(1);
                    throw new IOException("no more rope");
                }
            };
            RequestBody coded = new Request.Builder()
                    .url("http://example.com/")
                    .post(failing)
                    .gzip()
                    .build()
                    .body();

            assertThat(coded).isNotNull();
            assertThat(coded.isOneShot()).isTrue();
            assertThatThrownBy(() -> coded.writeTo(OutputStream.nullOutputStream()))
                    .hasMessage("no more rope");
        }
    }
}
