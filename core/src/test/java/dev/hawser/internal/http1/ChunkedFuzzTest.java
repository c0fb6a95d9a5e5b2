package dev.hawser.internal.http1;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import dev.hawser.ResponseLimits;
import dev.hawser.fuzz.Explore;
import dev.hawser.fuzz.Replay;
import dev.hawser.fuzz.Spending;
import java.io.ByteArrayOutputStream;
import java.time.Duration;

/**
 * Bodies in chunks, with trailers and what follows them: whatever comes behind a good head, however it is cut
 * into reads, it is the same data and trailers, or a ProtocolException.
 */
class ChunkedFuzzTest {
    private static final byte[] HEAD = Wire.latin1("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    private static final ResponseLimits TIGHT = new ResponseLimits(64, 2, 64, 0, Duration.ofMillis(1), 1);
    private static final Spending SPENDING = new Spending(262_144, 64);

    @Explore
    @DictionaryFile(resourcePath = "http1.dict")
    void explore(byte[] input) {
        check(input);
    }

    @Replay
    void replay(byte[] input) {
        check(input);
    }

    private static void check(byte[] input) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(HEAD);
        all.writeBytes(input);
        byte[] bytes = all.toByteArray();

        Answers answers = read(bytes, ResponseLimits.DEFAULT);
        assertThat(answers.essence()).isEqualTo(ReferenceReading.of(bytes, "GET"));

        Answers fewer = read(bytes, TIGHT);
        assertThat(fewer.whole())
                .isEqualTo(answers.whole().subList(0, fewer.whole().size()));
        fewer.whole().forEach(answer -> assertThat(answer.trailers().size()).isLessThanOrEqualTo(TIGHT.fieldCount()));
    }

    private static Answers read(byte[] bytes, ResponseLimits limits) {
        Answers answers = SPENDING.on(bytes, () -> CodecReading.of(Splits.whole(bytes), "GET", limits));
        answers.whole().forEach(answer -> HeadFuzzTest.isSound(answer.trailers()));
        Splits.others(bytes)
                .forEach(reads ->
                        assertThat(CodecReading.of(reads, "GET", limits)).isEqualTo(answers));
        return answers;
    }
}
