package dev.hawser.internal.cache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hawser.CacheStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Entries in memory, bounded by their bytes: what was not used for longest goes first. Reading and writing cost the same however many there are. */
public final class MemoryStore implements CacheStore {
    /** What an entry takes beside its bytes: the objects that hold them. */
    private static final int OVERHEAD = 256;

    private final long maxSize;
    private final ReentrantLock lock = new ReentrantLock();

    /** What was used last is last. */
    @GuardedBy("lock")
    private final LinkedHashMap<String, Kept> entries = new LinkedHashMap<>(16, 0.75f, true);

    @GuardedBy("lock")
    private long size;

    /**
     * An empty store.
     *
     * @throws IllegalArgumentException unless {@code maxSize} is at least 1
     */
    public MemoryStore(long maxSize) {
        if (maxSize < 1) {
            throw new IllegalArgumentException("maxSize must be at least 1 byte: " + maxSize);
        }
        this.maxSize = maxSize;
    }

    /** What is under a key; never changed. */
    private static final class Kept {
        private final String key;
        private final byte[] metadata;
        private final byte[] body;

        Kept(String key, byte[] metadata, byte[] body) {
            this.key = key;
            this.metadata = metadata;
            this.body = body;
        }

        long size() {
            return OVERHEAD + 2L * key.length() + metadata.length + body.length;
        }
    }

    @Override
    public @Nullable Entry read(String key) {
        lock.lock();
        try {
            Kept kept = entries.get(key);
            return kept == null ? null : new MemoryEntry(kept);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Writer write(String key, byte[] metadata, long keepUntilMillis) {
        return new MemoryWriter(key, metadata);
    }

    @Override
    public boolean remove(String key) {
        lock.lock();
        try {
            return drop(key);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void clear() {
        lock.lock();
        try {
            entries.clear();
            size = 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Iterator<String> keys() {
        lock.lock();
        try {
            return List.copyOf(entries.keySet()).iterator();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long maxSize() {
        return maxSize;
    }

    /** Nothing is left to be done. */
    @Override
    public void flush() {}

    @Override
    public void close() {
        clear();
    }

    /** Puts an entry in, unless it is too large, or {@code seen} is to be replaced and is no more there. */
    private boolean put(Kept kept, @Nullable Kept seen) {
        if (kept.size() > maxSize) {
            return false;
        }
        lock.lock();
        try {
            if (seen != null && entries.get(kept.key) != seen) {
                return false;
            }
            drop(kept.key);
            entries.put(kept.key, kept);
            size += kept.size();
            Iterator<Map.Entry<String, Kept>> oldest = entries.entrySet().iterator();
            while (size > maxSize) {
                size -= oldest.next().getValue().size();
                oldest.remove();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean drop(String key) {
        Kept dropped = entries.remove(key);
        size -= dropped == null ? 0 : dropped.size();
        return dropped != null;
    }

    private final class MemoryEntry implements Entry {
        private final Kept kept;
        private final InputStream body;

        MemoryEntry(Kept kept) {
            this.kept = kept;
            this.body = new ByteArrayInputStream(kept.body);
        }

        @Override
        public byte[] metadata() {
            return kept.metadata;
        }

        @Override
        public long bodyLength() {
            return kept.body.length;
        }

        @Override
        public InputStream body() {
            return body;
        }

        @Override
        public boolean update(byte[] metadata, long keepUntilMillis) {
            return put(new Kept(kept.key, metadata, kept.body), kept);
        }

        @Override
        public void close() {}
    }

    private final class MemoryWriter implements Writer {
        private final String key;
        private final byte[] metadata;
        private @Nullable ByteArrayOutputStream body = new ByteArrayOutputStream(512);

        MemoryWriter(String key, byte[] metadata) {
            this.key = key;
            this.metadata = metadata;
        }

        /** Beyond the size of the store nothing is held any more. */
        @Override
        public void write(byte[] from, int offset, int count) {
            if (body != null) {
                body.write(from, offset, count);
                if (body.size() > maxSize || body.size() > Integer.MAX_VALUE - (1 << 20)) {
                    body = null;
                }
            }
        }

        @Override
        public boolean commit() {
            ByteArrayOutputStream complete = body;
            body = null;
            return complete != null && put(new Kept(key, metadata, complete.toByteArray()), null);
        }

        @Override
        public void close() {
            body = null;
        }
    }
}
