package dev.hawser.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
    @Nested
    class OfTokens {
        @Test
        void holdsExactlyTheCharactersOfTheGrammar() {
            String others = "!#$%&'*+-.^_`|~";
            for (char c = 0; c < 0x300; c++) {
                boolean letterOrDigit = c < 0x80 && Character.isLetterOrDigit(c);
                assertThat(Tokens.isTokenChar(c))
                        .as("0x%02x", (int) c)
                        .isEqualTo(letterOrDigit || others.indexOf(c) >= 0);
            }
        }

        @Test
        void isOneIfAllOfItIs() {
            assertThat(Tokens.isToken("Keep-Alive")).isTrue();
            assertThat(Tokens.isToken("")).isFalse();
            assertThat(Tokens.isToken("a b")).isFalse();
            assertThat(Tokens.indexOfNonToken("a b")).isEqualTo(1);
            assertThat(Tokens.indexOfNonToken("ab")).isEqualTo(-1);
        }

        @Test
        void areTheSameInAnyCaseOfAsciiAlone() {
            assertThat(Tokens.same("Chunked", "chunKED")).isTrue();
            assertThat(Tokens.same("a`@", "A@`")).isFalse();
            assertThat(Tokens.same("chun\u212aed", "chunked")).isFalse();
            assertThat(Tokens.same("clo\u017fe", "close")).isFalse();
            assertThat(Tokens.same("clos", "close")).isFalse();
            assertThat(Tokens.same("closed", "close")).isFalse();
        }

        @Test
        void controlsAreFoundInValues() {
            assertThat(Tokens.indexOfControl("a\tb é~")).isEqualTo(-1);
            assertThat(Tokens.indexOfControl("ab\u007f")).isEqualTo(2);
            assertThat(Tokens.indexOfControl("\u001f")).isZero();
            assertThat(Tokens.indexOfNonAsciiOrControl("a\tb ~")).isEqualTo(-1);
            assertThat(Tokens.indexOfNonAsciiOrControl("aé")).isEqualTo(1);
            assertThat(Tokens.indexOfNonAsciiOrControl("a\r")).isEqualTo(1);
        }
    }

    @Nested
    class OfDates {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Sun, 06 Nov 1994 08:49:37 GMT", " Sun, 6 Nov 1994 08:49:37 UTC ", "Sunday, 06-Nov-94 08:49:37 GMT",
                    "Sun, 06-Nov-1994 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun Nov 06 08:49:37 1994",
                    "SUN, 06 NOV 1994 08:49:37 GMT", "sunday, 06-nov-94 08:49:37 gmt", "Sun nOV  6 08:49:37 1994"
                })
        void isReadInEachForm(String text) {
            assertThat(HttpDates.parse(text)).isEqualTo(Instant.parse("1994-11-06T08:49:37Z"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    " Sun, 06 Nov 1994 08:49:37 GMT ",
                    "sun, 06 NOV 1994 08:49:37 gmt",
                    "Sunday, 06-Nov-94 08:49:37 GMT",
                    "Sun Nov  6 08:49:37 1994",
                    "Sun Nov 06 08:49:37 1994"
                })
        void isReadStrictlyInEachForm(String text) {
            assertThat(HttpDates.parseStrictly(text)).isEqualTo(Instant.parse("1994-11-06T08:49:37Z"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06-Nov-1994 08:49:37 GMT",
                    "Sun, 06-Nov-94 08:49:37 GMT", "Sunday, 6-Nov-94 08:49:37 GMT", "Sun Nov 6 08:49:37 1994",
                    "Sun, 31 Nov 1994 08:49:37 GMT", "0"
                })
        void isNullIfItIsStrictlyNone(String text) {
            assertThat(HttpDates.parseStrictly(text)).isNull();
        }

        @ParameterizedTest
        @CsvSource({"69, 2069", "70, 1970", "00, 2000", "99, 1999"})
        void hasACenturyIfItWasLeftOut(String year, String expected) {
            assertThat(HttpDates.parse("Sunday, 06-Nov-" + year + " 08:49:37 GMT"))
                    .isEqualTo(Instant.parse(expected + "-11-06T08:49:37Z"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "0",
                    "-1",
                    "now",
                    "Sun, 32 Nov 1994 08:49:37 GMT",
                    "Sun, 31 Nov 1994 08:49:37 GMT",
                    "Sun, 06 Nob 1994 08:49:37 GMT",
                    "Sun, 06 anF 1994 08:49:37 GMT",
                    "Sun, 06 Nov 1994 24:49:37 GMT",
                    "Sun, 06 Nov 1994 08:49:37 PST",
                    "Sun, 06 Nov 1994 08:49:37",
                    "Sun Nov 6 08:49:37"
                })
        void isNullIfItIsNone(String text) {
            assertThat(HttpDates.parse(text)).isNull();
        }

        @Test
        void isWrittenAsItIsRead() {
            for (int month = 1; month <= 12; month++) {
                Instant time = Instant.parse(String.format("2024-%02d-29T23:59:09Z", month));
                assertThat(HttpDates.parse(HttpDates.format(time))).isEqualTo(time);
            }
            assertThat(HttpDates.format(Instant.EPOCH)).isEqualTo("Thu, 01 Jan 1970 00:00:00 GMT");
            for (Instant tooFar : List.of(Instant.MAX, Instant.MIN, Instant.parse("+10000-01-01T00:00:00Z"))) {
                assertThatThrownBy(() -> HttpDates.format(tooFar))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("four digits");
            }
        }
    }

    @Nested
    class OfLists {
        @Test
        void isSplitAtCommasOutsideOfQuotes() {
            assertThat(FieldLists.elements(" a ,, b;c=\"x,\\\"y\" ,\td ")).containsExactly("a", "b;c=\"x,\\\"y\"", "d");
            assertThat(FieldLists.elements(" , ")).isEmpty();
            assertThat(FieldLists.elements("a, \"b, c")).containsExactly("a", "\"b, c");
            assertThat(FieldLists.parameters("gzip ; q=0.5; x=\";\"")).containsExactly("gzip", "q=0.5", "x=\";\"");
        }

        @ParameterizedTest
        @ValueSource(strings = {"close", "CLOSE", "keep-alive, close", " , close\t,x", "\"a,b\",close"})
        void hasAnElementInAnyCase(String value) {
            assertThat(FieldLists.contains(value, "close")).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "closed", "not close", "\"x, close, y\"", "close;x", "clos", "clo\u017fe"})
        void hasNotWhatOnlyLooksLikeIt(String value) {
            assertThat(FieldLists.contains(value, "close")).isFalse();
        }

        @Test
        void hasValuesByName() {
            assertThat(FieldLists.valueOf("timeout=5, max=100", ',', "MAX")).isEqualTo("100");
            assertThat(FieldLists.valueOf("timeout = \"5\" ,max=1", ',', "timeout"))
                    .isEqualTo("5");
            assertThat(FieldLists.valueOf("timeouts=5, timeout", ',', "timeout"))
                    .isNull();
            assertThat(FieldLists.valueOf("form-data; name=\"a;\\\"b\"", ';', "name"))
                    .isEqualTo("a;\"b");
            assertThat(FieldLists.valueOf("a=", ';', "a")).isEmpty();
        }
    }

    @Nested
    class OfQuotedStrings {
        @ParameterizedTest
        @ValueSource(strings = {"", "a", "a\"b", "a\\b", "\\\""})
        void isWhatItWasBeforeItWasQuoted(String text) {
            assertThat(QuotedStrings.unquote(QuotedStrings.quote(text))).isEqualTo(text);
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", "\"", "\"a", "\"a\\\"", "\"a\"b", "\"a\"\""})
        void isLeftAloneIfItIsNone(String text) {
            assertThat(QuotedStrings.unquote(text)).isEqualTo(text);
        }
    }

    @Nested
    class OfUrls {
        @Test
        void isEncodedAsUtf8() {
            assertThat(PercentEncoding.encode("aé€\ud83d\udca9 %", EncodeSet.PATH))
                    .isEqualTo("a%C3%A9%E2%82%AC%F0%9F%92%A9%20%");
            assertThat(PercentEncoding.encode("\ud83dx\udca9", EncodeSet.PATH)).isEqualTo("%EF%BF%BDx%EF%BF%BD");
            assertThat(PercentEncoding.encode("clean", EncodeSet.PATH)).isSameAs("clean");
        }

        @Test
        void isDecodedFromUtf8() {
            assertThat(PercentEncoding.decode("a%c3%A9%E2%82%AC%F0%9F%92%A9+é")).isEqualTo("aé€\ud83d\udca9+é");
            assertThat(PercentEncoding.decode("%", 0, 1, false)).isEqualTo("%");
            assertThat(PercentEncoding.decode("%4%zz%4")).isEqualTo("%4%zz%4");
            assertThat(PercentEncoding.decode("%ff")).isEqualTo("\ufffd");
            assertThat(PercentEncoding.decode("xa+%2Bx", 1, 6, true)).isEqualTo("a +");
        }

        @Test
        void setsEncodeAllControlsAndAllBeyondAscii() {
            for (EncodeSet set : EncodeSet.values()) {
                for (char c = 0; c < 0x200; c++) {
                    if (c < ' ' || c >= 0x7f) {
                        assertThat(set.contains(c))
                                .as("%s 0x%02x", set, (int) c)
                                .isTrue();
                    } else if (Character.isLetterOrDigit(c) || c == '-' || c == '.' || c == '_') {
                        assertThat(set.contains(c))
                                .as("%s 0x%02x", set, (int) c)
                                .isFalse();
                    }
                }
            }
        }
    }
}
