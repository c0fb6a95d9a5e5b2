package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {
    private static List<Challenge> challenges(int code, String... values) {
        Response.Builder response = new Response.Builder()
                .request(new Request.Builder().url("http://a.example/").build())
                .protocol(Protocol.HTTP_1_1)
                .code(code)
                .message("");
        for (String value : values) {
            response.addHeader("WWW-Authenticate", value);
            response.addHeader("Proxy-Authenticate", "Proxy " + value);
        }
        return response.build().challenges();
    }

    private static List<Challenge> read(String value) {
        return challenges(401, value);
    }

    @Nested
    class TheListOfAResponse {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "Basic realm=\"a\"                      | [Basic authParams={realm=a}]",
                    "Basic realm=a                          | [Basic authParams={realm=a}]",
                    "basic REALM = \"a\"                    | [basic authParams={realm=a}]",
                    "Digest realm=\"a, b\", nonce=\"c\\\"d\"| [Digest authParams={realm=a, b, nonce=c\"d}]",
                    "Basic realm=\"a\", Digest realm=\"b\", nonce=c |"
                            + " [Basic authParams={realm=a}, Digest authParams={realm=b, nonce=c}]",
                    "Negotiate, Basic realm=\"a\"           | [Negotiate authParams={}, Basic authParams={realm=a}]",
                    "Negotiate                              | [Negotiate authParams={}]",
                    "Negotiate YWI=                         | [Negotiate authParams={null=YWI=}]",
                    "Negotiate ab+/-._~==, NTLM             | [Negotiate authParams={null=ab+/-._~==}, NTLM authParams={}]",
                    "Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\", Basic realm=\"simple\" |"
                            + " [Newauth authParams={realm=apps, type=1, title=Login to \"apps\"},"
                            + " Basic authParams={realm=simple}]",
                    ",  , Basic , realm=\"a\" ,, Other      | [Basic authParams={realm=a}, Other authParams={}]",
                    "Basic realm=\"\"                       | [Basic authParams={realm=}]"
                })
        void isReadAsTheGrammarHasIt(String value, String expected) {
            assertThat(read(value)).hasToString(expected);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    ",",
                    "\"Basic\"",
                    "=a",
                    "Basic realm=\"a",
                    "Basic realm=a b=c",
                    "Basic realm=",
                    "Basic realm=a, realm=b",
                    "Basic@ realm=a"
                })
        void leavesOutWhatCannotBeRead(String value) {
            assertThat(read(value).stream().filter(challenge -> challenge.realm() != null))
                    .isEmpty();
            assertThat(challenges(401, "Good realm=\"a\", " + value).get(0)).hasToString("Good authParams={realm=a}");
        }

        @Test
        void goesOverAllFieldsOfTheName() {
            assertThat(challenges(401, "A realm=1", "B realm=2"))
                    .extracting(Challenge::scheme)
                    .containsExactly("A", "B");
        }

        @Test
        void isThatOfTheProxyFor407AndEmptyForOtherCodes() {
            assertThat(challenges(407, "x=1")).hasToString("[Proxy authParams={x=1}]");
            assertThat(challenges(403, "Basic realm=a")).isEmpty();
        }
    }

    @Test
    void namesInAnyCaseAreFound() {
        Challenge challenge = new Challenge("Basic", Map.of("Realm", "a", "CHARSET", "utf-8"));

        assertThat(challenge.realm()).isEqualTo("a");
        assertThat(challenge.charset()).isEqualTo(StandardCharsets.UTF_8);
        assertThat(new Challenge("Basic", "a").charset()).isEqualTo(StandardCharsets.ISO_8859_1);
        assertThat(new Challenge("Basic", "a").withCharset(StandardCharsets.UTF_8))
                .isEqualTo(new Challenge("Basic", Map.of("realm", "a", "charset", "UTF-8")));
        assertThat(challenge.withCharset(StandardCharsets.ISO_8859_1).charset()).isEqualTo(StandardCharsets.ISO_8859_1);
        assertThat(new Challenge("Basic", "a")).isEqualTo(new Challenge("Basic", Map.of("REALM", "a")));
    }

    @Nested
    class BasicCredentials {
        @Test
        void areThoseOfRfc7617() {
            assertThat(Credentials.basic("Aladdin", "open sesame")).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
            assertThat(Credentials.basic("test", "123\u00a3", StandardCharsets.UTF_8))
                    .isEqualTo("Basic dGVzdDoxMjPCow==");
        }

        @Test
        void cannotHaveAColonInTheNameOrControlCharacters() {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> Credentials.basic("a:b", "secret"))
                    .withMessage("the user name has a colon at 1");
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> Credentials.basic("a", "sec\nret"))
                    .withMessage("the password has a control character at 3");
        }
    }
}
