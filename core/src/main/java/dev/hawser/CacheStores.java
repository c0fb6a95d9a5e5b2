package dev.hawser;

import dev.hawser.internal.cache.DiskStore;
import dev.hawser.internal.cache.MemoryStore;
import java.io.IOException;
import java.nio.file.Path;

/** The ready-made stores of a {@link Cache}. */
public final class CacheStores {
    private CacheStores() {}

    /**
     * A store in memory that drops what was not used for longest when it holds {@code maxSize} bytes. Bodies that are being received, and
     * are yet to be stored, take at most as much again, all together; one that finds no room is not stored.
     *
     * @throws IllegalArgumentException if {@code maxSize} is below 1
     */
    public static CacheStore inMemory(long maxSize) {
        return new MemoryStore(maxSize);
    }

    /**
     * A store in a folder that drops what was not used for longest when it holds {@code maxSize} bytes. It survives the end of
     * the process at any moment: what was being written then is gone, and what is damaged is dropped. The folder is made if it is
     * not there, belongs to the store alone, and is for one process at a time.
     *
     * @throws IllegalArgumentException if {@code maxSize} is below 1
     * @throws IOException if the folder cannot be used, or another store uses it: the message names it
     */
    public static CacheStore inFolder(Path folder, long maxSize) throws IOException {
        return DiskStore.open(folder, maxSize);
    }
}
