package dev.hawser.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.HawserClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UsageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\" | hawser: missing command: get or demo (see hawser --help)",
                "gett | hawser: unexpected argument 'gett'; did you mean 'get'? (see hawser --help)",
                "frobnicate | hawser: unexpected argument 'frobnicate' (see hawser --help)",
                "get | hawser get: no URL given (see hawser get --help)",
                "get --fial http://h/ | hawser get: unknown option '--fial'; did you mean '--fail'? (see hawser get --help)",
                "get --max-tme=3 http://h/ | hawser get: unknown option '--max-tme'; did you mean '--max-time'? (see hawser get --help)",
                "get localhost:1/x | hawser get: bad URL 'localhost:1/x': did you mean 'http://localhost:1/x'? (see hawser get --help)",
                "get htp://h/ | hawser get: bad URL 'htp://h/': Expected URL scheme 'http' or 'https' but was 'htp' (see hawser get --help)",
                "get -H nonsense http://h/ | hawser get: bad header: Unexpected header: no colon in a line of 8 characters; expected name: value (see hawser get --help)",
                "get -d x -X GET http://h/ | hawser get: method GET must not have a request body. (see hawser get --help)",
                "get -d @/no/such/file http://h/ | hawser get: cannot read '/no/such/file': no such file or directory (see hawser get --help)",
                "get -o /no/such/folder/file http://h/ | hawser get: cannot write to '/no/such/folder/file': no such file or directory (see hawser get --help)",
                "get --max-time 0 http://h/ | hawser get: Invalid value for option '--max-time': '0' is not a number from 0.001 to 2147483 (see hawser get --help)",
                "get --max-time soon http://h/ | hawser get: Invalid value for option '--max-time': 'soon' is not a number from 0.001 to 2147483 (see hawser get --help)",
                "demo --jsn | hawser demo: unknown option '--jsn'; did you mean '--json'? (see hawser demo --help)",
            })
    void badUsageExitsWith2AndOneLine(String arguments, String line) {
        CommandRun run = CommandRun.of(arguments.isEmpty() ? new String[0] : arguments.split(" "));

        assertThat(run.errLines()).containsExactly(line);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aHeaderThatCouldSplitTheRequestIsBadUsage() {
        CommandRun run = CommandRun.of("get", "-H", "X-Note: a\r\nHost: evil", "http://h/");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).startsWith("hawser get: bad header 'X-Note': ");
    }

    @Test
    void aBadUrlIsToldWithoutItsPassword() {
        CommandRun run = CommandRun.of("get", "htp://user:sesame@h/");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'htp://h/'").doesNotContain("sesame");
    }

    @Test
    void aFolderIsNoOutputFile(@TempDir Path folder) {
        CommandRun run = CommandRun.of("get", "-o", folder.toString(), "http://h/");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errLines())
                .containsExactly(
                        "hawser get: cannot write to '" + folder + "': is a directory (see hawser get --help)");
    }

    @Test
    void helpIsPrintedAndSucceeds() {
        assertThat(CommandRun.of("--help").out()).contains("get", "demo");
        assertThat(CommandRun.of("get", "--help").out()).contains("-o, --output=FILE", "Exit codes:", "2   bad usage");
        assertThat(CommandRun.of("demo", "--help").out()).contains("--json", "disagreements");
        assertThat(CommandRun.of("get", "--help").exitCode()).isZero();
    }

    @Test
    void versionIsThatOfTheLibrary() {
        CommandRun run = CommandRun.of("--version");

        assertThat(run.out().strip()).isEqualTo("hawser " + HawserClient.VERSION);
        assertThat(run.exitCode()).isZero();
    }
}
