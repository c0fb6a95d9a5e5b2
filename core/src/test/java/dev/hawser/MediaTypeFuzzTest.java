package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import dev.hawser.fuzz.Explore;
import dev.hawser.fuzz.Replay;
import dev.hawser.fuzz.Spending;
import dev.hawser.internal.text.QuotedStrings;
import dev.hawser.internal.text.Tokens;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Media types of any text: one is read or the text is refused, with no other exception; what is read says the
 * same when it is written anew.
 */
class MediaTypeFuzzTest {
    private static final Spending SPENDING = new Spending(65_536, 64);

    @Explore
    @DictionaryEntries({
        "text/plain",
        "multipart/mixed",
        "; charset=",
        "utf-8",
        "\"utf-8\"",
        "'utf-8'",
        "boundary=",
        "\\\"",
        ";;",
        "q=0.5",
        "*/*"
    })
    void explore(byte[] input) {
        check(input);
    }

    @Replay
    void replay(byte[] input) {
        check(input);
    }

    private static void check(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        MediaType type = SPENDING.on(input, () -> MediaType.parse(text));
        if (type == null) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MediaType.get(text))
                    .withMessageContaining(text);
            return;
        }
        isToken(type.type());
        isToken(type.subtype());
        assertThat(text).startsWithIgnoringCase(type.type() + "/" + type.subtype());
        assertThat(type).hasToString(text).isEqualTo(MediaType.get(text));

        Charset charset = type.charset();
        assertThat(type.charset(StandardCharsets.UTF_16BE))
                .isEqualTo(charset == null ? StandardCharsets.UTF_16BE : charset);
        MediaType ofText = MediaType.forText(type);
        assertThat(ofText).isNotNull();
        if (charset != null) {
            assertThat(ofText).isSameAs(type);
        }
        writtenAnewItSaysTheSame(type);
    }

    private static void isToken(String text) {
        assertThat(text).matches(Tokens::isToken, "is a token").isEqualTo(text.toLowerCase(Locale.ROOT));
    }

    private static void writtenAnewItSaysTheSame(MediaType type) {
        String value = type.parameter("charset");
        String plain = type.type() + "/" + type.subtype();
        MediaType anew = MediaType.get(value == null ? plain : plain + "; Charset=" + QuotedStrings.quote(value));
        assertThat(anew.parameter("CHARSET")).isEqualTo(value);
        assertThat(anew.charset()).isEqualTo(type.charset());
        assertThat(anew.type()).isEqualTo(type.type());
        assertThat(anew.subtype()).isEqualTo(type.subtype());
    }
}
