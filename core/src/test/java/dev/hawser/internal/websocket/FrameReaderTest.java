package dev.hawser.internal.websocket;

import static dev.hawser.internal.websocket.ServerFrames.FIN;
import static dev.hawser.internal.websocket.ServerFrames.RSV1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FrameReaderTest {
    private static ServerFrames frames() {
        return new ServerFrames();
    }

    @Nested
    class WhatIsWell {
        @Test
        void messagesControlFramesAndClose() {
            ServerFrames frames = frames().text("Hello")
                    .frame(FIN | 2, new byte[] {1, 2})
                    .frame(FIN | 9, new byte[] {3})
                    .frame(FIN | 10, new byte[0])
                    .text("")
                    .close(1000, "bye");

            assertThat(Heard.of(frames))
                    .containsExactly("text Hello", "binary 0102", "ping 03", "pong ", "text ", "close 1000 bye");
        }

        @Test
        void aMessageInPiecesWithControlFramesBetween() {
            ServerFrames frames = frames().frame(1, "fr")
                    .frame(FIN | 9, "p")
                    .frame(0, "")
                    .frame(FIN | 10, "q")
                    .frame(0, "ag")
                    .frame(FIN, "ments");

            assertThat(Heard.of(frames)).containsExactly("ping 70", "pong 71", "text fragments");
        }

        @Test
        void everyFormOfALength() {
            for (int length : new int[] {0, 1, 125, 126, 127, 65_535, 65_536, 70_000}) {
                assertThat(Heard.of(frames().text("x".repeat(length)).text("y")))
                        .containsExactly("text " + "x".repeat(length), "text y");
            }
        }

        @Test
        void theSameInPiecesOfAnySize() {
            byte[] bytes = frames().text("Größe")
                    .frame(1, "fr")
                    .frame(FIN | 9, "ping")
                    .frame(FIN, "agment")
                    .frame(FIN | 2, new byte[300])
                    .close(3000, "ende")
                    .take();
            List<String> whole = Heard.of(bytes, bytes.length, 1_000, null);

            assertThat(whole).hasSize(5);
            for (int piece = 1; piece < 40; piece++) {
                assertThat(Heard.of(bytes, piece, 1_000, null)).isEqualTo(whole);
            }
        }

        @Test
        void aCloseWithoutACode() {
            assertThat(Heard.of(frames().frame(FIN | 8, ""))).containsExactly("close 1005 ");
        }

        @Test
        void nothingCountsBehindClose() {
            assertThat(Heard.of(frames().close(1001, "").text("late").bytes(0xff, 0xff)))
                    .containsExactly("close 1001 ");
        }

        @ParameterizedTest
        @org.junit.jupiter.params.provider.ValueSource(
                ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
        void codesThatMayBeSent(int code) {
            assertThat(Heard.of(frames().close(code, ""))).containsExactly("close " + code + " ");
        }
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                of("1002 a frame of the reserved opcode 3", frames().frame(FIN | 3, "")),
                of("1002 a frame of the reserved opcode 15", frames().frame(FIN | 15, "")),
                of("1002 reserved bits are set in a TEXT frame: 2 ", frames().frame(FIN | 0x20 | 1, "")),
                of("1002 reserved bits are set in a PING frame: 1 3", frames().frame(FIN | RSV1 | 0x10 | 9, "")),
                of(
                        "1002 reserved bit 1 is set in a TEXT frame, and permessage-deflate was not agreed on",
                        frames().frame(FIN | RSV1 | 1, "")),
                of("1002 a TEXT frame that is masked: servers do not mask", frames().bytes(FIN | 1, 0x80, 0, 0, 0, 0)),
                of("1002 a PING frame that is not final: control frames are not in pieces", frames().frame(9, "")),
                of("1002 a CLOSE frame that is not final: control frames are not in pieces", frames().frame(8, "")),
                of("1002 a PONG frame of more than 125 bytes", frames().frame(FIN | 10, new byte[126])),
                of("1002 a CLOSE frame of more than 125 bytes", frames().bytes(FIN | 8, 127)),
                of("1002 a CONTINUATION frame, and no message has begun", frames().frame(FIN, "x")),
                of("1002 a TEXT frame within a message", frames().frame(2, "x").text("y")),
                of(
                        "1002 a BINARY frame within a message",
                        frames().frame(1, "x").frame(2, "y")),
                of("1002 a TEXT frame whose length of 125 is written in 2 bytes", frames().bytes(FIN | 1, 126, 0, 125)),
                of(
                        "1002 a TEXT frame whose length of 65535 is written in 8 bytes",
                        frames().bytes(FIN | 1, 127, 0, 0, 0, 0, 0, 0, 0xff, 0xff)),
                of("1002 a TEXT frame of 2^63 bytes or more", frames().bytes(FIN | 1, 127, 0x80, 0, 0, 0, 0, 0, 0, 0)),
                of("1002 a CLOSE frame of 1 byte, which is half a code", frames().frame(FIN | 8, "x")),
                of("1002 a CLOSE frame of the code 999, which nobody may send", frames().close(999, "")),
                of("1002 a CLOSE frame of the code 1004, which nobody may send", frames().close(1004, "")),
                of("1002 a CLOSE frame of the code 1005, which nobody may send", frames().close(1005, "")),
                of("1002 a CLOSE frame of the code 1006, which nobody may send", frames().close(1006, "")),
                of("1002 a CLOSE frame of the code 1015, which nobody may send", frames().close(1015, "")),
                of("1002 a CLOSE frame of the code 2999, which nobody may send", frames().close(2999, "")),
                of("1002 a CLOSE frame of the code 5000, which nobody may send", frames().close(5000, "")),
                of(
                        "1007 a CLOSE frame whose reason is not UTF-8",
                        frames().frame(FIN | 8, new byte[] {3, (byte) 0xe8, (byte) 0xc0})),
                of(
                        "1007 a CLOSE frame whose reason is not UTF-8",
                        frames().frame(FIN | 8, new byte[] {3, (byte) 0xe8, (byte) 0xc3})),
                of("1007 a text that is not UTF-8", frames().frame(1, new byte[] {'a', (byte) 0xff})),
                of(
                        "1007 a text that ends within a character of UTF-8",
                        frames().frame(1, new byte[] {(byte) 0xe2, (byte) 0x82}).frame(FIN, "")),
                of(
                        "1009 a message of at least 1048577 bytes; maxMessageBytes is 1048576",
                        frames().bytes(FIN | 2, 127, 0, 0, 0, 0, 0, 0x10, 0, 1)));
    }

    private static Arguments of(String fault, ServerFrames frames) {
        return Arguments.of(fault, frames);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("violations")
    void violationsAreNamed(String fault, ServerFrames frames) {
        byte[] bytes = frames.take();

        assertThat(Heard.of(bytes, bytes.length, 1 << 20, null)).containsExactly(fault);
        assertThat(Heard.of(bytes, 1, 1 << 20, null)).containsExactly(fault);
    }
}
