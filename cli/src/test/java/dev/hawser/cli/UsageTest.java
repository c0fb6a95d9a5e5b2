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
                "\"\" | hawser: missing command: get, load or demo (see hawser --help)",
                "gett | hawser: unexpected argument 'gett'; did you mean 'get'? (see hawser --help)",
                "frobnicate | hawser: unexpected argument 'frobnicate' (see hawser --help)",
                "get | hawser get: no URL given (see hawser get --help)",
                "get --fial http://h/ | hawser get: unknown option '--fial'; did you mean '--fail'? (see hawser get --help)",
                "get --timeuot=3 http://h/ | hawser get: unknown option '--timeuot'; did you mean '--timeout'? (see hawser get --help)",
                "get localhost:1/x | hawser get: bad URL 'localhost:1/x': did you mean 'http://localhost:1/x'? (see hawser get --help)",
                "get htp://h/ | hawser get: bad URL 'htp://h/': Expected URL scheme 'http' or 'https' but was 'htp' (see hawser get --help)",
                "get -H nonsense http://h/ | hawser get: bad header: Unexpected header: no colon in a line of 8 characters; expected name: value (see hawser get --help)",
                "get -d x -X GET http://h/ | hawser get: method GET must not have a request body. (see hawser get --help)",
                "get -d @/no/such/file http://h/ | hawser get: cannot read '/no/such/file': no such file or directory (see hawser get --help)",
                "get -o /no/such/folder/file http://h/ | hawser get: cannot write to '/no/such/folder/file': no such file or directory (see hawser get --help)",
                "get --timeout soon http://h/ | hawser get: Invalid value for option '--timeout': 'soon' is not a number from 0.001 to 2147483 (see hawser get --help)",
                "get --timeout 0 http://h/ | hawser get: Invalid value for option '--timeout': '0' is not a number from 0.001 to 2147483 (see hawser get --help)",
                "get --max-redirects 21 http://h/ | hawser get: Invalid value for option '--max-redirects': '21' is not a number from 0 to 20 (see hawser get --help)",
                "get --repeat 0 http://h/ | hawser get: Invalid value for option '--repeat': '0' is not a number from 1 to 2147483647 (see hawser get --help)",
                "get -C 5 -o f http://h/ | hawser get: -C takes - only: where to go on is found out (see hawser get --help)",
                "get -C - http://h/ | hawser get: -C needs -o FILE and one URL, and goes with neither -i nor --repeat (see hawser get --help)",
                "get -C - -o f http://h/1 http://h/2 | hawser get: -C needs -o FILE and one URL, and goes with neither -i nor --repeat (see hawser get --help)",
                "get -C - -o f -d x http://h/ | hawser get: -C goes with GET only, not with POST (see hawser get --help)",
                "get -C - -o /dev/null http://h/ | hawser get: cannot write to '/dev/null': is no ordinary file (see hawser get --help)",
                "load | hawser load: no URL given (see hawser load --help)",
                "load h/ | hawser load: bad URL 'h/': did you mean 'http://h/'? (see hawser load --help)",
                "load -c 0 http://h/ | hawser load: Invalid value for option '--connections': '0' is not a number from 1 to 10000 (see hawser load --help)",
                "load -n 0 http://h/ | hawser load: Invalid value for option '--requests': '0' is not a number from 1 to 9223372036854775807 (see hawser load --help)",
                "load -r 0 http://h/ | hawser load: Invalid value for option '--rate': '0.0' is not above 0 and at most 1000000 (see hawser load --help)",
                "load -r NaN http://h/ | hawser load: Invalid value for option '--rate': 'NaN' is not above 0 and at most 1000000 (see hawser load --help)",
                "load -n 5 -d 1 http://h/ | hawser load: -n and -d both say when it ends; give one of them (see hawser load --help)",
                "load --rat 5 http://h/ | hawser load: unknown option '--rat'; did you mean '--rate'? (see hawser load --help)",
                "lod http://h/ | hawser: unexpected argument 'lod'; did you mean 'load'? (see hawser --help)",
                "demo --waves 0 | hawser demo: Invalid value for option '--waves': '0' is not a number from 1 to 10000 (see hawser demo --help)",
                "demo --waves two | hawser demo: Invalid value for option '--waves': 'two' is not an int (see hawser demo --help)",
                "demo --threads 1001 | hawser demo: Invalid value for option '--threads': '1001' is not a number from 1 to 1000 (see hawser demo --help)",
                "demo --waves 100 --threads 101 | hawser demo: 100 waves of 101 are 10100 requests, more than the 10000 that a picture can show (see hawser demo --help)",
                "demo --max-idle -1 | hawser demo: Invalid value for option '--max-idle': '-1' is not a number from 0 to 2147483647 (see hawser demo --help)",
                "demo --keep-alive 0 | hawser demo: Invalid value for option '--keep-alive': '0' is not a number from 0.001 to 2147483 (see hawser demo --help)",
                "demo --url h/x | hawser demo: bad URL 'h/x': did you mean 'http://h/x'? (see hawser demo --help)",
                "demo --json --html - | hawser demo: --json and --html=- cannot both have the standard output (see hawser demo --help)",
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
        assertThat(CommandRun.of("--help").out()).contains("get", "load", "demo");
        assertThat(CommandRun.of("get", "--help").out())
                .contains("-o, --output=FILE", "Exit codes:", "2     bad usage");
        assertThat(CommandRun.of("demo", "--help").out()).contains("--json", "disagreements");
        assertThat(CommandRun.of("load", "--help").out()).contains("-r, --rate=N", "Exit codes:", "latencyMicros");
        assertThat(CommandRun.of("get", "--help").exitCode()).isZero();
    }

    @Test
    void versionIsThatOfTheLibrary() {
        CommandRun run = CommandRun.of("--version");

        assertThat(run.out().strip()).isEqualTo("hawser " + HawserClient.VERSION);
        assertThat(run.exitCode()).isZero();
    }
}
