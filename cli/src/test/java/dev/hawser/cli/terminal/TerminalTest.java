package dev.hawser.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class TerminalTest {
    private static Terminal terminal(Map<String, String> environment, boolean outIsTerminal, boolean errIsTerminal) {
        return Terminal.ofProcess(environment, outIsTerminal, errIsTerminal);
    }

    @Test
    void colourIsForATerminalThatKnowsItUnlessRefused() {
        Map<String, String> capable = Map.of("TERM", "xterm");
        assertThat(terminal(capable, true, false).colour()).isTrue();
        assertThat(terminal(capable, false, true).colour()).isFalse();
        assertThat(terminal(Map.of("TERM", "xterm", "NO_COLOR", "1"), true, true)
                        .colour())
                .isFalse();
        assertThat(terminal(Map.of("TERM", "dumb"), true, true).colour()).isFalse();
        assertThat(terminal(Map.of(), true, true).colour()).isFalse();
    }

    @Test
    void aLineIsWrittenOverOnATerminalOnly() {
        assertThat(terminal(Map.of("TERM", "xterm"), false, true).live()).isTrue();
        assertThat(terminal(Map.of("TERM", "xterm"), true, false).live()).isFalse();
        assertThat(terminal(Map.of("TERM", "dumb"), true, true).live()).isFalse();
        assertThat(terminal(Map.of("TERM", "xterm", "NO_COLOR", "1"), true, true)
                        .live())
                .isTrue();
    }
}
