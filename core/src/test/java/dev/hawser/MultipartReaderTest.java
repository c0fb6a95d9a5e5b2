package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartReaderTest {
    private static final String BOUNDARY = "ab-ab-c";

    @Nested
    class Content {
        @Test
        void isHeadersAndBodyOfEachPart() throws IOException {
            assertThat(
                            partsInAllCuts(
                                    "--ab-ab-c\r\nContent-Type: text/plain\r\nX:y\r\n\r\nhello\r\n--ab-ab-c\r\n\r\n\r\nworld\r\n\r\n--ab-ab-c--\r\n"))
                    .containsExactly("Content-Type: text/plain\nX: y\n|hello", "|\r\nworld\r\n");
        }

        @Test
        void mayBeEmptySoThatTheBoundaryFollowsOnTheEmptyLine() throws IOException {
            assertThat(partsInAllCuts("--ab-ab-c\r\nX: y\r\n\r\n--ab-ab-c\r\n\r\n--ab-ab-c--"))
                    .containsExactly("X: y\n|", "|");
        }

        @Test
        void mayBeEmptyBehindALineBreakOfItsOwn() throws IOException {
            assertThat(partsInAllCuts("--ab-ab-c\r\n\r\n\r\n--ab-ab-c--")).containsExactly("|");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\r\n--ab-ab-",
                    "\r\n--ab-ab-ab-c",
                    "\r\n--ab-ab\r\n--ab-ab-x",
                    "\r\r\n\n--ab-ab-c",
                    "\r\n\r\n-",
                    "--ab-ab-",
                    "--ab-ab-b",
                    "-",
                    "\n--ab-ab-c",
                    "x--ab-ab-c",
                    "\r\n-\r\n--\r\n--a"
                })
        void mayHaveMostOfABoundary(String content) throws IOException {
            assertThat(partsInAllCuts("--ab-ab-c\r\n\r\n" + content + "\r\n--ab-ab-c--\r\n"))
                    .containsExactly("|" + content);
        }

        @Test
        void mayBeginWithLineBreaks() throws IOException {
            assertThat(partsInAllCuts("--ab-ab-c\r\n\r\n\r\n\r\n--ab-ab-c--")).containsExactly("|\r\n");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "preamble", "preamble\r\n--ab-ab-", "\r\n", "x--ab-ab-c\r\n"})
        void isNotWhatStandsBeforeOrBehind(String preamble) throws IOException {
            assertThat(partsInAllCuts((preamble.isEmpty() ? "" : preamble + "\r\n")
                            + "--ab-ab-c\r\n\r\none\r\n--ab-ab-c--\r\nepilogue\r\n--ab-ab-c\r\n\r\ntwo\r\n--ab-ab-c--"))
                    .containsExactly("|one");
        }

        @Test
        void mayHaveSpaceBehindItsBoundary() throws IOException {
            assertThat(partsInAllCuts("--ab-ab-c \t \r\n\r\none\r\n--ab-ab-c-- \t\r\n"))
                    .containsExactly("|one");
        }

        @Test
        void mayHaveHeadersWhoseLinesEndWithALineFeedAlone() throws IOException {
            assertThat(partsInAllCuts("--ab-ab-c\nA: b\nC: d\n\nhello\n\r\n--ab-ab-c\n\n\r\n--ab-ab-c--\n"))
                    .containsExactly("A: b\nC: d\n|hello\n", "|");
        }

        @Test
        void mayBeNoPartAtAll() throws IOException {
            assertThat(partsInAllCuts("--ab-ab-c--")).isEmpty();
        }

        @Test
        void mayBeLongerThanAnyWindow() throws IOException {
            String body = "\r\n--ab-ab-".repeat(10_000);

            assertThat(parts(new Pieces(bytes("--ab-ab-c\r\n\r\n" + body + "\r\n--ab-ab-c--"), () -> 1_000)))
                    .containsExactly("|" + body);
        }

        @Test
        void isReadByteByByteToo() throws IOException {
            InputStream body =
                    next(reader("--ab-ab-c\r\n\r\n\u00ffa\r\n--ab-ab-c--")).body();

            assertThat(List.of(body.read(), body.read(), body.read(), body.read(), body.read()))
                    .containsExactly(0xc3, 0xbf, (int) 'a', -1, -1);
        }

        @Test
        void isThereBeforeTheNextPartHasCome() throws IOException {
            byte[] content = bytes("--ab-ab-c\r\n\r\nhello");
            InputStream unfinished = new Pieces(content, () -> content.length) {
                @Override
                public int read(byte[] into, int offset, int count) {
                    int read = super.read(into, offset, count);
                    assertThat(read).as("no read beyond what has come").isPositive();
                    return read;
                }
            };
            InputStream body = next(new MultipartReader(unfinished, BOUNDARY)).body();

            assertThat(body.readNBytes(5)).isEqualTo(bytes("hello"));
        }

        @Test
        void endsWithoutWaitingForMoreThanTheLastDashes() throws IOException {
            byte[] content = bytes("--ab-ab-c\r\n\r\nhello\r\n--ab-ab-c--");
            Pieces pieces = new Pieces(content, () -> 1);
            MultipartReader reader = new MultipartReader(new FailsAtItsEnd(pieces), BOUNDARY);

            assertThat(text(next(reader))).isEqualTo("|hello");
            assertThat(reader.nextPart()).isNull();
        }

        @Test
        void comesBackAsItWasWritten() throws IOException {
            Random random = new Random(20_261_121);
            for (int round = 0; round < 300; round++) {
                List<byte[]> bodies = new ArrayList<>();
                MultipartBody.Builder body = new MultipartBody.Builder(BOUNDARY);
                for (int parts = 1 + random.nextInt(4); parts > 0; parts--) {
                    byte[] content = nearlyBoundaries(random);
                    bodies.add(content);
                    body.addPart(Headers.of("Length", "" + content.length), RequestBody.create(content));
                }
                Pieces written = new Pieces(MultipartBodyTest.written(body.build()), () -> 1 + random.nextInt(20));
                MultipartReader reader = new MultipartReader(written, BOUNDARY);
                for (byte[] expected : bodies) {
                    MultipartReader.Part part = next(reader);
                    assertThat(part.headers().get("Length")).isEqualTo("" + expected.length);
                    if (random.nextInt(4) > 0) {
                        assertThat(part.body().readAllBytes())
                                .as("round %d", round)
                                .isEqualTo(expected);
                    }
                }
                assertThat(reader.nextPart()).isNull();
            }
        }

        private static byte[] nearlyBoundaries(Random random) {
            String[] alphabet = {"\r", "\n", "\r\n", "-", "--", "a", "b", "ab-", "ab-ab", "\r\n--ab-ab-", "c"};
            StringBuilder content = new StringBuilder();
            for (int count = random.nextInt(30); count > 0; count--) {
                content.append(alphabet[random.nextInt(alphabet.length)]);
            }
            String text = content.toString();
            while (("\r\n" + text).contains("\r\n--" + BOUNDARY)) {
                text = text.replace("--" + BOUNDARY, "");
            }
            return bytes(text);
        }
    }

    @Nested
    class Parts {
        @Test
        void areSkippedIfTheyAreNotRead() throws IOException {
            MultipartReader reader = reader("--ab-ab-c\r\n\r\none\r\n--ab-ab-c\r\n\r\ntwo\r\n--ab-ab-c--");
            MultipartReader.Part first = next(reader);
            assertThat(first.body().read()).isEqualTo('o');

            assertThat(text(next(reader))).isEqualTo("|two");
            assertThat(reader.nextPart()).isNull();
            assertThat(reader.nextPart()).isNull();
            assertThatThrownBy(() -> first.body().read())
                    .isInstanceOf(IOException.class)
                    .hasMessage("the part is closed");
        }

        @Test
        void mayBeClosedFirst() throws IOException {
            MultipartReader reader = reader("--ab-ab-c\r\n\r\none\r\n--ab-ab-c\r\n\r\ntwo\r\n--ab-ab-c--");
            MultipartReader.Part first = next(reader);
            first.body().close();
            first.body().close();

            assertThat(text(next(reader))).isEqualTo("|two");
        }

        @Test
        void closeTheContentWithTheirReader() throws IOException {
            Pieces content = Pieces.bytes(bytes("--ab-ab-c\r\n\r\none"));
            MultipartReader reader = new MultipartReader(content, BOUNDARY);
            reader.nextPart();
            reader.close();

            assertThat(content.closed).isEqualTo(1);
            assertThatIllegalStateException().isThrownBy(reader::nextPart).withMessage("closed");
        }
    }

    @Nested
    class Faults {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "no boundary",
                    "--ab-ab-c",
                    "--ab-ab-c-",
                    "--ab-ab-c\r\nA: b",
                    "--ab-ab-c\r\nA: b\r\n",
                    "--ab-ab-c\r\n\r\none",
                    "--ab-ab-c\r\n\r\none\r\n--ab-ab-",
                    "--ab-ab-c\r\n\r\none\r\n--ab-ab-c"
                })
        void aMissingLastBoundaryIsOne(String content) {
            for (int cut = 0; cut <= content.length(); cut++) {
                Pieces pieces = Pieces.cutAt(bytes(content), cut);
                assertThatThrownBy(() -> parts(pieces))
                        .isInstanceOf(EOFException.class)
                        .hasMessage("the content ended without the last boundary: --ab-ab-c");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"no colon", ": no name", "na me: value", "name : value", " folded: value", "a: \u0001"})
        void aLineThatIsNoHeaderIsOne(String line) {
            assertThatThrownBy(() -> reader("--ab-ab-c\r\n" + line + "\r\n\r\n").nextPart())
                    .isInstanceOf(ProtocolException.class)
                    .hasMessage("not a header of a part: " + line);
        }

        @Test
        void moreBehindABoundaryIsOne() {
            assertThatThrownBy(() -> reader("--ab-ab-cd\r\n\r\n").nextPart())
                    .isInstanceOf(ProtocolException.class)
                    .hasMessage("unexpected characters behind the boundary ab-ab-c: d");
        }

        @Test
        void aHeaderOfMoreThan8KiBIsOne() throws IOException {
            String most = "a:" + "x".repeat((8 << 10) - 3); // and its carriage return
            assertThat(partsOf(most)).isEqualTo(1);

            assertThatThrownBy(() -> partsOf(most + "x"))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessage("a line of more than 8192 bytes in a part's headers");
        }

        @Test
        void headersOfMoreThan64KiBAreOne() throws IOException {
            String kibibyte = "a:" + "x".repeat(1022);
            assertThat(partsOf((kibibyte + "\r\n").repeat(63) + kibibyte)).isEqualTo(1);

            assertThatThrownBy(() -> partsOf((kibibyte + "\r\n").repeat(64) + "a:"))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessage("a part has more than 1000 headers or 65536 bytes of them");
        }

        @Test
        void moreThan1000HeadersAreOne() throws IOException {
            assertThat(partsOf("a:\r\n".repeat(999) + "a:")).isEqualTo(1);

            assertThatThrownBy(() -> partsOf("a:\r\n".repeat(1_000) + "a:"))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessage("a part has more than 1000 headers or 65536 bytes of them");
        }

        private static int partsOf(String headers) throws IOException {
            byte[] content = bytes("--ab-ab-c\r\n" + headers + "\r\n\r\n\r\n--ab-ab-c--");
            int whole = parts(Pieces.cutAt(content, 0)).size();
            assertThat(parts(new Pieces(content, () -> 7))).hasSize(whole);
            return whole;
        }
    }

    @Nested
    class OfAResponse {
        @Test
        void hasTheBoundaryOfItsType() throws IOException {
            ResponseBody body = ResponseBody.create(
                    "--a:b\r\n\r\nhello\r\n--a:b--", MediaType.get("multipart/mixed; boundary=\"a:b\""));
            MultipartReader reader = new MultipartReader(body);

            assertThat(reader.boundary()).isEqualTo("a:b");
            assertThat(text(next(reader))).isEqualTo("|hello");
        }

        @ParameterizedTest
        @ValueSource(strings = {"text/plain; boundary=a", "multipart/mixed", "multipart/mixed; boundary=\"\""})
        void mustBeOfParts(String type) {
            ResponseBody body = ResponseBody.create(bytes("--a--"), MediaType.get(type));

            assertThatThrownBy(() -> new MultipartReader(body))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessage("expected a multipart Content-Type with a boundary, but it is " + type);
        }

        @Test
        void mustHaveAType() {
            assertThatThrownBy(() -> new MultipartReader(ResponseBody.create(bytes("--a--"), null)))
                    .isInstanceOf(ProtocolException.class);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new MultipartReader(InputStream.nullInputStream(), ""));
        }
    }

    /** Input that must not be read to its end. */
    private static final class FailsAtItsEnd extends InputStream {
        private final InputStream in;

        FailsAtItsEnd(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            assertThat(read).as("a byte that has come").isNotNegative();
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            into[offset] = (byte) read();
            return 1;
        }
    }

    private static MultipartReader reader(String content) {
        return new MultipartReader(Pieces.bytes(bytes(content)), BOUNDARY);
    }

    /** The next part, of which there is one. */
    private static MultipartReader.Part next(MultipartReader reader) throws IOException {
        return Objects.requireNonNull(reader.nextPart());
    }

    private static List<String> partsInAllCuts(String content) throws IOException {
        byte[] bytes = bytes(content);
        List<String> parts = parts(Pieces.bytes(bytes));
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(parts(Pieces.cutAt(bytes, cut))).as("cut at %d", cut).isEqualTo(parts);
        }
        return parts;
    }

    private static List<String> parts(InputStream content) throws IOException {
        List<String> parts = new ArrayList<>();
        MultipartReader reader = new MultipartReader(content, BOUNDARY);
        for (MultipartReader.Part part = reader.nextPart(); part != null; part = reader.nextPart()) {
            parts.add(text(part));
        }
        return parts;
    }

    private static String text(MultipartReader.Part part) throws IOException {
        return part.headers() + "|" + new String(part.body().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
