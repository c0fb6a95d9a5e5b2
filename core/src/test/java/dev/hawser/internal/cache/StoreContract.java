package dev.hawser.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.CacheStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every store. */
abstract class StoreContract {
    static final long FOREVER = Long.MAX_VALUE;
    static final byte[] METADATA = bytes("metadata");

    CacheStore store;

    abstract CacheStore open(long maxSize) throws IOException;

    @BeforeEach
    void open() throws IOException {
        store = open(1 << 20);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static boolean put(CacheStore store, String key, byte[] metadata, byte[] body) throws IOException {
        CacheStore.Writer writer = store.write(key, metadata, FOREVER);
        assertThat(writer).isNotNull();
        try (writer) {
            writer.write(body, 0, body.length);
            return writer.commit();
        }
    }

    static boolean put(CacheStore store, String key, String body) throws IOException {
        return put(store, key, METADATA, bytes(body));
    }

    /** The body under a key, or null. */
    static byte @Nullable [] body(CacheStore store, String key) throws IOException {
        try (CacheStore.Entry entry = store.read(key)) {
            return entry == null ? null : entry.body().readAllBytes();
        }
    }

    static @Nullable String text(CacheStore store, String key) throws IOException {
        byte[] body = body(store, key);
        return body == null ? null : new String(body, StandardCharsets.UTF_8);
    }

    static List<String> keys(CacheStore store) throws IOException {
        List<String> keys = new ArrayList<>();
        store.keys().forEachRemaining(keys::add);
        return keys;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511, 512, 32_767, 32_768, 32_769, 65_536, 300_000})
    void whatWasCommittedIsRead(int length) throws IOException {
        byte[] body = random(length, length);

        assertThat(put(store, "key", METADATA, body)).isTrue();

        try (CacheStore.Entry entry = store.read("key")) {
            assertThat(entry).isNotNull();
            assertThat(entry.metadata()).isEqualTo(METADATA);
            assertThat(entry.bodyLength()).isEqualTo(length);
            assertThat(entry.body().readAllBytes()).isEqualTo(body);
            assertThat(entry.body()).as("the same stream").isEmpty();
        }
    }

    @Test
    void whatWasNotWrittenIsNotThere() throws IOException {
        assertThat(store.read("key")).isNull();
        assertThat(store.remove("key")).isFalse();
        assertThat(store.size()).isZero();
        assertThat(keys(store)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100_000})
    void nothingIsSeenBeforeTheCommit(int length) throws IOException {
        put(store, "key", "old");
        byte[] body = random(length, 1);

        try (CacheStore.Writer writer = store.write("key", METADATA, FOREVER)) {
            assertThat(writer).isNotNull();
            writer.write(body, 0, length);
            assertThat(text(store, "key")).isEqualTo("old");
            writer.commit();
        }

        assertThat(body(store, "key")).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100_000})
    void whatIsGivenUpLeavesNothing(int length) throws IOException {
        put(store, "key", "old");
        long size = store.size();

        try (CacheStore.Writer writer = store.write("key", METADATA, FOREVER)) {
            assertThat(writer).isNotNull();
            writer.write(random(length, 1), 0, length);
        }

        assertThat(text(store, "key")).isEqualTo("old");
        assertThat(store.size()).isEqualTo(size);
    }

    @Test
    void bytesMayComeOneByOne() throws IOException {
        byte[] body = random(40_000, 5);
        try (CacheStore.Writer writer = store.write("key", METADATA, FOREVER)) {
            assertThat(writer).isNotNull();
            for (int i = 0; i < body.length; i++) {
                writer.write(body, i, 1);
            }
            writer.commit();
        }

        assertThat(body(store, "key")).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100_000})
    void anEntryThatWasHandedOutStaysAsItWas(int length) throws IOException {
        byte[] old = random(length, 1);
        put(store, "key", METADATA, old);
        try (CacheStore.Entry entry = store.read("key")) {
            assertThat(entry).isNotNull();
            put(store, "key", bytes("other"), random(length, 2));
            store.remove("key");

            assertThat(entry.metadata()).isEqualTo(METADATA);
            assertThat(entry.body().readAllBytes()).isEqualTo(old);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100_000})
    void metadataAreReplacedAndTheBodyStays(int length) throws IOException {
        byte[] body = random(length, 1);
        put(store, "key", METADATA, body);
        try (CacheStore.Entry entry = store.read("key")) {
            assertThat(entry).isNotNull();
            assertThat(entry.update(bytes("newer and longer metadata"), FOREVER))
                    .isTrue();
        }

        try (CacheStore.Entry entry = store.read("key")) {
            assertThat(entry).isNotNull();
            assertThat(entry.metadata()).isEqualTo(bytes("newer and longer metadata"));
            assertThat(entry.body().readAllBytes()).isEqualTo(body);
        }
    }

    @Test
    void metadataOfWhatWasReplacedOrRemovedAreNot() throws IOException {
        put(store, "key", "old");
        try (CacheStore.Entry entry = store.read("key")) {
            assertThat(entry).isNotNull();
            put(store, "key", "new");
            assertThat(entry.update(bytes("late"), FOREVER)).isFalse();
            assertThat(text(store, "key")).isEqualTo("new");

            store.remove("key");
            assertThat(entry.update(bytes("late"), FOREVER)).isFalse();
            assertThat(store.read("key")).isNull();
        }
    }

    @Test
    void whatIsRemovedIsGoneWithItsBytes() throws IOException {
        put(store, "a", "1");
        long one = store.size();
        put(store, "b", METADATA, random(50_000, 1));

        assertThat(store.remove("b")).isTrue();

        assertThat(store.read("b")).isNull();
        assertThat(store.size()).isEqualTo(one);
        assertThat(keys(store)).containsExactly("a");
    }

    @Test
    void everythingCanBeRemoved() throws IOException {
        put(store, "a", "1");
        put(store, "b", METADATA, random(50_000, 1));

        store.clear();

        assertThat(keys(store)).isEmpty();
        assertThat(store.size()).isZero();
        put(store, "a", "2");
        assertThat(text(store, "a")).isEqualTo("2");
    }

    @Test
    void whatWasNotUsedForLongestGoesFirst() throws IOException {
        for (int i = 0; i < 4; i++) {
            put(store, "key " + i, METADATA, random(200_000, i));
        }
        assertThat(store.read("key 0")).isNotNull().satisfies(CacheStore.Entry::close);

        for (int i = 4; i < 7; i++) {
            put(store, "key " + i, METADATA, random(200_000, i));
        }

        assertThat(keys(store)).containsExactlyInAnyOrder("key 0", "key 3", "key 4", "key 5", "key 6");
        assertThat(store.size()).isLessThanOrEqualTo(store.maxSize()).isGreaterThan(1_000_000);
    }

    @Test
    void whatIsLargerThanTheStoreIsNotKept() throws IOException {
        put(store, "small", "1");

        assertThat(put(store, "large", METADATA, random((1 << 20) + 1, 1))).isFalse();

        assertThat(store.read("large")).isNull();
        assertThat(text(store, "small")).isEqualTo("1");
    }

    @Test
    void manyThreadsNeverSeeAMixture() throws Exception {
        int threads = 6;
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicInteger seen = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(threads);
        for (int thread = 0; thread < threads; thread++) {
            int seed = thread;
            new Thread(() -> {
                        try {
                            Random random = new Random(seed);
                            for (int i = 0; i < 150; i++) {
                                step(random, seen);
                            }
                        } catch (Throwable e) {
                            failure.compareAndSet(null, e);
                        } finally {
                            done.countDown();
                        }
                    })
                    .start();
        }
        done.await();

        assertThat(failure.get()).isNull();
        assertThat(seen).hasPositiveValue();
        for (String key : keys(store)) {
            assertThat(store.remove(key)).isTrue();
        }
        assertThat(store.size()).as("nothing is counted that is not there").isZero();
    }

    /** A body says by its first byte what all the others are, and the metadata say it, too. */
    private void step(Random random, AtomicInteger seen) throws IOException {
        String key = "key " + random.nextInt(4);
        switch (random.nextInt(8)) {
            case 0 -> store.remove(key);
            case 1, 2, 3 -> {
                byte[] body = new byte[random.nextBoolean() ? 1_000 : 40_000];
                Arrays.fill(body, (byte) random.nextInt(100));
                put(store, key, new byte[] {body[0]}, body);
            }
            default -> {
                try (CacheStore.Entry entry = store.read(key)) {
                    if (entry != null) {
                        seen.incrementAndGet();
                        byte[] body = entry.body().readAllBytes();
                        byte[] same = new byte[body.length == 1_000 ? 1_000 : 40_000];
                        Arrays.fill(same, entry.metadata()[0]);
                        assertThat(Arrays.equals(body, same)).isTrue();
                        if (random.nextInt(4) == 0) {
                            entry.update(entry.metadata(), FOREVER);
                        }
                    }
                }
            }
        }
    }
}
