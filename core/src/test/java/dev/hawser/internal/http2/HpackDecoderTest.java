package dev.hawser.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HpackDecoderTest {
    private final HpackDecoder decoder = new HpackDecoder(4096, 1000, new WireStrings());

    /** The examples of RFC 7541, appendix C. */
    @Nested
    class ExamplesOfTheStandard {
        @Test
        void aLiteralFieldWithIndexing() throws Http2Exception {
            assertThat(decode("400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572"))
                    .containsExactly("custom-key: custom-header");
            assertThat(decode("be")).containsExactly("custom-key: custom-header");
        }

        @Test
        void aLiteralFieldWithoutIndexing() throws Http2Exception {
            assertThat(decode("040c 2f73 616d 706c 652f 7061 7468")).containsExactly(":path: /sample/path");
            assertRefused("be", "index 62");
        }

        @Test
        void aLiteralFieldNeverIndexed() throws Http2Exception {
            assertThat(decode("1008 7061 7373 776f 7264 0673 6563 7265 74")).containsExactly("!password: secret");
            assertRefused("be", "index 62");
        }

        @Test
        void requestsWithoutHuffmanCoding() throws Http2Exception {
            assertThat(decode("8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d"))
                    .containsExactly(":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com");
            assertThat(decode("8286 84be 5808 6e6f 2d63 6163 6865")).hasSize(5).endsWith("cache-control: no-cache");
            assertThat(decode("8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65"))
                    .containsExactly(
                            ":method: GET",
                            ":scheme: https",
                            ":path: /index.html",
                            ":authority: www.example.com",
                            "custom-key: custom-value");
        }

        @Test
        void requestsWithHuffmanCoding() throws Http2Exception {
            assertThat(decode("8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff"))
                    .containsExactly(":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com");
            assertThat(decode("8286 84be 5886 a8eb 1064 9cbf")).hasSize(5).endsWith("cache-control: no-cache");
            assertThat(decode("8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf"))
                    .hasSize(5)
                    .endsWith("custom-key: custom-value");
        }

        @Test
        void responsesThatPushEachOtherOutOfTheTable() throws Http2Exception {
            decoder.limitTable(256);
            assertThat(decode("3fe101 4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6"
                            + "2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3"))
                    .containsExactly(
                            ":status: 302",
                            "cache-control: private",
                            "date: Mon, 21 Oct 2013 20:13:21 GMT",
                            "location: https://www.example.com");
            assertThat(decode("4883 640e ffc1 c0bf"))
                    .containsExactly(
                            ":status: 307",
                            "cache-control: private",
                            "date: Mon, 21 Oct 2013 20:13:21 GMT",
                            "location: https://www.example.com");
            assertThat(decode("88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad"
                            + "94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160"
                            + "65c0 03ed 4ee5 b106 3d50 07"))
                    .containsExactly(
                            ":status: 200",
                            "cache-control: private",
                            "date: Mon, 21 Oct 2013 20:13:22 GMT",
                            "location: https://www.example.com",
                            "content-encoding: gzip",
                            "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "80, index 0",
        "c6, index 70; the tables hold 61 entries",
        "ff, ends within an integer",
        "ff8080808080 01, more than 31 bits",
        "ffffffffff 0f, more than 31 bits",
        "7f8080808080808000, more than 31 bits",
        "40, ends before a string",
        "4001, a string of 1 bytes where 0 are left",
        "400361, a string of 3 bytes where 1 are left",
        "40016182, a string of 2 bytes where 0 are left",
        "8220, does not begin its block",
        "3fe21f, a table size of 4097; the limit is 4096",
        "4001618100, bits that are no padding",
        "40016182 1fff, bits that are no padding",
        "40016184 ffffffff, the symbol that ends it",
    })
    void whatIsBrokenIsRefused(String hex, String reason) {
        assertRefused(hex, reason);
    }

    @Nested
    class TheSizeOfTheTable {
        @Test
        void mayBeZero() throws Http2Exception {
            assertThat(decode("20 4001610162")).containsExactly("a: b");
            assertRefused("be", "index 62");
        }

        @Test
        void mustBeToldAfterTheLimitFell() {
            decoder.limitTable(100);

            assertRefused("82", "larger than the 100 bytes");
        }

        @Test
        void needNotBeToldWhileTheLimitIsAboveIt() throws Http2Exception {
            assertThat(decode("3f45 82")).containsExactly(":method: GET");
            decoder.limitTable(100);

            assertThat(decode("82")).containsExactly(":method: GET");
        }

        @Test
        void mayGrowToALimitAboveTheDefault() throws Http2Exception {
            decoder.limitTable(65_536);
            assertThat(decode("3fe1ff03 82")).containsExactly(":method: GET");

            assertRefused("3fe2ff03", "a table size of 65537");
        }

        @Test
        void isNotOutgrownByManyEntries() throws Http2Exception {
            for (int i = 0; i < 1000; i++) {
                decode("40 02" + String.format("%04x", i) + "00");
                assertThat(decode("be")).hasSize(1);
            }
            assertThat(decode("ff36")).hasSize(1); // the last of 4096 / 34 = 120 entries
            assertRefused("ff37", "the tables hold 181 entries");
        }

        @Test
        void isEmptiedByAnEntryThatDoesNotFit() throws Http2Exception {
            decode("3f0b 4001610162"); // 42 bytes hold one entry of 34
            assertThat(decode("be")).containsExactly("a: b");
            assertThat(decode("40 01 61 0a 30313233343536373839")).containsExactly("a: 0123456789");
            assertRefused("be", "the tables hold 61 entries");
        }
    }

    @Nested
    class TheSizeOfTheList {
        @Test
        void isThatOfNamesAndValuesAndThirtyTwoForEachField() throws Http2Exception {
            assertThat(listSize("82 400161 0162")).isEqualTo(7 + 3 + 32 + 1 + 1 + 32);
        }

        @Test
        void endsTheHandingOutButNotTheDecoding() throws Http2Exception {
            String bomb = "400178 7fd903" + "61".repeat(600);
            DecodedFields fields = new DecodedFields();
            byte[] block = Hex.bytes(bomb + "bebebe" + "400161 0162");
            long size = decoder.decode(block, 0, block.length, fields);

            assertThat(size).isEqualTo(4 * (1 + 600 + 32) + 34);
            assertThat(fields.all).hasSize(1);
            assertThat(decode("be")).containsExactly("a: b");
        }
    }

    @Test
    void aValueBeyondAsciiIsUtf8AndANameIsNot() throws Http2Exception {
        assertThat(decode("4002c3a9 02c3a9")).containsExactly("Ã©: é");
        assertThat(listSize("be")).isEqualTo(36);
    }

    @Test
    void theSameBytesAsNameAndAsValueAreNotMixedUp() throws Http2Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(decode("0002c3a9 0161")).containsExactly("Ã©: a");
            assertThat(decode("000161 02c3a9")).containsExactly("a: é");
        }
    }

    @Test
    void aTextThatComesAgainIsMadeOnce() throws Http2Exception {
        String block = "0f0d 03313233"; // content-length: 123
        decode(block);
        decode(block);

        assertThat(valueOf(block)).isSameAs(valueOf(block));
    }

    @Test
    void aSecretIsNotRemembered() throws Http2Exception {
        String neverIndexed = "1f08 03313233"; // authorization
        String cookie = "0f28 03616263"; // set-cookie
        for (String block : List.of(neverIndexed, cookie)) {
            decode(block);
            decode(block);

            assertThat(valueOf(block)).isNotSameAs(valueOf(block));
        }
    }

    private List<String> decode(String hex) throws Http2Exception {
        return DecodedFields.of(decoder, hex);
    }

    private long listSize(String hex) throws Http2Exception {
        byte[] block = Hex.bytes(hex);
        return decoder.decode(block, 0, block.length, (name, value, neverIndexed) -> {});
    }

    private String valueOf(String hex) throws Http2Exception {
        byte[] block = Hex.bytes(hex);
        String[] found = new String[1];
        decoder.decode(block, 0, block.length, (name, value, neverIndexed) -> found[0] = value);
        return found[0];
    }

    private void assertRefused(String hex, String reason) {
        assertThatThrownBy(() -> decode(hex))
                .isInstanceOfSatisfying(
                        Http2Exception.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.COMPRESSION_ERROR))
                .hasMessageContaining(reason);
    }
}
