package dev.hawser.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CookieDatesTest {
    private static final Instant DATE = Instant.parse("1994-11-06T08:49:37Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
                "8:49:37 6 november 94",
                "1994/NOV//6 at 08:49:37.123 +0200",
                "06nd Nov 1994th 08:49:37x",
                "06 Nov 1994 08:49:37 07 Dec 2001 01:02:03",
                "\tnonsense;06;NoV;0094x;94;08:49:37"
            })
    void aDateIsReadInAnyOrderBetweenAnyDelimiters(String text) {
        assertThat(CookieDates.parse(text)).isEqualTo(DATE);
    }

    @Test
    void yearsOfTwoDigitsAreOf1970To2069() {
        assertThat(CookieDates.parse("1 Jan 69 00:00:00")).isEqualTo(Instant.parse("2069-01-01T00:00:00Z"));
        assertThat(CookieDates.parse("1 Jan 70 00:00:00")).isEqualTo(Instant.EPOCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "06 Nov 1994",
                "08:49:37 Nov 1994",
                "06 08:49:37 1994",
                "06 Nov 08:49:37",
                "30 Feb 2024 08:49:37",
                "00 Nov 1994 08:49:37",
                "32 Nov 1994 08:49:37",
                "06 Nov 1600 08:49:37",
                "06 Nov 19940 08:49:37",
                "06 Nov 1994 24:00:00",
                "06 Nov 1994 08:60:00",
                "06 Nov 1994 08:49:60",
                "06 Nov 1994 008:49:37",
                "06 Nov 1994 08:49",
                "006 Nov 1994 08:49:37",
                "06 \u01f9ov 1994 08:49:37"
            })
    void whatLacksAPartOrNamesNoDayIsNone(String text) {
        assertThat(CookieDates.parse(text)).isNull();
    }
}
