package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
    private static final Headers COOKIES =
            Headers.of("Content-Type", "text/plain", "Set-Cookie", "a=1", "set-cookie", "b=2");

    @Nested
    class Reading {
        @Test
        void theLastValueOfANameIsFoundInAnyCase() {
            assertThat(COOKIES.get("SET-COOKIE")).isEqualTo("b=2");
            assertThat(COOKIES.get("content-type")).isEqualTo("text/plain");
            assertThat(COOKIES.get("Content")).isNull();
        }

        @Test
        void allValuesOfANameAreInOrder() {
            assertThat(COOKIES.values("Set-Cookie")).containsExactly("a=1", "b=2");
            assertThat(COOKIES.values("None")).isEmpty();
            assertThatThrownBy(() -> COOKIES.values("Set-Cookie").add("c"))
                    .isInstanceOf(UnsupportedOperationException.class);
        }

        @Test
        void fieldsAreInTheOrderGiven() {
            assertThat(COOKIES.size()).isEqualTo(3);
            assertThat(COOKIES.name(2)).isEqualTo("set-cookie");
            assertThat(COOKIES.value(2)).isEqualTo("b=2");
            assertThat(COOKIES)
                    .containsExactly(
                            Map.entry("Content-Type", "text/plain"),
                            Map.entry("Set-Cookie", "a=1"),
                            Map.entry("set-cookie", "b=2"));
        }

        @Test
        void anIndexOutOfRangeIsRefused() {
            assertThatThrownBy(() -> COOKIES.name(3)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> COOKIES.value(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        }

        @Test
        void namesAreASetThatDoesNotRegardCase() {
            assertThat(COOKIES.names()).containsExactly("Content-Type", "Set-Cookie");
            assertThat(COOKIES.names().contains("SET-COOKIE")).isTrue();
        }

        @Test
        void theMultimapHasNamesInLowerCase() {
            Map<String, List<String>> map = COOKIES.toMultimap();

            assertThat(map.keySet()).containsExactly("content-type", "set-cookie");
            assertThat(map.get("Set-Cookie")).containsExactly("a=1", "b=2");
        }

        @Test
        void datesAreReadInAllThreeForms() {
            Instant expected = Instant.parse("1994-11-06T08:49:37Z");
            Headers headers = Headers.of(
                    "A", "Sun, 06 Nov 1994 08:49:37 GMT",
                    "B", "Sunday, 06-Nov-94 08:49:37 GMT",
                    "C", "Sun Nov  6 08:49:37 1994",
                    "D", "yesterday");

            assertThat(headers.getInstant("A")).isEqualTo(expected);
            assertThat(headers.getInstant("B")).isEqualTo(expected);
            assertThat(headers.getInstant("C")).isEqualTo(expected);
            assertThat(headers.getDate("A")).isEqualTo(Date.from(expected));
            assertThat(headers.getInstant("D")).isNull();
            assertThat(headers.getDate("E")).isNull();
        }

        @Test
        void byteCountIsThatOfTheLines() {
            assertThat(Headers.of("a", "bc", "def", "").byteCount()).isEqualTo("a: bc\r\ndef: \r\n".length());
        }
    }

    @Nested
    class Making {
        @Test
        void valuesAreTrimmed() {
            assertThat(Headers.of(" a ", " \t1 ").get("a")).isEqualTo("1");
            assertThat(new Headers.Builder().add("a:  1 ").get("a")).isEqualTo("1");
        }

        @Test
        void aMapKeepsItsOrder() {
            Map<String, String> map = new LinkedHashMap<>();
            map.put("z", "1");
            map.put("a", "2");

            assertThat(Headers.of(map)).isEqualTo(Headers.of("z", "1", "a", "2"));
        }

        @Test
        @SuppressWarnings("NullAway") // null is among what is refused
        void anOddNumberOfStringsIsRefused() {
            assertThatThrownBy(() -> Headers.of("a", "1", "b", null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Headers cannot be null: header 1");
            assertThatThrownBy(() -> Headers.of("a", "1", "b"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("3 strings");
        }

        @Test
        void aLineWithoutColonIsRefused() {
            assertThatThrownBy(() -> new Headers.Builder().add("nothing")).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void aValueMayHoldColons() {
            assertThat(new Headers.Builder().add("Location: http://h:1/").get("location"))
                    .isEqualTo("http://h:1/");
        }

        @Test
        void setPutsOneInPlaceOfAll() {
            Headers headers = COOKIES.newBuilder()
                    .set("SET-COOKIE", "c=3")
                    .set("New", "x")
                    .build();

            assertThat(headers).isEqualTo(Headers.of("Content-Type", "text/plain", "SET-COOKIE", "c=3", "New", "x"));
        }

        @Test
        void removeAllRemovesInAnyCase() {
            assertThat(COOKIES.newBuilder().removeAll("set-COOKIE").build())
                    .isEqualTo(Headers.of("Content-Type", "text/plain"));
        }

        @Test
        void datesAreWrittenAsImfFixdate() {
            Instant time = Instant.parse("1994-11-06T08:49:37.999Z");

            Headers headers = new Headers.Builder()
                    .add("A", time)
                    .set("B", Date.from(time))
                    .build();

            assertThat(headers.get("A")).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
            assertThat(headers.get("B")).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
        }

        @Test
        void aBuilderIsIndependentOfWhatItBuilt() {
            Headers.Builder builder = new Headers.Builder().add("a", "1");
            Headers first = builder.build();
            builder.set("a", "2").add("b", "3");

            assertThat(first).isEqualTo(Headers.of("a", "1"));
            assertThat(builder.build()).isEqualTo(Headers.of("a", "2", "b", "3"));
        }

        @Test
        void aClearedBuilderStartsAnew() {
            Headers.Builder builder = new Headers.Builder().add("a", "1").add("b", "2");

            assertThat(builder.clear().build().size()).isZero();
            assertThat(builder.add("c", "3").build()).isEqualTo(Headers.of("c", "3"));
        }

        @Test
        void thereIsRoomForAnyNumberOfFields() {
            Headers.Builder builder = new Headers.Builder();
            for (int i = 0; i < 1000; i++) {
                builder.add("n" + i, "v" + i);
            }
            Headers headers = builder.addAll(COOKIES).build();

            assertThat(headers.size()).isEqualTo(1003);
            assertThat(headers.get("n999")).isEqualTo("v999");
        }
    }

    @Nested
    class WhatCouldSplitARequest {
        @ParameterizedTest
        @ValueSource(strings = {"a\rb", "a\nb", "a\0b", "a\u0001b", "a\u007fb", "a\u00e9b", "a\u010ab"})
        void isRefusedInValues(String value) {
            String hex = String.format("0x%02x", (int) value.charAt(1));
            assertThatThrownBy(() -> new Headers.Builder().add("Foo", value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Unexpected char " + hex + " at 1 in Foo value: " + value);
            assertThatThrownBy(() -> new Headers.Builder().set("Foo", value))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Headers.of("Foo", value)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Headers.of(Map.of("Foo", value))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Headers.Builder().add("Foo:" + value))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"a\rb", "a\nb", "a b", "a:b", "a\tb", "a\0b", "a\u00e9", "a(b", "a\u010ab"})
        void isRefusedInNames(String name) {
            assertThatThrownBy(() -> new Headers.Builder().add(name, "v"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at 1 in header name: " + name);
            assertThatThrownBy(() -> new Headers.Builder().set(name, "v")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Headers.Builder().addUnsafeNonAscii(name, "v"))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void anEmptyNameIsRefused() {
            assertThatThrownBy(() -> Headers.of("", "v"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("name is empty");
        }

        @ParameterizedTest
        @ValueSource(strings = {"authorization", "Cookie", "Proxy-Authorization", "Set-Cookie"})
        void isNotShownWhereItIsSecret(String name) {
            assertThatThrownBy(() -> Headers.of(name, "secret\n" + "more"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Unexpected char 0x0a at 6 in " + name + " value");
        }

        @Test
        void beyondAsciiIsAllowedWhereItIsAskedForButControlsAreNot() {
            Headers.Builder builder = new Headers.Builder().addUnsafeNonAscii("Name", "né");

            assertThat(builder.get("name")).isEqualTo("né");
            assertThatThrownBy(() -> builder.addUnsafeNonAscii("Name", "é\n" + "a"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0x0a at 1");
        }

        @Test
        void aRefusedSetChangesNothing() {
            Headers.Builder builder = new Headers.Builder().add("a", "1");

            assertThatThrownBy(() -> builder.set("a", "\0")).isInstanceOf(IllegalArgumentException.class);
            assertThat(builder.get("a")).isEqualTo("1");
        }
    }

    @Test
    void secretsAreBlottedOut() {
        Headers headers = Headers.of(
                "Authorization", "s1", "cookie", "s2", "Proxy-authorization", "s3", "Set-Cookie", "s4", "A", "shown");

        assertThat(headers.toString())
                .isEqualTo("Authorization: ██\ncookie: ██\nProxy-authorization: ██\nSet-Cookie: ██\nA: shown\n");
    }

    @Test
    void equalityRegardsOrderAndCase() {
        assertThat(Headers.of("a", "1")).isEqualTo(Headers.of("a", "1")).hasSameHashCodeAs(Headers.of("a", "1"));
        assertThat(Headers.of("a", "1")).isNotEqualTo(Headers.of("A", "1"));
        assertThat(Headers.of("a", "1", "b", "2")).isNotEqualTo(Headers.of("b", "2", "a", "1"));
    }
}
