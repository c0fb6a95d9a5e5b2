package dev.hawser.internal.http1;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import dev.hawser.ResponseLimits;
import dev.hawser.fuzz.Explore;
import dev.hawser.fuzz.Replay;
import dev.hawser.fuzz.Spending;
import java.util.List;

/**
 * All that a server sends on one connection: whatever comes, however it is cut into reads, each response ends
 * where a second reader has it end, and none is read behind one that left its end in doubt.
 */
class ExchangeFuzzTest {
    private static final ResponseLimits LIMITS = ResponseLimits.DEFAULT;
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
        Answers answers = SPENDING.on(input, () -> CodecReading.of(Splits.whole(input), "GET", LIMITS));
        assertThat(answers.essence()).isEqualTo(ReferenceReading.of(input, "GET"));
        for (List<byte[]> reads : Splits.others(input)) {
            assertThat(CodecReading.of(reads, "GET", LIMITS)).isEqualTo(answers);
        }
        if (!answers.whole().isEmpty()) {
            int length = answers.whole().get(0).body().length();
            closedEarly(input, answers, 0);
            closedEarly(input, answers, length / 2);
            closedEarly(input, answers, length);
        }
    }

    /** Closing a first body, of which so much was read, leaves the connection at its end, or closes it. */
    private static void closedEarly(byte[] input, Answers answers, int most) {
        Answer first = answers.whole().get(0);
        Answers early = new CodecReading("GET", LIMITS, most).read(Splits.whole(input));
        Answer firstEarly = early.whole().get(0);
        assertThat(first.body()).startsWith(firstEarly.body());
        assertThat(firstEarly.heads()).isEqualTo(first.heads());
        if (firstEarly.persistent()) {
            assertThat(firstEarly.followed()).isEqualTo(first.followed());
            assertThat(early.whole().subList(1, early.whole().size()))
                    .isEqualTo(answers.whole().subList(1, answers.whole().size()));
            assertThat(early.failure()).isEqualTo(answers.failure());
        } else {
            assertThat(early.whole()).hasSize(1);
        }
    }
}
