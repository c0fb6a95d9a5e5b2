package dev.hawser.sse;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes of a stream: whatever comes, however it is cut into reads, it comes to the same, and no event is longer than the limit. */
class EventParserFuzzTest {
    private static final int LIMIT = 1_024;

    @FuzzTest(maxDuration = "10m")
    void explore(byte[] input) {
        check(input);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void replay(Path input) throws IOException {
        check(Files.readAllBytes(input));
    }

    /** The inputs of both, by hand or found. */
    static Stream<Path> inputs() throws IOException, URISyntaxException {
        URL directory = EventParserFuzzTest.class.getResource("EventParserFuzzTestInputs/explore");
        try (Stream<Path> files =
                Files.list(Path.of(Objects.requireNonNull(directory).toURI()))) {
            return files.sorted().toList().stream();
        }
    }

    private static void check(byte[] input) {
        List<String> whole = Parsed.of(input, input.length + 1, LIMIT);
        assertThat(Parsed.of(input, 1, LIMIT)).isEqualTo(whole);
        assertThat(Parsed.of(input, 7, LIMIT)).isEqualTo(whole);
        // An id stays for the events that follow, and has a limit of its own.
        assertThat(whole).allMatch(line -> line.length() <= 2 * LIMIT + 20);
    }
}
