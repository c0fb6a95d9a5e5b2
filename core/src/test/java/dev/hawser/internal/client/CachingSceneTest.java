package dev.hawser.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.rules.Rule;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule that is not kept is noticed, and so is one that cannot be read. */
class CachingSceneTest {
    private static List<Rule<CachingStep>> rules(String... lines) {
        return CachingRules.read("rules", List.of(lines));
    }

    private static void play(String... lines) throws IOException {
        for (Rule<CachingStep> rule : rules(lines)) {
            try (CachingScene scene = new CachingScene()) {
                scene.play(rule);
            }
        }
    }

    @Test
    void whatIsKeptPasses() throws IOException {
        play(
                "A rule",
                "    GET /a | X: y -> [X: y] 200 | Cache-Control: max-age=60 | ETag: \"1\"",
                "    +59s GET /a   == 200 #1 | ETag: \"1\" | no X",
                "    +1s GET /a    -> [If-None-Match: \"1\"] hangs up => fails");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET -> 200",
                "+60s GET == 200",
                "+60s GET -> 304",
                "+60s GET -> [If-None-Match: \"2\"] 304 => 200",
                "+60s GET -> [If-None-Match: \"1\"] 304 => 200 #2",
                "+60s GET -> [If-None-Match: \"1\" | X: y] 304 => 200",
                "+60s GET -> [If-None-Match: \"1\"] 200 => fails",
                "+60s GET -> [If-None-Match: \"1\"] hangs up => 200",
                "GET == 404",
                "GET == 200 \"knot\"",
                "GET == 200 | ETag: \"2\"",
                "GET == 200 | Age: 0 | no ETag",
                "GET /b == 200",
                "HEAD -> 200",
                "meanwhile -> 200"
            })
    void whatIsNotKeptFailsAndNamesItself(String wrong) {
        assertThatThrownBy(() ->
                        play("A rule", "    GET -> 200 | Cache-Control: max-age=60 | ETag: \"1\"", "    " + wrong))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("rules:1: A rule: " + wrong);
    }

    @Test
    void whatTheCacheAsksUnnoticedFails() {
        assertThatThrownBy(() -> play(
                        "A rule",
                        "    GET -> 200 | Cache-Control: max-age=0, stale-while-revalidate=60",
                        "    GET == 200"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("rules:1: A rule: what the cache asks by itself");
    }

    @Test
    void aRuleForSeveralValuesIsOneForEach() {
        List<Rule<CachingStep>> rules = rules(
                "# of codes", "A <> is <>", "    for 200 | 204", "    GET -> <>", "", "Another", "    GET -> 404");

        assertThat(rules)
                .extracting(Rule<CachingStep>::name)
                .containsExactly("A 200 is 200", "A 204 is 204", "Another");
        assertThat(rules).extracting(Rule<CachingStep>::place).containsExactly("rules:2", "rules:2", "rules:6");
        assertThat(rules.get(1).steps().get(0).line()).isEqualTo("GET -> 204");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET",
                "GET 200",
                "GET -> ",
                "GET == ",
                "GET -> two hundred",
                "GET -> [If-None-Match: 1 200",
                "+1 GET -> 200",
                "meanwhile == 200",
                "meanwhile -> 200 => 200"
            })
    void whatCannotBeReadNamesItsLine(String line) {
        assertThatThrownBy(() -> rules("A rule", "    GET -> 200", "    " + line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rules:3: ");
    }

    @Test
    void aRuleWithoutARequestIsNone() {
        assertThatThrownBy(() -> rules("A rule")).hasMessageContaining("rules:1: ");
        assertThatThrownBy(() -> rules("A <>", "    for a | b")).hasMessageContaining("rules:1: ");
        assertThatThrownBy(() -> rules("A rule", "    for a | b", "    GET -> 200"))
                .hasMessageContaining("rules:1: ");
    }
}
