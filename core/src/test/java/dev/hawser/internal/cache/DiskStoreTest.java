package dev.hawser.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.CacheStore;
import dev.hawser.CacheStores;
import dev.hawser.internal.time.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskStoreTest extends StoreContract {
    private final FakeClock clock = new FakeClock();

    @TempDir
    private Path parent;

    private Path folder() {
        return parent.resolve("a/cache");
    }

    @Override
    CacheStore open(long maxSize) throws IOException {
        return DiskStore.open(folder(), maxSize, clock);
    }

    private void reopen() throws IOException {
        store.close();
        store = open(1 << 20);
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private Path only(String ending) throws IOException {
        assertThat(files(ending)).hasSize(1);
        return files(ending).get(0);
    }

    @Nested
    class AfterTheNextStart {
        @Test
        void allIsThere() throws IOException {
            put(store, "small", "1");
            put(store, "large", bytes("m"), random(100_000, 1));
            long size = store.size();
            reopen();

            assertThat(text(store, "small")).isEqualTo("1");
            assertThat(body(store, "large")).isEqualTo(random(100_000, 1));
            assertThat(store.size()).isEqualTo(size);
            assertThat(keys(store)).containsExactlyInAnyOrder("small", "large");
        }

        @Test
        void whatWasRemovedIsNot() throws IOException {
            put(store, "small", "1");
            put(store, "large", bytes("m"), random(100_000, 1));
            store.remove("small");
            store.clear();
            reopen();

            assertThat(keys(store)).isEmpty();
            assertThat(files(".entry")).isEmpty();
            assertThat(files(".body")).isEmpty();
        }

        @Test
        void theOrderOfUseIsThatOfBefore() throws IOException {
            for (int i = 0; i < 4; i++) {
                put(store, "key " + i, bytes("m"), random(200_000, i));
            }
            List<Path> entries = files(".entry");
            for (Path entry : entries) {
                String key = EntryFile.decode(Files.readAllBytes(entry)).key();
                Files.setLastModifiedTime(entry, FileTime.fromMillis(1000L * key.charAt(4)));
            }
            clock.advance(Duration.ofMinutes(2));
            assertThat(store.read("key 1")).isNotNull().satisfies(CacheStore.Entry::close);
            store.close();
            store = open(500_000);

            assertThat(keys(store)).containsExactlyInAnyOrder("key 1", "key 3");
        }

        @Test
        void whatWasBeingWrittenIsGone() throws IOException {
            put(store, "key", "old");
            CacheStore.Writer writer = store.write("key", bytes("m"), FOREVER);
            assertThat(writer).isNotNull();
            writer.write(random(100_000, 1), 0, 100_000);
            Files.write(folder().resolve("7.new"), random(100, 1));
            reopen();

            assertThat(text(store, "key")).isEqualTo("old");
            assertThat(files(".body")).isEmpty();
            assertThat(files(".new")).isEmpty();
            assertThatThrownBy(writer::commit).as("of the store that is closed").isInstanceOf(IOException.class);
        }

        @Test
        void aBodyThatNoEntryNamesIsDeleted() throws IOException {
            put(store, "key", bytes("m"), random(100_000, 1));
            Path body = only(".body");
            String name = body.getFileName().toString();
            Files.write(folder().resolve(name.replaceFirst("\\.[0-9a-f]+\\.body", ".77.body")), random(5, 1));
            Files.write(folder().resolve("0123456789abcdef0123456789abcdef.8.body"), random(5, 1));
            reopen();

            assertThat(files(".body")).containsExactly(body);
            assertThat(body(store, "key")).isEqualTo(random(100_000, 1));
        }

        @Test
        void numbersAreNotUsedTwice() throws IOException {
            put(store, "a", bytes("m"), random(100_000, 1));
            reopen();
            put(store, "b", bytes("m"), random(100_000, 2));
            reopen();

            assertThat(body(store, "a")).isEqualTo(random(100_000, 1));
            assertThat(body(store, "b")).isEqualTo(random(100_000, 2));
        }

        @ParameterizedTest
        @ValueSource(strings = {"README", "rope.new", "other.8.body", "human.body", "diary.entry", "ffff.entry"})
        void otherFilesAreLeftAlone(String name) throws IOException {
            Path note = Files.writeString(folder().resolve(name), "mine");
            reopen();
            assertThat(store.size()).isZero();
            store.clear();

            assertThat(note).hasContent("mine");
        }
    }

    @Nested
    class Damage {
        /** One byte of the file is changed, at each place; the entry is then gone, and not served. */
        @ParameterizedTest
        @ValueSource(strings = {".entry", ".body"})
        void atAnyByteDropsTheEntry(String ending) throws IOException {
            put(store, "key", bytes("metadata"), random(33_000, 1));
            Path file = only(ending);
            byte[] whole = Files.readAllBytes(file);
            byte[] other = Files.readAllBytes(only(ending.equals(".body") ? ".entry" : ".body"));
            Path otherFile = only(ending.equals(".body") ? ".entry" : ".body");
            int step = ending.equals(".body") ? 1_111 : 1;
            for (int at = 0; at < whole.length; at += step) {
                byte[] damaged = whole.clone();
                damaged[at] ^= 0x10;
                Files.write(file, damaged);
                assertThat(isServed("key")).as("byte %d", at).isFalse();
                store.close();
                Files.write(file, whole);
                Files.write(otherFile, other);
                store = open(1 << 20);
            }
            assertThat(isServed("key")).as("undamaged").isTrue();
        }

        /** The file is cut at each place, before the store is opened and while it is open. */
        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void byCuttingDropsTheEntry(boolean whileOpen) throws IOException {
            put(store, "key", "a body within the file");
            Path file = only(".entry");
            byte[] whole = Files.readAllBytes(file);
            for (int length = 0; length < whole.length; length++) {
                store.close();
                Files.write(file, whileOpen ? whole : Arrays.copyOf(whole, length));
                store = open(1 << 20);
                Files.write(file, Arrays.copyOf(whole, length));
                assertThat(isServed("key")).as("%d bytes", length).isFalse();
                assertThat(file).doesNotExist();
            }
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void ofABodyThatIsCutOrGoneDropsTheEntry(boolean gone) throws IOException {
            for (boolean whileOpen : new boolean[] {true, false}) {
                put(store, "key", bytes("m"), random(100_000, 1));
                Path file = only(".body");
                if (!whileOpen) {
                    store.close();
                }
                if (gone) {
                    Files.delete(file);
                } else {
                    Files.write(file, random(99_999, 1));
                }
                if (!whileOpen) {
                    store = open(1 << 20);
                }

                assertThat(isServed("key")).isFalse();
                assertThat(store.size()).isZero();
                assertThat(files(".entry")).isEmpty();
                assertThat(files(".body")).isEmpty();
            }
        }

        private boolean isServed(String key) throws IOException {
            try (CacheStore.Entry entry = store.read(key)) {
                return entry != null && entry.body().read() >= -1;
            } catch (IOException e) {
                assertThat(store.read(key)).as("dropped").isNull();
                return false;
            }
        }

        @Test
        void doesNotHideThatTwoKeysHaveOneName() throws IOException {
            put(store, "key", "mine");
            byte[] other = Files.readAllBytes(only(".entry"));
            store.clear();
            put(store, "another key", "theirs");
            Files.write(only(".entry"), other);

            assertThat(store.read("another key")).isNull();
        }
    }

    @Nested
    class Locked {
        @Test
        void aFolderIsForOneStoreAtATime() {
            assertThatThrownBy(() -> open(1000))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the cache folder " + folder().toAbsolutePath()
                            + " is in use by a store of this process; a folder is for one store at a time");
        }

        @Test
        void aStoreThatIsClosedLetsItGo() throws IOException {
            store.close();
            store.close();
            store = open(1000);

            assertThat(store.size()).isZero();
        }

        @Test
        void aStoreThatIsClosedDoesNothing() throws IOException {
            put(store, "key", "1");
            store.close();

            assertThatThrownBy(() -> store.read("key"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("closed");
            assertThatThrownBy(() -> store.write("key", bytes("m"), 1)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> store.remove("key")).isInstanceOf(IOException.class);
            assertThat(files(".entry")).hasSize(1);
        }
    }

    @Test
    void whatIsOfNoUseAnyMoreIsDropped() throws IOException {
        CacheStore.Writer writer = store.write("key", bytes("m"), clock.currentTimeMillis() + 1000);
        assertThat(writer).isNotNull();
        writer.commit();

        clock.advance(Duration.ofMillis(999));
        assertThat(store.read("key")).isNotNull().satisfies(CacheStore.Entry::close);
        clock.advance(Duration.ofMillis(1));
        assertThat(store.read("key")).isNull();
        assertThat(files(".entry")).isEmpty();
    }

    @Test
    void filesTellNothingByTheirNames() throws IOException {
        put(store, "https://example.com/secret?token=abc", "1");

        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder())) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        assertThat(names).hasSize(2).allMatch(name -> name.matches("lock|[0-9a-f]{32}\\.entry"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theFolderIsItsOwnersAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
    }

    @Test
    void whatIsNoFolderIsRefused() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");

        assertThatThrownBy(() -> CacheStores.inFolder(file, 1000))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
        assertThatThrownBy(() -> CacheStores.inFolder(parent.resolve("b"), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
