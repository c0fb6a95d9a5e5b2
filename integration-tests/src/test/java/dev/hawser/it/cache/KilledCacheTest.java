package dev.hawser.it.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.CacheStore;
import dev.hawser.CacheStores;
import dev.hawser.it.process.KilledProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that writes into a cache folder is killed at any moment: the folder is then as it was at that moment, each entry
 * whole. Nothing is asked of a server.
 */
class KilledCacheTest {
    private static final int KILLS = Integer.getInteger("hawser.kills", 6);
    private static final long SEED = Long.getLong("hawser.seed", 20_261_121L);
    private static final int LONGEST_LIFE_LINES = 400;

    @TempDir
    private Path folder;

    /** What a process said of a key: the last version that was put, and whether, and when, it was removed since. */
    private static final class Said {
        private long put;
        private long removing;
        private long removed;
    }

    private final Map<String, Said> said = new HashMap<>();

    @Test
    @Timeout(300)
    void everyEntryIsWholeWheneverAProcessIsKilled() throws Exception {
        Random random = new Random(SEED);
        int cutShort = 0;
        int entries = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            listen(kill * 1_000_000L, random.nextInt(LONGEST_LIFE_LINES));
            cutShort += unfinished();
            entries += check();
        }
        System.out.printf(
                "%d kills, seed %d: %d cut a write short, %d entries whole%n", KILLS, SEED, cutShort, entries);
        assertThat(entries).isGreaterThan(KILLS);
    }

    @Test
    @Timeout(60)
    void aFolderIsForOneProcessAtATime() throws Exception {
        try (KilledProgram program = start(0)) {
            assertThat(program.line()).isEqualTo("open");
            assertThatThrownBy(() -> CacheStores.inFolder(folder, 1000))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the cache folder " + folder
                            + " is in use by another process; a folder is for one store at a time");
            program.kill();
        }
        CacheStores.inFolder(folder, CacheWriter.ROOM).close();
    }

    private KilledProgram start(long firstVersion) throws IOException {
        return new KilledProgram(CacheWriter.class, folder.toString(), Long.toString(firstVersion));
    }

    /** Runs a writer until it has said so many lines, kills it, and notes all that it has said. */
    private void listen(long firstVersion, int lineCount) throws Exception {
        try (KilledProgram program = start(firstVersion)) {
            assertThat(program.line()).isEqualTo("open");
            for (int i = 0; i < lineCount; i++) {
                note(program.line());
            }
            program.kill().forEach(this::note);
        }
    }

    private void note(String line) {
        String[] parts = line.split(" ");
        if (parts.length < 3) {
            return; // what it was saying when it was killed
        }
        Said of = said.computeIfAbsent(parts[1].replace('-', ' '), key -> new Said());
        long version = Long.parseLong(parts[2]);
        switch (parts[0]) {
            case "p" -> of.put = version;
            case "r" -> of.removing = version;
            default -> of.removed = version;
        }
    }

    /** The files that are no whole entries: what was being written. */
    private int unfinished() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Map<String, Integer> bodies = new HashMap<>();
            int unfinished = 0;
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".new")) {
                    unfinished++;
                } else if (name.endsWith(".body")) {
                    unfinished += bodies.merge(name.substring(0, name.indexOf('.')), 1, Integer::sum) > 1 ? 1 : 0;
                }
            }
            return Math.min(1, unfinished);
        }
    }

    private int check() throws IOException {
        int entries = 0;
        try (CacheStore store = CacheStores.inFolder(folder, CacheWriter.ROOM)) {
            for (int thread = 0; thread < 2; thread++) {
                for (int i = 0; i < CacheWriter.KEYS_OF_A_THREAD; i++) {
                    String key = "key " + thread + i;
                    entries += check(store, key, said.computeIfAbsent(key, each -> new Said()));
                }
            }
            long onDisk = 0;
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    onDisk += Files.size(file);
                }
            }
            assertThat(store.size()).as("nothing else is left").isEqualTo(onDisk);
        }
        return entries;
    }

    private static int check(CacheStore store, String key, Said of) throws IOException {
        try (CacheStore.Entry entry = store.read(key)) {
            if (entry == null) {
                assertThat(of.removing)
                        .as("%s is gone; put last in version %d", key, of.put)
                        .isGreaterThanOrEqualTo(of.put);
                of.put = 0;
                return 0;
            }
            long version = CacheWriter.version(entry.metadata());
            assertThat(version).as("%s", key).isGreaterThanOrEqualTo(of.put).isGreaterThan(of.removed);
            assertThat(entry.body().readAllBytes())
                    .as("%s in version %d", key, version)
                    .isEqualTo(CacheWriter.body(CacheWriter.bodyVersion(entry.metadata())));
            of.put = version;
            return 1;
        }
    }
}
