package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import dev.hawser.fuzz.Explore;
import dev.hawser.fuzz.Replay;
import dev.hawser.fuzz.Spending;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code Cache-Control} of any text: it is read without an exception, numbers are -1 or more, and what is written of it says the
 * same. An input is the values of the header, one a line.
 */
class CacheControlFuzzTest {
    private static final Spending SPENDING = new Spending(65_536, 256);

    @Explore
    @DictionaryEntries({
        "max-age=",
        "s-maxage=",
        "no-cache",
        "no-cache=\"",
        "no-store",
        "private=\"a\"",
        "max-stale",
        "min-fresh=",
        "only-if-cached",
        "stale-while-revalidate=",
        "stale-if-error=",
        "immutable",
        "must-understand",
        "99999999999999999999",
        "\\\"",
        ", ",
        ";"
    })
    void explore(byte[] input) {
        check(input);
    }

    @Replay
    void replay(byte[] input) {
        check(input);
    }

    private static void check(byte[] input) {
        Headers.Builder headers = new Headers.Builder();
        for (String line : new String(input, StandardCharsets.UTF_8).split("\n", -1)) {
            try {
                headers.addUnsafeNonAscii("Cache-Control", line);
            } catch (IllegalArgumentException e) {
                return; // no header can have that value
            }
        }
        Headers built = headers.build();
        CacheControl control = SPENDING.on(input, () -> CacheControl.parse(built));
        assertThat(numbers(control)).allMatch(number -> number >= -1);
        if (built.size() > 1) {
            Headers written = new Headers.Builder()
                    .addUnsafeNonAscii("Cache-Control", control.toString())
                    .build();
            CacheControl again = CacheControl.parse(written);
            assertThat(numbers(again)).isEqualTo(numbers(control));
            assertThat(flags(again)).isEqualTo(flags(control));
        }
    }

    private static List<Integer> numbers(CacheControl control) {
        return List.of(
                control.maxAgeSeconds(),
                control.sMaxAgeSeconds(),
                control.maxStaleSeconds(),
                control.minFreshSeconds(),
                control.staleWhileRevalidateSeconds(),
                control.staleIfErrorSeconds());
    }

    private static List<Boolean> flags(CacheControl control) {
        return List.of(
                control.noCache(),
                control.noCacheFields().isEmpty(),
                control.noStore(),
                control.isPrivate(),
                control.isPublic(),
                control.mustRevalidate(),
                control.proxyRevalidate(),
                control.mustUnderstand(),
                control.onlyIfCached(),
                control.noTransform(),
                control.immutable());
    }
}
