package dev.hawser.it.cookies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Cookie;
import dev.hawser.FileCookieJar;
import dev.hawser.it.process.KilledProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that sets cookies is killed at any moment: the file then has those of a response, all of them, and of no older one than it has said. */
class KilledCookieJarTest {
    private static final int KILLS = Integer.getInteger("hawser.kills", 6);
    private static final long SEED = Long.getLong("hawser.seed", 20_261_121L);
    private static final int LONGEST_LIFE_LINES = 150;

    @TempDir
    private Path folder;

    @Test
    @Timeout(300)
    void theFileIsWholeWheneverAProcessIsKilled() throws Exception {
        Path file = folder.resolve("cookies");
        Random random = new Random(SEED);
        long saved = 0;
        int cutShort = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            long said = listen(file, saved + 1, random.nextInt(LONGEST_LIFE_LINES));
            cutShort += unfinished() > 0 ? 1 : 0;
            saved = check(file);
            assertThat(saved).isBetween(said, said + 1);
            assertThat(unfinished())
                    .as("nothing is left of what was not finished")
                    .isZero();
        }
        System.out.printf("%d kills, seed %d: %d cut a write short, %d responses%n", KILLS, SEED, cutShort, saved);
        assertThat(saved).isGreaterThan(KILLS);
    }

    /** Runs a writer until it has said so many numbers, kills it, and returns the last one that it has said. */
    private static long listen(Path file, long first, int lineCount) throws Exception {
        try (KilledProgram program = new KilledProgram(CookieWriter.class, file.toString(), Long.toString(first))) {
            assertThat(program.line()).isEqualTo("open");
            for (int i = 0; i < lineCount; i++) {
                assertThat(program.line()).isEqualTo(Long.toString(first + i));
            }
            return first - 1 + lineCount + program.kill().size();
        }
    }

    private long unfinished() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".tmp")).count();
        }
    }

    /** Holds the cookies against what they must be; returns the number of the response that was saved last. */
    private static long check(Path file) throws IOException {
        List<Cookie> cookies = FileCookieJar.open(file).cookies();
        if (cookies.isEmpty()) {
            return 0;
        }
        Map<String, String> values = cookies.stream().collect(Collectors.toMap(Cookie::name, Cookie::value));
        String last = values.get("last");
        long number = Long.parseLong(last.substring(last.lastIndexOf(' ') + 1));
        assertThat(values).containsEntry("first", CookieWriter.value(number));
        long fillers = Math.min(number, CookieWriter.FILLERS);
        assertThat(values).hasSize((int) fillers + 2);
        for (long each = number; each > number - fillers; each--) {
            assertThat(values).containsEntry(CookieWriter.filler(each), CookieWriter.value(each));
        }
        return number;
    }
}
