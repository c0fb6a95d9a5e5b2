package dev.hawser.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.ibm.icu.text.IDNA;
import dev.hawser.fuzz.Explore;
import dev.hawser.fuzz.Replay;
import dev.hawser.fuzz.Spending;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Domains of any text: the same is refused as by ICU4J, and the rest becomes the same. An input is read as a domain,
 * and once more with each of its labels in Punycode as it is, which no mapping has seen then.
 */
class IdnaFuzzTest {
    private static final Spending SPENDING = new Spending(1 << 20, 512);

    private static final IDNA ORACLE = IDNA.getUTS46Instance(
            IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ | IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.NONTRANSITIONAL_TO_UNICODE);

    /** What the URL standard does not ask for. */
    private static final Set<IDNA.Error> NOT_CHECKED = EnumSet.of(
            IDNA.Error.EMPTY_LABEL,
            IDNA.Error.LABEL_TOO_LONG,
            IDNA.Error.DOMAIN_NAME_TOO_LONG,
            IDNA.Error.LEADING_HYPHEN,
            IDNA.Error.TRAILING_HYPHEN,
            IDNA.Error.HYPHEN_3_4);

    @Explore
    @DictionaryEntries({
        "xn--",
        "xn--zca",
        "\u00df.",
        ".",
        "\u3002",
        "\u200c",
        "\u200d",
        "\u00ad",
        "\u0301",
        "\u0338",
        "\u0323",
        "\u0345",
        "\u0644",
        "\u0627",
        "\u05d0",
        "\u0660",
        "\u06f0",
        "1",
        "-",
        "\u094d",
        "\u0915",
        "\u1100",
        "\u1161",
        "\u11a8",
        "\uac00",
        "\u3099",
        "\ufdfa",
        "\u212b",
        "\u1e9e",
        "\ud87e\udc68",
        "\ud83d\udca9",
        "\ud802\udc00",
        "\ufffd"
    })
    void explore(byte[] input) {
        check(input);
    }

    @Replay
    void replay(byte[] input) {
        check(input);
    }

    private static void check(byte[] input) {
        String domain = new String(input, StandardCharsets.UTF_8);
        compare(input, domain);
        if (domain.length() < 512) {
            assertThat(Punycode.decode(Punycode.encode(domain))).isEqualTo(domain);
            String encoded = Arrays.stream(domain.split("\\.", -1))
                    .map(label -> "xn--" + Punycode.encode(label))
                    .collect(Collectors.joining("."));
            // Beyond ASCII, or it would be taken as it is.
            compare(input, encoded + "\u3002");
        }
    }

    private static void compare(byte[] input, String domain) {
        String actual = null;
        try {
            actual = SPENDING.on(input, () -> Idna.toAscii(domain));
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageMatching("label \\d+ [a-z].*");
            if (String.valueOf(e.getMessage()).contains("the most of one that is encoded")) {
                return;
            }
        }
        if (Idna.isAscii(domain)) {
            assertThat(actual).isEqualTo(domain.toLowerCase(Locale.ROOT));
        } else {
            assertThat(actual).as("ICU4J on %s", domain).isEqualTo(expected(domain));
        }
    }

    private static @Nullable String expected(String domain) {
        IDNA.Info info = new IDNA.Info();
        String ascii = ORACLE.nameToASCII(domain, new StringBuilder(), info).toString();
        Set<IDNA.Error> errors = EnumSet.noneOf(IDNA.Error.class);
        errors.addAll(info.getErrors());
        errors.removeAll(NOT_CHECKED);
        return errors.isEmpty() ? ascii : null;
    }
}
