package dev.hawser.internal.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Headers;
import dev.hawser.Request;
import dev.hawser.ResponseLimits;
import dev.hawser.internal.http.ResponseHead;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PeerMemoryTest {
    private static final Request GET =
            new Request.Builder().url("http://example.com/").build();
    private static final String HEAD = "HTTP/1.1 200 OK\r\nServer: a\r\nDate: d\r\nContent-Length: 0\r\n\r\n";

    private final PeerMemory memory = new PeerMemories().of("");

    private ResponseHead read(String text) throws IOException {
        return read(text, ResponseLimits.DEFAULT);
    }

    private ResponseHead read(String text, ResponseLimits limits) throws IOException {
        return Wire.of(text, limits, memory).codec.readResponseHead(GET);
    }

    @Nested
    class AResponseHead {
        @Test
        void thatComesAThirdTimeIsNotMadeAgain() throws IOException {
            ResponseHead first = read(HEAD);
            ResponseHead second = read(HEAD);
            ResponseHead third = read(HEAD);

            assertThat(third).isSameAs(second).isEqualTo(first).isNotSameAs(first);
        }

        @Test
        void withAValueThatIsNewEachTimePushesNothingOut() throws IOException {
            read(HEAD);
            ResponseHead known = read(HEAD);
            for (int i = 0; i < 5; i++) {
                assertThat(read(HEAD.replace("Date: d", "Date: " + i)).headers().get("Date"))
                        .isEqualTo(String.valueOf(i));
            }

            assertThat(read(HEAD)).isSameAs(known);
        }

        @Test
        void thatSetsACookieIsNotRemembered() throws IOException {
            String secret = HEAD.replace("Server: a", "Set-Cookie: a=b");

            read(secret);
            ResponseHead second = read(secret);

            assertThat(read(secret)).isNotSameAs(second).isEqualTo(second);
        }

        @Test
        void isReadAnewUnderOtherLimits() throws IOException {
            read(HEAD);
            read(HEAD);

            assertThatThrownBy(() -> read(HEAD, ResponseLimits.DEFAULT.withFieldCount(2)))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("fieldCount");
        }

        @Test
        void thatEndsInTheMiddleOfWhatIsKnownIsAnError() throws IOException {
            read(HEAD);
            read(HEAD);

            for (int end = 1; end < HEAD.length(); end++) {
                String cut = HEAD.substring(0, end);
                assertThatThrownBy(() -> read(cut)).isInstanceOf(IOException.class);
            }
        }
    }

    /** Heads from few words, good and bad, read with a memory of those before and without one, in one piece and in several. */
    @Test
    void aMemoryChangesNoOutcome() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] recent = {HEAD, HEAD, HEAD};
        for (int i = 0; i < 20_000; i++) {
            String text = random.nextInt(3) == 0 ? head(random) : recent[random.nextInt(recent.length)];
            recent[random.nextInt(recent.length)] = text;
            Wire plain = Wire.of(text);
            Wire remembering = random.nextInt(4) > 0
                    ? Wire.of(text, ResponseLimits.DEFAULT, memory)
                    : Wire.ofPieces(text, random, memory);

            assertThat(outcome(remembering))
                    .as("seed %d, step %d, head <%s>", seed, i, text)
                    .isEqualTo(outcome(plain));
        }
    }

    private static String head(Random random) {
        List<String> lines = List.of(
                "Server: a",
                "Date: one",
                "Date: two",
                "Content-Length: 3",
                "Content-Length: 4",
                "Connection: close",
                "Transfer-Encoding: chunked",
                "Keep-Alive: timeout=5",
                "X: ",
                "X:  y\t",
                "x: y",
                "Set-Cookie: a=b",
                "X: \u00fc",
                "X : y",
                " folded",
                "no colon",
                "X: a\rb",
                "Date:one");
        List<String> ends = List.of("\r\n", "\r\n", "\r\n", "\n");
        StringBuilder text = new StringBuilder(random.nextInt(5) == 0 ? "HTTP/1.0 404 No" : "HTTP/1.1 200 OK");
        text.append("\r\n");
        for (int count = random.nextInt(6); count > 0; count--) {
            int among = random.nextInt(8) == 0 ? lines.size() : 12;
            text.append(lines.get(random.nextInt(among))).append(ends.get(random.nextInt(ends.size())));
        }
        text.append(random.nextInt(10) == 0 ? "" : "\r\n").append("abc");
        return text.toString();
    }

    private static String outcome(Wire wire) {
        try {
            ResponseHead head = wire.codec.readResponseHead(GET);
            byte[] body = wire.codec.responseBody(wire).readAllBytes();
            return head
                    + new String(body, StandardCharsets.ISO_8859_1)
                    + wire.events
                    + wire.codec.persistent()
                    + wire.codec.strayBytes()
                    + wire.codec.keepAliveSeconds();
        } catch (IOException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }

    @Nested
    class ARequestHead {
        private String sent(Headers headers) throws IOException {
            Wire wire = Wire.of("", ResponseLimits.DEFAULT, memory);
            wire.codec.writeRequestHead(GET.newBuilder().headers(headers).build());
            wire.codec.flushRequest();
            return new String(wire.socket.written(), StandardCharsets.UTF_8);
        }

        @Test
        void isTheSameWhetherItsFieldsAreKnownOrNot() throws IOException {
            Headers headers = new Headers.Builder()
                    .add("Host", "example.com")
                    .addUnsafeNonAscii("X", "\u00fc\u20ac")
                    .build();
            String first = sent(headers);

            assertThat(first).isEqualTo("GET / HTTP/1.1\r\nHost: example.com\r\nX: \u00fc\u20ac\r\n\r\n");
            assertThat(sent(headers)).isEqualTo(first);
            assertThat(memory.known(headers)).isNotNull();
            assertThat(sent(headers)).isEqualTo(first);
        }

        @Test
        void withASecretIsNotRemembered() throws IOException {
            Headers headers = Headers.of("Authorization", "Bearer x");
            sent(headers);
            sent(headers);

            assertThat(memory.known(headers)).isNull();
        }
    }
}
