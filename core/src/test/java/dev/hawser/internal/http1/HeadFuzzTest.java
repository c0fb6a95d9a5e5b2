package dev.hawser.internal.http1;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import dev.hawser.Headers;
import dev.hawser.ResponseLimits;
import dev.hawser.fuzz.Explore;
import dev.hawser.fuzz.Replay;
import dev.hawser.fuzz.Spending;
import dev.hawser.internal.http.ResponseHead;
import dev.hawser.internal.text.Tokens;
import java.time.Duration;

/**
 * Heads of responses to a HEAD request: whatever comes, however it is cut into reads, it is the same heads within
 * the limits, or a ProtocolException, or an EOFException.
 */
class HeadFuzzTest {
    private static final ResponseLimits TIGHT = new ResponseLimits(256, 4, 64, 0, Duration.ofMillis(1), 1);
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
        Answers answers = read(input, ResponseLimits.DEFAULT);
        assertThat(answers.essence()).isEqualTo(ReferenceReading.of(input, "HEAD"));

        Answers fewer = read(input, TIGHT);
        assertThat(fewer.whole())
                .isEqualTo(answers.whole().subList(0, fewer.whole().size()));
        fewer.whole().stream().flatMap(answer -> answer.heads().stream()).forEach(head -> {
            assertThat(head.headers().size()).isLessThanOrEqualTo(TIGHT.fieldCount());
            assertThat(head.headers().byteCount()).isLessThanOrEqualTo(TIGHT.headBytes() + TIGHT.fieldCount());
            assertThat(head.message().length()).isLessThan(TIGHT.lineBytes());
        });
    }

    private static Answers read(byte[] input, ResponseLimits limits) {
        Answers answers = SPENDING.on(input, () -> CodecReading.of(Splits.whole(input), "HEAD", limits));
        answers.whole().stream().flatMap(answer -> answer.heads().stream()).forEach(HeadFuzzTest::isSound);
        Splits.others(input)
                .forEach(reads ->
                        assertThat(CodecReading.of(reads, "HEAD", limits)).isEqualTo(answers));
        return answers;
    }

    /** Holds what every head promises. */
    static void isSound(ResponseHead head) {
        assertThat(head.code()).isBetween(100, 999);
        assertThat(Tokens.indexOfControl(head.message())).isNegative();
        isSound(head.headers());
    }

    static void isSound(Headers fields) {
        for (int i = 0; i < fields.size(); i++) {
            assertThat(fields.name(i)).matches(Tokens::isToken, "is a token");
            assertThat(fields.value(i)).isEqualTo(fields.value(i).trim());
            assertThat(Tokens.indexOfControl(fields.value(i))).isNegative();
        }
    }
}
