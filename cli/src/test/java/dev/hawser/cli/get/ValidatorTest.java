package dev.hawser.cli.get;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Headers;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ValidatorTest {
    private static final String DATE = "Sat, 21 Nov 2026 05:00:01 GMT";
    private static final String SECOND_BEFORE = "Sat, 21 Nov 2026 05:00:00 GMT";

    private static @Nullable String validator(String... fields) {
        return Validator.of(new Response.Builder()
                .request(new Request.Builder().url("http://h/").build())
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("OK")
                .headers(Headers.of(fields))
                .build());
    }

    @Test
    void aStrongTagIsTaken() {
        assertThat(validator("ETag", "\"a\"", "Last-Modified", SECOND_BEFORE, "Date", DATE))
                .isEqualTo("\"a\"");
    }

    @Test
    void aWeakTagDoesNotTellBytesApart() {
        assertThat(validator("ETag", "W/\"a\"")).isNull();
        assertThat(validator("ETag", "W/\"a\"", "Last-Modified", SECOND_BEFORE, "Date", DATE))
                .isEqualTo(SECOND_BEFORE);
    }

    @Test
    void aDateIsTakenIfASecondHasPassedSince() {
        assertThat(validator("Last-Modified", SECOND_BEFORE, "Date", DATE)).isEqualTo(SECOND_BEFORE);
        assertThat(validator("Last-Modified", DATE, "Date", DATE)).isNull();
        assertThat(validator("Last-Modified", SECOND_BEFORE)).isNull();
        assertThat(validator("Last-Modified", "yesterday", "Date", DATE)).isNull();
    }
}
