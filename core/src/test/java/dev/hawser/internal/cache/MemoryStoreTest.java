package dev.hawser.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.CacheStore;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MemoryStoreTest extends StoreContract {
    @Override
    CacheStore open(long maxSize) {
        return CacheStore.inMemory(maxSize);
    }

    @Test
    void roomIsAByteAtLeast() {
        assertThatThrownBy(() -> CacheStore.inMemory(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
    }

    @Test
    void anEntryTakesMoreThanItsBody() throws IOException {
        put(store, "key", "");

        assertThat(store.size()).isBetween(200L, 400L);
    }
}
