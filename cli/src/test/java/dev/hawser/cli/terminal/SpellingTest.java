package dev.hawser.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SpellingTest {
    @Test
    void mistakesAreCounted() {
        assertThat(Spelling.mistakes("--fail", "--fail")).isZero();
        assertThat(Spelling.mistakes("--fial", "--fail")).isOne();
        assertThat(Spelling.mistakes("--fai", "--fail")).isOne();
        assertThat(Spelling.mistakes("--faail", "--fail")).isOne();
        assertThat(Spelling.mistakes("--sail", "--mails")).isEqualTo(2);
    }

    @Test
    void theNearestWordIsMeant() {
        assertThat(Spelling.nearest("--heder", List.of("--help", "--header"))).contains("--header");
    }

    @Test
    void whatIsFarFromAllIsNotGuessed() {
        assertThat(Spelling.nearest("--proxy", List.of("--help", "--header"))).isEmpty();
        assertThat(Spelling.nearest("-x", List.of("-X", "-H"))).isEmpty();
    }
}
