package dev.hawser.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import dev.hawser.fuzz.Explore;
import dev.hawser.fuzz.Replay;
import dev.hawser.fuzz.Spending;
import dev.hawser.internal.text.EncodeSet;
import dev.hawser.internal.text.FieldLists;
import dev.hawser.internal.text.HttpDates;
import dev.hawser.internal.text.PercentEncoding;
import dev.hawser.internal.text.QuotedStrings;
import dev.hawser.internal.text.Tokens;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values of fields: whatever a server writes into a list, a cookie, a date or a number, each reader of it gives an
 * answer that holds together, and none throws but for a length or coding, which ends in a ProtocolException.
 */
class FieldValueFuzzTest {
    private static final long REFUSED = Long.MIN_VALUE;
    private static final Spending SPENDING = new Spending(65_536, 512);

    @Explore
    @DictionaryEntries({
        "timeout=",
        "max=",
        "close",
        "keep-alive",
        "chunked",
        "; Path=/",
        "; Max-Age=",
        "; Expires=",
        "form-data; name=",
        "filename*=UTF-8''",
        "\"\\\"\"",
        "\\",
        ", ",
        "= ",
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "31 Feb 2000 24:60:61",
        "%41",
        "%",
        "9999",
        "999999999999999999",
        "-1",
        "\u212a",
        "\u00a0"
    })
    void explore(byte[] input) {
        check(input);
    }

    @Replay
    void replay(byte[] input) {
        check(input);
    }

    private static void check(byte[] input) {
        String value = new String(input, StandardCharsets.UTF_8);
        lists(input, value, ',');
        lists(input, value, ';');
        quotedStrings(value);
        dates(input, value);
        percents(input, value);
        SPENDING.on(input, () -> facts("Keep-Alive", value));
        SPENDING.on(input, () -> facts("Connection", value));
        lengths(input, trimmed(value));
        codings(input, trimmed(value));
    }

    private static void lists(byte[] input, String value, char separator) {
        List<String> parts =
                SPENDING.on(input, () -> separator == ',' ? FieldLists.elements(value) : FieldLists.parameters(value));
        for (String part : parts) {
            assertThat(part).isNotEmpty().doesNotStartWith(" ").doesNotEndWith(" ");
            assertThat(separator == ',' && !FieldLists.contains(value, part)).isFalse();
            int equals = part.indexOf('=');
            String name = trimmed(part.substring(0, Math.max(equals, 0)));
            if (Tokens.isToken(name)) {
                assertThat(FieldLists.valueOf(value, separator, name)).isEqualTo(firstValue(parts, name));
            }
        }
        String anew = String.join(separator + "\t ", parts);
        assertThat(separator == ',' ? FieldLists.elements(anew) : FieldLists.parameters(anew))
                .isEqualTo(parts);
    }

    private static @Nullable String firstValue(List<String> parts, String name) {
        for (String part : parts) {
            int equals = part.indexOf('=');
            if (equals > 0 && Tokens.same(trimmed(part.substring(0, equals)), name)) {
                return QuotedStrings.unquote(trimmed(part.substring(equals + 1)));
            }
        }
        return null;
    }

    /** Without spaces and tabs at its ends, which are all the space that a field knows. */
    private static String trimmed(String text) {
        return withoutAtEnds(text, " \t");
    }

    private static String withoutAtEnds(String text, String characters) {
        int start = 0;
        int end = text.length();
        while (start < end && characters.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        while (start < end && characters.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(start, end);
    }

    private static void quotedStrings(String value) {
        String quoted = QuotedStrings.quote(value);
        assertThat(QuotedStrings.end(quoted, 0, quoted.length())).isEqualTo(quoted.length());
        assertThat(QuotedStrings.unquote(quoted)).isEqualTo(value);
        assertThat(QuotedStrings.unquote(value).length()).isLessThanOrEqualTo(value.length());
        assertThat(FieldLists.elements("a=" + quoted)).containsExactly("a=" + quoted);
    }

    private static void dates(byte[] input, String value) {
        @Nullable Instant[] date = {null};
        SPENDING.on(input, () -> date[0] = HttpDates.parse(value));
        if (date[0] != null) {
            assertThat(date[0].atZone(ZoneOffset.UTC).getYear()).isBetween(0, 9999);
            assertThat(HttpDates.parse(HttpDates.format(date[0]))).isEqualTo(date[0]);
        }
    }

    private static void percents(byte[] input, String value) {
        assertThat(SPENDING.on(input, () -> PercentEncoding.decode(value)).length())
                .isLessThanOrEqualTo(value.length());
        for (EncodeSet set : EncodeSet.values()) {
            String encoded = PercentEncoding.encode(value, set);
            assertThat(encoded).matches("[ -~]*");
            assertThat(PercentEncoding.encode(encoded, set).equals(encoded))
                    .isEqualTo(!set.contains('%') || encoded.indexOf('%') < 0);
            if (set.contains('%')) {
                assertThat(PercentEncoding.decode(encoded)).isEqualTo(value);
            }
        }
    }

    private static HeadFacts facts(String name, String value) {
        HeadFacts facts = new HeadFacts();
        try {
            facts.see(name, value);
        } catch (ProtocolException e) {
            throw new AssertionError(name + " does not refuse", e);
        }
        assertThat(facts.keepAliveSeconds()).isBetween(-1L, 999_999_999_999_999_999L);
        assertThat(facts.keepAliveMax()).isBetween(-1L, 999_999_999_999_999_999L);
        return facts;
    }

    private static void lengths(byte[] input, String value) {
        List<String> elements = FieldLists.elements(value);
        boolean plain = !elements.isEmpty() && elements.stream().allMatch(element -> element.matches("[0-9]{1,18}"));
        List<Long> distinct =
                plain ? elements.stream().map(Long::valueOf).distinct().toList() : List.of();
        long framing = SPENDING.on(input, () -> framing("Content-Length", value));
        assertThat(framing).isEqualTo(distinct.size() == 1 ? distinct.get(0) : REFUSED);
    }

    private static void codings(byte[] input, String value) {
        long framing = SPENDING.on(input, () -> framing("Transfer-Encoding", value));
        boolean chunked = withoutAtEnds(value, ", \t").matches("(?i)chunked");
        assertThat(framing).isEqualTo(chunked ? Framing.CHUNKED : REFUSED);
    }

    /** How the end of a response with this one field is found. */
    private static long framing(String name, String value) {
        HeadFacts facts = new HeadFacts();
        try {
            facts.see(name, value);
            return facts.framing("GET", 200, 1);
        } catch (ProtocolException e) {
            return REFUSED;
        }
    }
}
