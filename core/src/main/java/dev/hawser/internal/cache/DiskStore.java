package dev.hawser.internal.cache;

import dev.hawser.CacheStore;
import dev.hawser.internal.cache.DiskIndex.Leaving;
import dev.hawser.internal.cache.DiskIndex.Slot;
import dev.hawser.internal.cache.DiskIndex.Turn;
import dev.hawser.internal.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Entries in a folder, bounded by their bytes: what was not used for longest goes first. Whatever moment the process ends at, each
 * entry is the old one, the new one, or gone: it appears by the renaming of one file, and is served only if the checksums of
 * all its bytes are right.
 */
public final class DiskStore implements CacheStore {
    /** How exactly the time of the last use is kept for the next start. */
    private static final long TOUCH_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private final Folder folder;
    private final long maxSize;
    private final Clock clock;
    private final DiskIndex index;
    private final AtomicLong numbers;
    private volatile boolean closed;

    private DiskStore(Folder folder, long maxSize, Clock clock, DiskIndex index, long firstNumber) {
        this.folder = folder;
        this.maxSize = maxSize;
        this.clock = clock;
        this.index = index;
        this.numbers = new AtomicLong(firstNumber);
    }

    /** The store in a folder, which is made if it is not there, and is for one process at a time. */
    public static DiskStore open(Path path, long maxSize) throws IOException {
        return open(path, maxSize, Clock.system());
    }

    static DiskStore open(Path path, long maxSize, Clock clock) throws IOException {
        if (maxSize < 1) {
            throw new IllegalArgumentException("maxSize must be at least 1 byte: " + maxSize);
        }
        Folder folder = Folder.open(path);
        boolean done = false;
        try {
            DiskIndex index = new DiskIndex(maxSize);
            long lastNumber = new Inventory(folder).takenInto(index);
            DiskStore store = new DiskStore(folder, maxSize, clock, index, lastNumber + 1);
            store.delete(index.removeOverflow());
            done = true;
            return store;
        } finally {
            if (!done) {
                folder.close();
            }
        }
    }

    void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("the cache in " + folder.path() + " is closed");
        }
    }

    @Override
    public @Nullable Entry read(String key) throws IOException {
        checkOpen();
        String name = Keys.hash(key);
        for (int attempt = 0; attempt < 3; attempt++) {
            Slot slot = index.use(name);
            if (slot == null) {
                return null;
            }
            try {
                DiskEntry entry = open(slot, key);
                if (entry != null) {
                    touch(slot);
                    return entry;
                }
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
            if (index.use(name) == slot) { // else another has replaced it meanwhile
                drop(slot);
                return null;
            }
        }
        return null;
    }

    /** Deletes what was found to be damaged or of no use. */
    void drop(Slot slot) throws IOException {
        List<Leaving> leaving = new ArrayList<>();
        index.removeDamaged(slot, leaving);
        delete(leaving);
    }

    /** The entry; null or an exception if it is damaged, is of another key, or of no use any more. */
    private @Nullable DiskEntry open(Slot slot, String key) throws IOException {
        byte[] bytes = folder.readEntry(slot.name());
        if (bytes == null) {
            return null;
        }
        EntryFile file = EntryFile.decode(bytes);
        boolean wanted = file.key().equals(key)
                && file.keepUntilMillis() > clock.currentTimeMillis()
                && file.bodyFile() == slot.bodyFile();
        return wanted ? DiskEntry.open(this, slot, file, folder) : null;
    }

    private void touch(Slot slot) {
        long now = clock.currentTimeMillis();
        long before = slot.touched().get();
        if (now - before >= TOUCH_MILLIS && slot.touched().compareAndSet(before, now)) {
            try {
                folder.touch(slot.name(), now);
            } catch (IOException e) {
                // After the next start it is taken for one that was not used for longer; that is all.
            }
        }
    }

    @Override
    public @Nullable Writer write(String key, byte[] metadata, long keepUntilMillis) throws IOException {
        checkOpen();
        return new DiskWriter(this, folder, key, metadata, keepUntilMillis, numbers.getAndIncrement(), maxSize);
    }

    /** Puts an entry on disk whose body is there, and into the books. */
    boolean commit(EntryFile file) throws IOException {
        checkOpen();
        String name = Keys.hash(file.key());
        Turn turn = index.begin(name);
        return turn != null && replace(turn, name, file);
    }

    /** Puts an entry with the same body in place of another, if that is still there. */
    boolean update(Slot seen, EntryFile file) throws IOException {
        checkOpen();
        Turn turn = index.beginAt(seen);
        return turn != null && replace(turn, seen.name(), file);
    }

    private boolean replace(Turn turn, String name, EntryFile file) throws IOException {
        var content = file.encoded();
        long now = clock.currentTimeMillis();
        long bodyBytes = file.bodyFile() == 0 ? 0 : file.bodyLength();
        Slot slot = new Slot(name, file.bodyFile(), bodyBytes, content.remaining(), new AtomicLong(now));
        boolean fits = slot.size() <= maxSize;
        try {
            if (fits) {
                folder.writeEntry(name, numbers.getAndIncrement(), content);
                Slot old = index.put(slot);
                if (old != null && old.bodyFile() != slot.bodyFile()) {
                    deleteBody(old);
                }
            }
        } finally {
            Leaving doomed = index.end(turn);
            if (doomed != null) {
                delete(List.of(doomed));
            }
        }
        delete(index.removeOverflow());
        return fits;
    }

    @Override
    public boolean remove(String key) throws IOException {
        checkOpen();
        List<Leaving> leaving = new ArrayList<>();
        boolean there = index.remove(Keys.hash(key), leaving);
        delete(leaving);
        return there;
    }

    @Override
    public void clear() throws IOException {
        checkOpen();
        List<Leaving> leaving = new ArrayList<>();
        index.removeAll(leaving);
        delete(leaving);
    }

    /** Deletes the files of what has left the books: the entry first, as without it the body means nothing. */
    private void delete(List<Leaving> leaving) throws IOException {
        IOException failure = null;
        for (Leaving each : leaving) {
            try {
                Files.deleteIfExists(folder.entry(each.name()));
                if (each.slot() != null) {
                    deleteBody(each.slot());
                }
            } catch (IOException e) {
                failure = e;
            } finally {
                index.release(each);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void deleteBody(Slot slot) throws IOException {
        if (slot.bodyFile() != 0) {
            Files.deleteIfExists(folder.body(slot.name(), slot.bodyFile()));
        }
    }

    @Override
    public Iterator<String> keys() throws IOException {
        checkOpen();
        Iterator<String> names = index.names().iterator();
        return new Iterator<>() {
            private @Nullable String next = find();

            private @Nullable String find() {
                while (names.hasNext()) {
                    try {
                        byte[] bytes = folder.readEntry(names.next());
                        if (bytes != null) {
                            return EntryFile.decode(bytes).key();
                        }
                    } catch (IOException e) {
                        // It is dropped when it is read.
                    }
                }
                return null;
            }

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public String next() {
                String found = next;
                if (found == null) {
                    throw new NoSuchElementException();
                }
                next = find();
                return found;
            }
        };
    }

    @Override
    public long size() {
        return index.size();
    }

    @Override
    public long maxSize() {
        return maxSize;
    }

    /** Nothing is held back: what was committed has been given to the file system. */
    @Override
    public void flush() {}

    @Override
    public void close() throws IOException {
        closed = true;
        folder.close();
    }

    /** Folder and sizes. */
    @Override
    public String toString() {
        return "DiskStore{" + folder.path() + ", " + index.size() + " of " + maxSize + " bytes}";
    }
}
