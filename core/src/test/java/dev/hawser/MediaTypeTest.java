package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeTest {
    @Test
    void partsAreToBeHad() {
        MediaType type = MediaType.get("Text/HTML; Charset=\"utf-8\"; q=0.5");

        assertThat(type.type()).isEqualTo("text");
        assertThat(type.subtype()).isEqualTo("html");
        assertThat(type.charset()).isEqualTo(StandardCharsets.UTF_8);
        assertThat(type.parameter("Q")).isEqualTo("0.5");
        assertThat(type.parameter("none")).isNull();
        assertThat(type).hasToString("Text/HTML; Charset=\"utf-8\"; q=0.5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain;charset=utf-8",
                "text/plain; charset=utf-8;",
                "text/plain ; charset=utf-8",
                "text/plain;;charset=utf-8",
                "text/plain;\tcharset='utf-8'",
                "text/plain; charset=\"ut\\f-8\"",
                "text/plain; charset=utf-8; charset=latin1"
            })
    void theCharsetIsFoundHoweverItIsWritten(String text) {
        assertThat(MediaType.get(text).charset(StandardCharsets.US_ASCII)).isEqualTo(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "text",
                "text/",
                "/plain",
                "te xt/plain",
                "text/plain/x",
                "text/plain charset=utf-8",
                "text/plain; charset",
                "text/plain; charset=",
                "text/plain; charset=\"utf-8",
                "text/plain; charset=a b",
                " text/plain",
                "text/plain\r\n"
            })
    void whatIsNoMediaTypeIsRefused(String text) {
        assertThat(MediaType.parse(text)).isNull();
        assertThatThrownBy(() -> MediaType.get(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining('"' + text + '"');
    }

    @ParameterizedTest
    @CsvSource({"text/plain", "text/plain; charset=no-such-charset", "text/plain; charset=\"a b\""})
    void aCharsetThatIsNotThereIsNull(String text) {
        assertThat(MediaType.get(text).charset()).isNull();
        assertThat(MediaType.get(text).charset(StandardCharsets.US_ASCII)).isEqualTo(StandardCharsets.US_ASCII);
    }

    @Test
    void equalityIsThatOfTheTexts() {
        assertThat(MediaType.get("text/plain"))
                .isEqualTo(MediaType.get("text/plain"))
                .hasSameHashCodeAs(MediaType.get("text/plain"))
                .isNotEqualTo(MediaType.get("text/Plain"));
    }
}
