package dev.hawser.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FrameReaderTest {
    private final Frames frames = new Frames().settings();

    @Test
    void eachTypeIsTold() {
        frames.settings(4, 65_535, 5, -1)
                .settingsAck()
                .frame(FrameType.HEADERS, 5, 1, "88")
                .frame(FrameType.DATA, 0, 1, "aabbcc")
                .frame(FrameType.DATA, 1, 1, "")
                .rstStream(3, ErrorCode.CANCEL)
                .ping(0x0102030405060708L, false)
                .ping(-2, true)
                .goAway(Integer.MAX_VALUE, ErrorCode.NO_ERROR, "bye\n")
                .windowUpdate(0, 1)
                .windowUpdate(5, Integer.MAX_VALUE)
                .frame(FrameType.PRIORITY, 0, 7, "0000000110")
                .frame(0xfa, 0xff, 9, new byte[3]);

        assertThat(FrameLog.of(frames.take()))
                .containsExactly(
                        "settings",
                        "setting 4=65535",
                        "setting 5=4294967295",
                        "settings",
                        "settings ack",
                        "headers 1 88, end",
                        "data 1 of 3",
                        "data 1 is aabbcc and 0",
                        "data 1 of 0",
                        "data 1 is  and 0, end",
                        "reset 3 CANCEL",
                        "ping 102030405060708",
                        "ping fffffffffffffffe ack",
                        "go away 2147483647 NO_ERROR bye?",
                        "window 0 +1",
                        "window 5 +2147483647",
                        "priority",
                        "unknown");
    }

    @Test
    void paddingAndPriorityAreTakenOff() {
        frames.frame(FrameType.HEADERS, 0x2c, 1, "02 0000000510 8887 0000")
                .frame(FrameType.DATA, 9, 1, "03 aabb 000000")
                .frame(FrameType.DATA, 8, 1, "00")
                .frame(FrameType.DATA, 8, 1, "02 0000");

        assertThat(FrameLog.of(frames.take()))
                .containsExactly(
                        "settings",
                        "headers 1 8887",
                        "data 1 of 6",
                        "data 1 is aabb and 4, end",
                        "data 1 of 1",
                        "data 1 is  and 1",
                        "data 1 of 3",
                        "data 1 is  and 3");
    }

    @Test
    void aFieldBlockIsPutTogether() {
        frames.frame(FrameType.HEADERS, 1, 1, "88")
                .frame(FrameType.CONTINUATION, 0, 1, "")
                .frame(FrameType.CONTINUATION, 4, 1, "8786");

        assertThat(FrameLog.of(frames.take())).containsExactly("settings", "headers 1 888786, end");
    }

    @Test
    void aReservedBitIsIgnored() {
        frames.frame(FrameType.HEADERS, 4, 0x80000001, "88").frame(FrameType.WINDOW_UPDATE, 0, 0x80000001, "80000005");

        assertThat(FrameLog.of(frames.take())).containsExactly("settings", "headers 1 88", "window 1 +5");
    }

    @Test
    void dataIsHandedOnAsItComes() throws Http2Exception {
        FrameLog log = new FrameLog();
        FrameReader reader = new FrameReader(log, 16_384, 16_384);
        byte[] settings = frames.take();
        byte[] half = frames.header(10, 0, 0, 1).raw(new byte[4]).take();
        reader.read(settings, 0, settings.length);
        assertThat(reader.atBoundary()).isTrue();
        reader.read(half, 0, half.length);

        assertThat(log.handedOn()).isEqualTo(4);
        assertThat(reader.atBoundary()).isFalse();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("a DATA frame that names no stream", FrameType.DATA, 0, 0, "00"),
                fault("a HEADERS frame that names no stream", FrameType.HEADERS, 4, 0, "88"),
                fault("a PRIORITY frame that names no stream", FrameType.PRIORITY, 0, 0, "0000000000"),
                fault("a RST_STREAM frame that names no stream", FrameType.RST_STREAM, 0, 0, "00000000"),
                fault("a SETTINGS frame on stream 1", FrameType.SETTINGS, 0, 1, ""),
                fault("a PING frame on stream 1", FrameType.PING, 0, 1, "0000000000000000"),
                fault("a GOAWAY frame on stream 1", FrameType.GOAWAY, 0, 1, "0000000000000000"),
                fault("a WINDOW_UPDATE of 0 for the connection", f -> f.windowUpdate(0, 0)),
                fault("a RST_STREAM frame of 3 bytes on stream 1 instead of 4", FrameType.RST_STREAM, 0, 1, "000000"),
                fault(
                        "a SETTINGS frame of 5 bytes on stream 0, no multiple of 6",
                        FrameType.SETTINGS,
                        0,
                        0,
                        "0000000000"),
                fault("a SETTINGS frame of 6 bytes on stream 0 instead of 0", FrameType.SETTINGS, 1, 0, "000000000000"),
                fault("a PING frame of 7 bytes on stream 0 instead of 8", FrameType.PING, 0, 0, "00000000000000"),
                fault("a GOAWAY frame of 7 bytes on stream 0", FrameType.GOAWAY, 0, 0, "00000000000000"),
                fault(
                        "a WINDOW_UPDATE frame of 5 bytes on stream 1 instead of 4",
                        FrameType.WINDOW_UPDATE,
                        0,
                        1,
                        "0000000000"),
                fault("a DATA frame of 16385 bytes on stream 1; at most 16384", f -> f.header(16_385, 0, 0, 1)),
                fault(
                        "a type-99 frame of 16777215 bytes on stream 1; at most 16384",
                        f -> f.header(16_777_215, 99, 0, 1)),
                fault("a DATA frame of 0 bytes on stream 1, too short for its padding", FrameType.DATA, 8, 1, ""),
                fault("a DATA frame of 2 bytes with 2 of padding on stream 1", FrameType.DATA, 8, 1, "0200"),
                fault("a HEADERS frame of 0 bytes on stream 1, too short for its flags", FrameType.HEADERS, 0xc, 1, ""),
                fault(
                        "a HEADERS frame of 4 bytes on stream 1, too short for its flags",
                        FrameType.HEADERS,
                        0x24,
                        1,
                        "00000000"),
                fault("a HEADERS frame of 3 bytes with 3 of padding on stream 1", FrameType.HEADERS, 0xc, 1, "030000"),
                fault("the server pushed on stream 1", FrameType.PUSH_PROMISE, 4, 1, "0000000288"),
                fault("a CONTINUATION frame on stream 1 that continues nothing", FrameType.CONTINUATION, 4, 1, "88"),
                fault(
                        "a CONTINUATION frame on stream 3 within the field block of stream 1",
                        f -> f.frame(FrameType.HEADERS, 0, 1, "88").frame(FrameType.CONTINUATION, 4, 3, "88")),
                fault(
                        "a DATA frame on stream 1 within the field block of stream 1",
                        f -> f.frame(FrameType.HEADERS, 0, 1, "88").data(1, false, "a")),
                fault(
                        "a type-77 frame on stream 1 within the field block of stream 1",
                        f -> f.frame(FrameType.HEADERS, 0, 1, "88").frame(77, 0, 1, new byte[0])),
                fault("a field block of more than 128 CONTINUATION frames on stream 1", f -> {
                    f.frame(FrameType.HEADERS, 0, 1, "88");
                    for (int i = 0; i < 129; i++) {
                        f.frame(FrameType.CONTINUATION, 0, 1, "");
                    }
                    return f;
                }),
                fault(
                        "a field block of at least 45000 bytes on stream 1; at most 40000",
                        f -> f.frame(1, 0, 1, new byte[15_000])
                                .frame(9, 0, 1, new byte[15_000])
                                .frame(9, 0, 1, new byte[15_000])));
    }

    /** One frame that is wrong. */
    private static Arguments fault(String words, FrameType type, int flags, int streamId, String payloadHex) {
        return fault(words, frames -> frames.frame(type, flags, streamId, payloadHex));
    }

    private static Arguments fault(String words, UnaryOperator<Frames> what) {
        return arguments(words, what.apply(new Frames().settings()).take());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void aFaultEndsTheConnection(String words, byte[] bytes) {
        List<String> log = FrameLog.of(bytes);

        assertThat(log).last().asString().startsWith("connection error: ").contains(words);
        assertThat(FrameLog.of(pieces(bytes, new Random(1), 1)).get(log.size() - 1))
                .contains(words);
    }

    @Test
    void aFaultOfOneStreamIsToldAsThat() {
        frames.windowUpdate(1, 0).frame(FrameType.PRIORITY, 0, 3, "00000000").ping(1, false);

        assertThat(FrameLog.of(frames.take()))
                .containsExactly(
                        "settings",
                        "broken 1 PROTOCOL_ERROR a WINDOW_UPDATE of 0",
                        "broken 3 FRAME_SIZE_ERROR a PRIORITY frame of 4 bytes",
                        "ping 1");
    }

    @Test
    void theFirstFrameIsSettings() {
        assertThat(FrameLog.of(new Frames().settingsAck().take()))
                .last()
                .asString()
                .contains("first frame is not SETTINGS");
        assertThat(FrameLog.of(new Frames().ping(1, false).take()))
                .last()
                .asString()
                .contains("00 00 08 06 00 00 00 00 00");
        assertThat(FrameLog.of("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))
                .last()
                .asString()
                .contains("the server answered in HTTP/1.1, not in HTTP/2");
        assertThat(FrameLog.of(Hex.bytes("15030100020246 0000")))
                .last()
                .asString()
                .contains("a TLS alert");
    }

    @Test
    void anySplitOfTheSameBytesTellsTheSame() {
        long seed = Long.getLong("hawser.seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = randomFrames(random);
            List<String> whole = FrameLog.of(bytes);
            for (int most : new int[] {1, 3, 20, 5_000}) {
                assertThat(FrameLog.of(pieces(bytes, random, most)))
                        .as("-Dhawser.seed=%d, round %d", seed, round)
                        .isEqualTo(whole);
            }
        }
    }

    private static byte[] randomFrames(Random random) {
        Frames frames = new Frames().settings(3, 100);
        for (int i = random.nextInt(12); i > 0; i--) {
            byte[] payload = new byte[random.nextInt(10) == 0 ? random.nextInt(16_384) : random.nextInt(30)];
            random.nextBytes(payload);
            switch (random.nextInt(9)) {
                case 0, 1 -> frames.data(1 + random.nextInt(5), random.nextBoolean(), payload);
                case 2 ->
                    frames.frame(FrameType.DATA.number, 8, 1, prefixed(random.nextInt(payload.length + 1), payload));
                case 3 -> frames.frame(FrameType.HEADERS.number, 4, 1, payload);
                case 4 ->
                    frames.frame(FrameType.HEADERS.number, 1, 1, payload)
                            .frame(FrameType.CONTINUATION.number, 4, 1, payload);
                case 5 -> frames.settings(random.nextInt(9), random.nextInt());
                case 6 -> frames.ping(random.nextLong(), random.nextBoolean());
                case 7 -> frames.windowUpdate(random.nextInt(3), random.nextInt(3));
                default -> frames.frame(random.nextInt(256), random.nextInt(256), random.nextInt(3), payload);
            }
        }
        byte[] all = frames.take();
        return random.nextBoolean() ? all : Arrays.copyOf(all, random.nextInt(all.length));
    }

    private static byte[] prefixed(int padding, byte[] payload) {
        byte[] all = new byte[Math.min(16_384, payload.length + 1)];
        System.arraycopy(payload, 0, all, 1, all.length - 1);
        all[0] = (byte) Math.min(padding, 255);
        return all;
    }

    private static List<byte[]> pieces(byte[] bytes, Random random, int most) {
        List<byte[]> pieces = new ArrayList<>();
        int start = 0;
        while (start < bytes.length) {
            int end = Math.min(bytes.length, start + 1 + random.nextInt(most));
            pieces.add(Arrays.copyOfRange(bytes, start, end));
            start = end;
        }
        return pieces;
    }
}
