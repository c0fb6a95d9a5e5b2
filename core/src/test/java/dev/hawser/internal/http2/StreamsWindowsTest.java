package dev.hawser.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Http2Windows;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Content within the windows of streams and connection (RFC 9113, section 5.2). */
class StreamsWindowsTest {
    private Conversation wire = new Conversation(LocalSettings.DEFAULT);

    @BeforeEach
    void begin() throws Http2Exception {
        wire = Conversation.begun();
    }

    @Nested
    class WhatIsReceived {
        private Http2Stream stream = wire.get();

        @BeforeEach
        void head() throws Http2Exception {
            wire = Conversation.begun();
            stream = wire.get();
            wire.server.headers(1, false, ":status", "200");
            wire.speak();
        }

        @Test
        void isGrantedAgainWhenHalfTheWindowIsRead() throws Http2Exception {
            wire.server.data(1, false, "a".repeat(100));
            wire.speak();
            assertThat(wire.sent()).isEmpty();

            wire.streams.read(stream, new byte[49], 0, 49);
            assertThat(wire.sent()).isEmpty();
            wire.streams.read(stream, new byte[1], 0, 1);
            assertThat(wire.sent()).containsExactly("WINDOW_UPDATE 1 +50");
        }

        private static void sendAll(Conversation with, int bytes) throws Http2Exception {
            for (int left = bytes; left > 0; left -= FrameType.DEFAULT_MAX_SIZE) {
                with.server.data(1, false, new byte[Math.min(left, FrameType.DEFAULT_MAX_SIZE)]);
                with.speak();
            }
        }

        @Test
        void growsWithAReaderWhoKeepsUpAsFarAsItMay() throws Http2Exception {
            int start = Http2Windows.STREAM_START;
            Conversation quick = Conversation.begun(3 * start);
            Http2Stream read = quick.get();
            quick.server.headers(1, false, ":status", "200");

            sendAll(quick, start / 2);
            quick.read(read);
            assertThat(quick.sent()).contains("WINDOW_UPDATE 1 +" + (start / 2 + start));
            sendAll(quick, start);
            quick.read(read);
            assertThat(quick.sent()).contains("WINDOW_UPDATE 1 +" + 2 * start);
            sendAll(quick, 3 * start / 2);
            quick.read(read);
            assertThat(quick.sent()).contains("WINDOW_UPDATE 1 +" + 3 * start / 2);
        }

        @Test
        void doesNotGrowWithOneWhoDoesNotKeepUp() throws Http2Exception {
            int start = Http2Windows.STREAM_START;
            Conversation slow = Conversation.begun(3 * start);
            Http2Stream read = slow.get();
            slow.server.headers(1, false, ":status", "200");
            sendAll(slow, start);

            slow.streams.read(read, new byte[start / 2], 0, start / 2);

            assertThat(slow.sent()).contains("WINDOW_UPDATE 1 +" + start / 2);
        }

        @Test
        void isNotGrantedAgainOnceTheResponseIsWhole() throws Http2Exception {
            wire.server.data(1, true, "a".repeat(100));
            wire.speak();

            assertThat(wire.read(stream)).hasSize(100);
            assertThat(wire.sent()).isEmpty();
        }

        @Test
        void byOneWhoDoesNotReadLeavesTheOthersTheirRoom() throws Http2Exception {
            Conversation large = Conversation.begun(60_000);
            large.get();
            Http2Stream other = large.get();
            large.server.headers(1, false, ":status", "200").headers(3, false, ":status", "200");
            for (int i = 0; i < 4; i++) {
                large.server.data(1, false, new byte[15_000]);
            }
            large.speak();
            assertThat(large.sent()).containsExactly("WINDOW_UPDATE 0 +45000");

            for (int i = 0; i < 20; i++) {
                large.server.data(3, false, new byte[15_000]);
                large.speak();
                assertThat(large.read(other)).hasSize(15_000);
            }
            assertThat(large.sent()).contains("WINDOW_UPDATE 3 +30000", "WINDOW_UPDATE 0 +45000");
        }

        @Test
        void ofPaddingIsGrantedAgainAtOnce() throws Http2Exception {
            wire.server.frame(FrameType.DATA, 8, 1, "31" + "00".repeat(49));
            wire.speak();

            assertThat(wire.sent()).containsExactly("WINDOW_UPDATE 1 +50");
            assertThat(stream.available()).isZero();
        }

        @Test
        void mayFillTheDefaultWindowBeforeOurSettingsAreAcknowledged() throws Http2Exception {
            Conversation early = new Conversation(Conversation.local(100));
            early.server.settings();
            early.speak();
            early.get();
            early.server
                    .headers(1, false, ":status", "200")
                    .data(1, false, new byte[10_000])
                    .settingsAck();
            early.speak();
            assertThat(early.streams.active()).isEqualTo(1);
            early.server.data(1, false, "a");
            early.speak();

            assertThat(early.sent()).endsWith("RST_STREAM 1 FLOW_CONTROL_ERROR");
        }

        @Test
        void comesOutAsItWentInHoweverItIsRead() throws Http2Exception {
            Conversation large = Conversation.begun(1_000);
            Http2Stream turning = large.get();
            large.server.headers(1, false, ":status", "200");
            StringBuilder all = new StringBuilder();
            StringBuilder read = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                String text = "x".repeat(i % 37) + i;
                large.server.data(1, false, text);
                large.speak();
                all.append(text);
                byte[] into = new byte[turning.available() > 200 ? turning.available() : i % 23];
                int count = large.streams.read(turning, into, 0, into.length);
                read.append(new String(into, 0, count, StandardCharsets.UTF_8));
            }

            assertThat(read + large.read(turning)).isEqualTo(all.toString());
        }
    }

    @Nested
    class WhatIsSent {
        @Test
        void staysWithinTheWindowOfTheStream() throws Http2Exception {
            wire.server.settings(Setting.INITIAL_WINDOW_SIZE, 10);
            wire.speak();
            Http2Stream stream = wire.post();

            assertThat(wire.send(stream, "a".repeat(16), true)).isEqualTo(10);
            assertThat(wire.sent()).containsExactly("DATA 1 \"aaaaaaaaaa\"");
            wire.server.windowUpdate(1, 5);
            wire.speak();
            assertThat(wire.news()).isEqualTo(1);
            assertThat(wire.send(stream, "bbbbbb", true)).isEqualTo(5);
            wire.server.windowUpdate(1, 5);
            wire.speak();
            assertThat(wire.send(stream, "b", true)).isEqualTo(1);
            assertThat(wire.sent()).containsExactly("DATA 1 \"bbbbb\"", "DATA 1 END \"b\"");
        }

        @Test
        void staysWithinTheWindowOfTheConnection() throws Http2Exception {
            wire.server.settings(Setting.INITIAL_WINDOW_SIZE, 1_000_000);
            wire.speak();
            Http2Stream one = wire.post();
            Http2Stream two = wire.post();

            assertThat(wire.send(one, "a".repeat(70_000), false)).isEqualTo(65_535);
            assertThat(wire.frames()).hasSize(4).allMatch(frame -> frame.payload().length <= 16_384);
            assertThat(wire.send(two, "a", true)).isZero();
            assertThat(wire.sent()).isEmpty();
            wire.server.windowUpdate(0, 1);
            wire.speak();
            assertThat(wire.news()).isEqualTo(2);
            assertThat(wire.send(two, "a", true)).isEqualTo(1);
        }

        @Test
        void canEndWithoutAWindow() throws Http2Exception {
            wire.server.settings(Setting.INITIAL_WINDOW_SIZE, 0);
            wire.speak();
            Http2Stream stream = wire.post();

            assertThat(wire.send(stream, "", true)).isZero();
            assertThat(wire.sent()).containsExactly("DATA 1 END \"\"");
        }

        @Test
        void canEndWhileItsWindowIsNegative() throws Http2Exception {
            Http2Stream stream = wire.post();
            wire.send(stream, "a".repeat(60), false);
            wire.server.settings(Setting.INITIAL_WINDOW_SIZE, 50);
            wire.speak();
            wire.sent();
            wire.send(stream, "", true);

            assertThat(wire.sent()).containsExactly("DATA 1 END \"\"");
        }

        @Test
        void waitsWhileAChangedWindowIsNegative() throws Http2Exception {
            Http2Stream stream = wire.post();
            wire.send(stream, "a".repeat(60), false);
            wire.server.settings(Setting.INITIAL_WINDOW_SIZE, 50);
            wire.speak();
            wire.sent();

            assertThat(wire.send(stream, "b", false)).isZero();
            wire.server.windowUpdate(1, 10);
            wire.speak();
            assertThat(wire.news()).isZero();
            assertThat(wire.send(stream, "b", false)).isZero();
            wire.server.settings(Setting.INITIAL_WINDOW_SIZE, 51);
            wire.speak();
            assertThat(wire.news()).isEqualTo(1);
            assertThat(wire.send(stream, "bb", false)).isEqualTo(1);
        }
    }
}
