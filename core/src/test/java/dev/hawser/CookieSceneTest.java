package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.rules.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule that is not kept is noticed, and so is one that cannot be read. */
class CookieSceneTest {
    private static List<Rule<CookieStep>> rules(String... lines) {
        return CookieRules.read("rules", List.of(lines));
    }

    private static void play(String... lines) {
        for (Rule<CookieStep> rule : rules(lines)) {
            new CookieScene().play(rule);
        }
    }

    @Test
    void whatIsKeptPasses() {
        play(
                "A rule",
                "    <- a={2*x{U+002B}}; Max-Age=60; Path=/",
                "    http://www.example.org/ <-  b=2",
                "    <- ignored",
                "    +59s /sea -> a=x+x+; b=2",
                "    https://example.org/ -> nothing",
                "    == a=x+x+; expires={+60s}; path=/ & b=2; path=/",
                "    +1s == b=2; path=/",
                "    1 Jan 26 1:2:3  is 2026-01-01T01:02:03Z",
                "    soon is no date");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-> nothing",
                "-> a=2",
                "-> b=2; a=1",
                "-> a=1",
                "+60s -> a=1; b=2",
                "/sea -> a=1; b=2",
                "https://example.org/deck -> a=1; b=2",
                "== a=1; path=/deck & b=2; path=/deck",
                "== nothing",
                "soon is 2026-01-01T01:02:03Z",
                "1 Jan 26 1:2:3 is no date",
                "1 Jan 26 1:2:3 is 2026-01-01T01:02:04Z"
            })
    void whatIsNotKeptFailsAndNamesItself(String wrong) {
        assertThatThrownBy(() -> play("A rule", "    <- a=1; Max-Age=60", "    <- b=2", "    " + wrong))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("A rule (rules:4: " + wrong + ")");
    }

    @Test
    void aRuleForSeveralValuesIsOneForEach() {
        List<Rule<CookieStep>> rules =
                rules("# of names", "A <> is <>", "    for a | b", "    <- <>=1", "", "Another", "    -> nothing");

        assertThat(rules).extracting(Rule<CookieStep>::name).containsExactly("A a is a", "A b is b", "Another");
        assertThat(rules).extracting(Rule<CookieStep>::place).containsExactly("rules:2", "rules:2", "rules:6");
        assertThat(rules.get(1).steps().get(0).place()).isEqualTo("rules:4: <- b=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "->",
                "==",
                "a=1",
                "<-a=1",
                "<= a=1",
                "/deck == nothing",
                "www.example.org -> nothing",
                "+1 -> nothing",
                "https:/// -> nothing",
                "1 Jan 26 1:2:3 is 2026",
                "1 Jan 26 1:2:3 is 2026-13-01T01:02:03Z"
            })
    void whatCannotBeReadNamesItsLine(String line) {
        assertThatThrownBy(() -> rules("A rule", "    <- a=1", "    " + line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rules:3: ");
    }

    @Test
    void aRuleWithoutAStepIsNone() {
        assertThatThrownBy(() -> rules("A rule")).hasMessageContaining("rules:1: ");
        assertThatThrownBy(() -> rules("A <>", "    for a | b")).hasMessageContaining("rules:1: ");
        assertThatThrownBy(() -> rules("A rule", "    for a | b", "    -> nothing"))
                .hasMessageContaining("rules:1: ");
    }
}
