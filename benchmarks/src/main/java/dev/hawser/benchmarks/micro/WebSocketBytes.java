package dev.hawser.benchmarks.micro;

import dev.hawser.internal.websocket.Masking;
import dev.hawser.internal.websocket.Utf8Checker;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a WebSocket does with each byte of a piece of 16 KiB, whose time is given: 16,384 ns are 1 GB/s. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class WebSocketBytes {
    private static final int PIECE = 16 * 1024;

    /** What a text is made of. */
    public enum Script {
        /** One byte a character. */
        ASCII("The quick brown fox jumps over the lazy dog, and 42 others. "),
        /** Mostly one byte. */
        GERMAN("Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich. "),
        /** Mostly two bytes. */
        CYRILLIC("Съешь же ещё этих мягких французских булок, да выпей чаю. "),
        /** Three bytes. */
        CHINESE("天地玄黃宇宙洪荒日月盈昃辰宿列張寒來暑往秋收冬藏。"),
        /** Four bytes, with one between. */
        EMOJI("\ud83d\ude00 \ud83d\ude80 \ud83c\udf89 \ud83c\udf0d \ud83c\udfb5 ");

        private final String words;

        Script(String words) {
            this.words = words;
        }

        byte[] text() {
            byte[] one = words.getBytes(StandardCharsets.UTF_8);
            byte[] text = new byte[PIECE];
            for (int i = 0; i < PIECE; i += one.length) {
                System.arraycopy(one, 0, text, i, Math.min(one.length, PIECE - i));
            }
            return text;
        }
    }

    /** A text that is checked. */
    @State(Scope.Thread)
    public static class Text {
        @Param
        public Script script = Script.ASCII;

        private byte[] bytes = {};
        private final Utf8Checker checker = new Utf8Checker();

        /** Makes the text. */
        @Setup(Level.Trial)
        public void make() {
            bytes = script.text();
        }
    }

    /** Bytes that are masked. */
    @State(Scope.Thread)
    public static class Payload {
        private final byte[] bytes = new byte[PIECE];

        /** Fills them. */
        @Setup(Level.Trial)
        public void fill() {
            Arrays.fill(bytes, (byte) 7);
        }
    }

    /** Masks a piece of a frame, at an odd place. */
    @Benchmark
    public byte mask(Payload payload) {
        Masking.mask(payload.bytes, 3, PIECE, 0x37fa213d, 5);
        return payload.bytes[PIECE - 1];
    }

    /** Checks a piece of a text. */
    @Benchmark
    public boolean utf8(Text text) {
        text.checker.reset();
        return text.checker.accept(text.bytes, 0, PIECE);
    }
}
