package dev.hawser.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class TerminalTest {
    @Test
    void colourIsForATerminalThatKnowsItUnlessRefused() {
        assertThat(Terminal.ofProcess(Map.of("TERM", "xterm"), true).colour()).isTrue();
        assertThat(Terminal.ofProcess(Map.of("TERM", "xterm"), false).colour()).isFalse();
        assertThat(Terminal.ofProcess(Map.of("TERM", "xterm", "NO_COLOR", "1"), true)
                        .colour())
                .isFalse();
        assertThat(Terminal.ofProcess(Map.of("TERM", "dumb"), true).colour()).isFalse();
        assertThat(Terminal.ofProcess(Map.of(), true).colour()).isFalse();
    }
}
