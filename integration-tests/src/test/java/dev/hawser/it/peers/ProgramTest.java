package dev.hawser.it.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class ProgramTest {
    @Test
    void aTestWhoseProgramIsNotInstalledIsSkippedAndSaysWhich() {
        assertThatExceptionOfType(TestAbortedException.class)
                .isThrownBy(() -> Program.orSkip("galley", Optional.empty(), false))
                .withMessage("SKIPPED: galley is not installed");
    }

    @Test
    void whereAllMustBeInstalledItFails() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Program.orSkip("galley", Optional.empty(), true))
                .withMessageContaining("galley is not installed");
    }

    @Test
    void oneThatIsInstalledIsUsed() {
        Path found = Path.of("/usr/sbin/galley");

        assertThat(Program.orSkip("galley", Optional.of(found), true)).isEqualTo(found);
    }
}
