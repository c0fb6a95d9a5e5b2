package dev.hawser.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.CacheStore;
import dev.hawser.CacheStores;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MemoryStoreTest extends StoreContract {
    @Override
    CacheStore open(long maxSize) {
        return CacheStores.inMemory(maxSize);
    }

    @Test
    void roomIsAByteAtLeast() {
        assertThatThrownBy(() -> CacheStores.inMemory(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
    }

    @Test
    void whatIsBeingWrittenHasAsMuchRoomAgainAndNoMore() throws IOException {
        CacheStore store = CacheStores.inMemory(100_000);
        put(store, "kept", METADATA, random(80_000, 1));
        CacheStore.Writer first = store.write("first", METADATA, FOREVER);
        CacheStore.Writer second = store.write("second", METADATA, FOREVER);
        assertThat(first).isNotNull();
        assertThat(second).isNotNull();
        first.write(random(60_000, 2), 0, 60_000);
        second.write(random(60_000, 3), 0, 60_000);

        assertThat(second.commit()).as("without room").isFalse();
        assertThat(store.size()).as("what is kept is not driven out").isGreaterThan(80_000);
        assertThat(first.commit()).isTrue();
        assertThat(body(store, "first")).isEqualTo(random(60_000, 2));
        assertThat(put(store, "third", METADATA, random(90_000, 4)))
                .as("the room is free again")
                .isTrue();
    }

    @Test
    void anEntryTakesMoreThanItsBody() throws IOException {
        put(store, "key", "");

        assertThat(store.size()).isBetween(200L, 400L);
    }
}
