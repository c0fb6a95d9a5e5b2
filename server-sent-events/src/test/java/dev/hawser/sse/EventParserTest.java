package dev.hawser.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events as the standard has them (WHATWG HTML, section 9.2.6); each stream in pieces of every size. */
class EventParserTest {
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void everyLineEndingEndsALine(String end) {
        String stream = String.join(end, "data: YHOO", "data: +2", "data: 10", "", ": test", "data:b", "", "");

        assertThat(Parsed.of(stream)).containsExactly("null|null|YHOO/+2/10", "null|null|b", "last id null");
    }

    @Test
    void lineEndingsMayBeMixed() {
        assertThat(Parsed.of("data: a\r\ndata: b\n\rdata: c\r\r\ndata: d\n\n\n"))
                .containsExactly("null|null|a/b", "null|null|c", "null|null|d", "last id null");
    }

    @Test
    void anEventIsToldWithTheCrThatEndsIt() {
        byte[] bytes = "data: a\r\r".getBytes(StandardCharsets.UTF_8);

        assertThat(Parsed.of(bytes, bytes.length, 4_096)).containsExactly("null|null|a", "last id null");
    }

    @Test
    void typeAndIdAreTold() {
        assertThat(Parsed.of("event: add\nid: 1\ndata: x\n\ndata: y\n\nevent:\nid: 2\ndata: z\n\n"))
                .containsExactly("1|add|x", "1|null|y", "2|null|z", "last id 2");
    }

    @Test
    void oneSpaceBehindTheColonIsLeftOut() {
        assertThat(Parsed.of("data:test\n\ndata: test\n\ndata:  test\n\n"))
                .containsExactly("null|null|test", "null|null|test", "null|null| test", "last id null");
    }

    @Test
    void dataMayBeEmpty() {
        assertThat(Parsed.of("data\n\ndata\ndata\n\ndata:\n\n"))
                .containsExactly("null|null|", "null|null|/", "null|null|", "last id null");
    }

    @Test
    void anEventWithoutDataIsNoneButItsIdCounts() {
        assertThat(Parsed.of("event: x\nid: 7\n\ndata: y\n\n")).containsExactly("7|null|y", "last id 7");
    }

    @Test
    void whatIsNotWholeIsDropped() {
        assertThat(Parsed.of("id: 1\ndata: a\n\nid: 2\ndata: b\n")).containsExactly("1|null|a", "last id 1");
        assertThat(Parsed.of("data: c\n\ndata")).containsExactly("null|null|c", "last id null");
    }

    @Nested
    class Ids {
        @Test
        void oneWithTheCharacterNulIsIgnored() {
            assertThat(Parsed.of("id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n"))
                    .containsExactly("1|null|a", "1|null|b", "last id 1");
        }

        @Test
        void anEmptyOneIsOne() {
            assertThat(Parsed.of("id: 1\ndata: a\n\nid\ndata: b\n\n"))
                    .containsExactly("1|null|a", "|null|b", "last id ");
        }
    }

    @Test
    void retryIsDigitsOrNothing() {
        assertThat(Parsed.of("retry: 1000\nretry: 1s\nretry\nretry: -1\nretry: 00050\nretry: 99999999999999999999\n"))
                .containsExactly("retry 1000", "retry 50", "retry 999999999", "last id null");
    }

    @Test
    void unknownFieldsAndCommentsAreIgnored() {
        assertThat(Parsed.of(":\n: comment\nfoo: bar\nDATA: x\n data: y\ndata : z\n\ndata: a\n\n"))
                .containsExactly("null|null|a", "last id null");
    }

    @Test
    void oneByteOrderMarkAtTheBeginningIsLeftOut() {
        assertThat(Parsed.of("\ufeffdata: a\n\n")).containsExactly("null|null|a", "last id null");
        assertThat(Parsed.of("\ufeff\ufeffdata: a\n\ndata: b\n\n")).containsExactly("null|null|b", "last id null");
        assertThat(Parsed.of("data: a\n\n\ufeffdata: b\n\n")).containsExactly("null|null|a", "last id null");
    }

    @Test
    void textIsUtf8WhateverItIs() {
        assertThat(Parsed.of("data: Größe \ud83d\ude00\n\n"))
                .containsExactly("null|null|Größe \ud83d\ude00", "last id null");
        byte[] bytes = {'d', 'a', 't', 'a', ':', (byte) 0xff, '\n', '\n'};
        assertThat(Parsed.of(bytes, 3, 4_096)).containsExactly("null|null|\ufffd", "last id null");
    }

    @Nested
    class TheLimit {
        @Test
        void holdsForALine() {
            assertThat(Parsed.of("data: " + "x".repeat(4_091) + "\n\n"))
                    .containsExactly("an event of more than 4096 bytes (maxEventBytes)");
            assertThat(Parsed.of("data: " + "x".repeat(4_090) + "\n\n")).hasSize(2);
        }

        @Test
        void holdsForAllLinesOfAnEvent() {
            assertThat(Parsed.of("data: x\n".repeat(600)))
                    .containsExactly("an event of more than 4096 bytes (maxEventBytes)");
        }

        @Test
        void doesNotHoldForMoreThanAnEvent() {
            assertThat(Parsed.of("data: x\n\n".repeat(600))).hasSize(601);
        }

        @Test
        void doesNotHoldForComments() {
            assertThat(Parsed.of(":" + "x".repeat(5_000) + "\ndata: a\n:" + "y".repeat(5_000) + "\n\n"))
                    .containsExactly("null|null|a", "last id null");
        }
    }
}
