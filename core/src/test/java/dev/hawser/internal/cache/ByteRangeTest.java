package dev.hawser.internal.cache;

import static dev.hawser.internal.cache.Stored.get;
import static dev.hawser.internal.cache.Stored.headers;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110, section 14. */
class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-99, 0, 100",
        "bytes=0-999, 0, 100",
        "bytes=40-49, 40, 10",
        "bytes=90-, 90, 10",
        "bytes=-10, 90, 10",
        "bytes=-1000, 0, 100",
        "bytes=100-, 100, 0",
        "bytes=200-300, 200, 0",
        "bytes=-0, 100, 0",
        "BYTES=1-2, 1, 2",
        "bytes=0-999999999999999999, 0, 100",
    })
    void isCutToTheBody(String range, long first, long length) {
        assertThat(ByteRange.of(get("Range: " + range), 100)).isEqualTo(new ByteRange(first, length));
    }

    @Test
    void oneThatEndsBeforeItBeginsIsNone() {
        assertThat(ByteRange.of(get("Range: bytes=9-3"), 100)).isNull();
        assertThat(ByteRange.of(get(), 100)).isNull();
    }

    @Test
    void saysWhereItIs() {
        assertThat(new ByteRange(10, 5).fields(headers("Content-Type: a/b", "Content-Length: 100"), 100))
                .isEqualTo(headers("Content-Type: a/b", "Content-Range: bytes 10-14/100", "Content-Length: 5"));
    }

    @Test
    void saysThatItCannotBe() {
        assertThat(new ByteRange(100, 0).fields(headers("Content-Type: a/b"), 100))
                .isEqualTo(headers("Content-Range: bytes */100", "Content-Length: 0"));
    }
}
