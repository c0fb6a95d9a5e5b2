package dev.hawser.internal.websocket;

import static dev.hawser.internal.websocket.ServerFrames.FIN;
import static dev.hawser.internal.websocket.ServerFrames.RSV1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Messages as they are put together, and their compression (RFC 7692). */
class MessagesTest {
    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static List<String> inflated(ServerFrames frames, boolean forgets, int maxBytes) {
        try (MessageInflater inflater = new MessageInflater(forgets)) {
            return Heard.of(frames.take(), 3, maxBytes, inflater);
        }
    }

    private static ServerFrames compressed(String... payloads) {
        ServerFrames frames = new ServerFrames();
        for (String each : payloads) {
            frames.frame(FIN | RSV1 | 1, hex(each));
        }
        return frames;
    }

    @Nested
    class TheLimit {
        @Test
        void holdsForTheSumOfAllPieces() {
            ServerFrames frames = new ServerFrames()
                    .frame(1, "x".repeat(100))
                    .frame(0, "y".repeat(50))
                    .frame(0, "z");

            assertThat(Heard.of(frames.take(), 1_000, 150, null))
                    .containsExactly("1009 a message of at least 151 bytes; maxMessageBytes is 150");
        }

        @Test
        void isNotReachedByAMessageOfThatLength() {
            assertThat(Heard.of(
                            new ServerFrames().text("x".repeat(150)).text("y").take(), 1_000, 150, null))
                    .containsExactly("text " + "x".repeat(150), "text y");
        }

        @Test
        void holdsForWhatACompressedMessageBecomes() {
            byte[] bomb;
            try (MessageDeflater deflater = new MessageDeflater(15, false)) {
                bomb = deflater.deflate(new byte[10_000_000]);
            }
            assertThat(bomb.length).isLessThan(20_000);

            assertThat(inflated(new ServerFrames().frame(FIN | RSV1 | 2, bomb), false, 1_000_000))
                    .containsExactly("1009 a message of more than 1000000 bytes; maxMessageBytes is 1000000");
        }
    }

    @Nested
    class Text {
        @Test
        void isCheckedBeforeItsEndHasCome() {
            ServerFrames frames = new ServerFrames().bytes(FIN | 1, 100, 'a', 0xc0);

            assertThat(Heard.of(frames)).containsExactly("1007 a text that is not UTF-8");
        }

        @Test
        void mayBeCutWithinACharacter() {
            byte[] euro = "€".getBytes(UTF_8);
            ServerFrames frames =
                    new ServerFrames().frame(1, Arrays.copyOf(euro, 1)).frame(FIN, Arrays.copyOfRange(euro, 1, 3));

            assertThat(Heard.of(frames)).containsExactly("text €");
        }
    }

    /** The examples of RFC 7692, section 7.2.3. */
    @Nested
    class Examples {
        @Test
        void oneBlock() {
            assertThat(inflated(compressed("f2 48 cd c9 c9 07 00"), false, 100)).containsExactly("text Hello");
        }

        @Test
        void aWindowThatIsTakenOver() {
            assertThat(inflated(compressed("f2 48 cd c9 c9 07 00", "f2 00 11 00 00"), false, 100))
                    .containsExactly("text Hello", "text Hello");
        }

        @Test
        void aWindowThatIsNot() {
            assertThat(inflated(compressed("f2 48 cd c9 c9 07 00", "f2 00 11 00 00"), true, 100))
                    .containsExactly(
                            "text Hello",
                            "1007 a compressed message that cannot be read: invalid distance too far back");
        }

        @Test
        void aBlockWithoutCompression() {
            assertThat(inflated(compressed("00 05 00 fa ff 48 65 6c 6c 6f 00"), false, 100))
                    .containsExactly("text Hello");
        }

        @Test
        void aBlockThatSaysItIsTheLast() {
            assertThat(inflated(compressed("f3 48 cd c9 c9 07 00 00", "f3 48 cd c9 c9 07 00 00"), false, 100))
                    .containsExactly("text Hello", "text Hello");
        }

        @Test
        void twoBlocks() {
            assertThat(inflated(compressed("f2 48 05 00 00 00 ff ff ca c9 c9 07 00"), false, 100))
                    .containsExactly("text Hello");
        }

        @Test
        void nothing() {
            assertThat(inflated(compressed("00", "00"), false, 100)).containsExactly("text ", "text ");
        }

        @Test
        void inFrames() {
            ServerFrames frames =
                    new ServerFrames().frame(RSV1 | 1, hex("f2 48 cd")).frame(FIN, hex("c9 c9 07 00"));

            assertThat(inflated(frames, false, 100)).containsExactly("text Hello");
        }
    }

    @Test
    void amongCompressedMessagesOthersMayStand() {
        ServerFrames frames = compressed("f2 48 cd c9 c9 07 00").text("plain");
        frames.frame(FIN | RSV1 | 1, hex("f2 00 11 00 00"));

        assertThat(inflated(frames, false, 100)).containsExactly("text Hello", "text plain", "text Hello");
    }

    @Test
    void aMarkBehindTheFirstFrameIsWrong() {
        ServerFrames frames =
                new ServerFrames().frame(RSV1 | 1, hex("f2 48 cd")).frame(FIN | RSV1, hex("c9 c9 07 00"));

        assertThat(inflated(frames, false, 100))
                .containsExactly("1002 reserved bit 1 is set in a CONTINUATION frame, where it has no meaning");
    }

    @Test
    void aStreamThatEndsWithItsMessageIsNoHarm() {
        assertThat(inflated(compressed("f3 48 cd c9 c9 07 00", "f2 48 cd c9 c9 07 00"), false, 100))
                .containsExactly("text Hello", "text Hello");
    }

    @Test
    void whatIsCompressedHereIsReadThere() {
        Random random = new Random(5);
        for (int bits = 8; bits <= 15; bits++) {
            for (boolean forgets : new boolean[] {false, true}) {
                try (MessageDeflater deflater = new MessageDeflater(bits, forgets);
                        MessageInflater inflater = new MessageInflater(forgets)) {
                    for (int round = 0; round < 60; round++) {
                        byte[] message = new byte[round < 20 ? round : random.nextInt(20_000)];
                        for (int i = 0; i < message.length; i++) {
                            message[i] = (byte) ('a' + random.nextInt(round % 3 == 0 ? 2 : 26));
                        }
                        ServerFrames frames = new ServerFrames().frame(FIN | RSV1 | 1, deflater.deflate(message));
                        assertThat(Heard.of(frames.take(), 1_000, 20_000, inflater))
                                .containsExactly("text " + new String(message, UTF_8));
                    }
                }
            }
        }
    }

    @Test
    void nothingRefersBackBeyondTheWindow() {
        byte[] noise = new byte[1_000];
        new Random(3).nextBytes(noise);
        byte[] twice = Arrays.copyOf(noise, 2_000);
        System.arraycopy(noise, 0, twice, 1_000, 1_000);

        try (MessageDeflater narrow = new MessageDeflater(9, false);
                MessageDeflater wide = new MessageDeflater(15, false)) {
            assertThat(narrow.deflate(twice).length).isGreaterThan(2_000);
            assertThat(wide.deflate(twice).length).isLessThan(1_100);
            assertThat(narrow.deflate(noise).length).isGreaterThan(1_000);
            assertThat(wide.deflate(noise).length).isLessThan(100);
        }
    }

    @Test
    void forgettingMakesEachMessageStandAlone() {
        byte[] text = "the same words in every message".getBytes(UTF_8);

        try (MessageDeflater forgets = new MessageDeflater(15, true);
                MessageDeflater remembers = new MessageDeflater(15, false)) {
            assertThat(forgets.deflate(text)).isEqualTo(forgets.deflate(text));
            assertThat(remembers.deflate(text).length).isGreaterThan(remembers.deflate(text).length);
        }
    }
}
