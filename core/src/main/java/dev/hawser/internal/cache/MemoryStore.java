package dev.hawser.internal.cache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hawser.CacheStore;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Entries in memory, bounded by their bytes: what was not used for longest goes first. Bodies that are being written have the same room
 * once more, all together; one that finds none is given up. Reading and writing cost the same however many entries there are.
 */
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

    /** What the bodies take that are being written. */
    @GuardedBy("lock")
    private long beingWritten;

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

    /** Takes room for more of a body that is being written: so much, or what there is. */
    private int takeRoom(int most) {
        lock.lock();
        try {
            int taken = (int) Math.min(most, maxSize - beingWritten);
            beingWritten += taken;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void giveRoomBack(long bytes) {
        lock.lock();
        try {
            beingWritten -= bytes;
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
        private static final int FIRST_PIECE = 512;
        private static final int LARGEST_PIECE = 64 << 10;
        private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

        private final String key;
        private final byte[] metadata;

        /** The body so far, in pieces of growing size; all are full but the last. */
        private final List<byte[]> pieces = new ArrayList<>();

        private int length;

        /** The room that the pieces take, and how much of it is free in the last one. */
        private long room;

        private int free;

        /** Whether nothing more is taken in: committed, given up, or without room. */
        private boolean over;

        MemoryWriter(String key, byte[] metadata) {
            this.key = key;
            this.metadata = metadata;
        }

        @Override
        public void write(byte[] from, int offset, int count) {
            int at = offset;
            int end = offset + count;
            while (!over && at < end) {
                if (free == 0) {
                    addPiece();
                } else {
                    byte[] last = pieces.get(pieces.size() - 1);
                    int copied = Math.min(free, end - at);
                    System.arraycopy(from, at, last, last.length - free, copied);
                    at += copied;
                    free -= copied;
                    length += copied;
                }
            }
        }

        /** Without room for it the body is given up. */
        private void addPiece() {
            int most = Math.min(MOST_BYTES - length, Math.max(FIRST_PIECE, Math.min(length, LARGEST_PIECE)));
            int size = takeRoom(most);
            if (size == 0) {
                close();
                return;
            }
            pieces.add(new byte[size]);
            room += size;
            free = size;
        }

        @Override
        public boolean commit() {
            boolean stored = !over && put(new Kept(key, metadata, whole()), null);
            close();
            return stored;
        }

        private byte[] whole() {
            byte[] whole = new byte[length];
            int at = 0;
            for (byte[] piece : pieces) {
                int count = Math.min(piece.length, length - at);
                System.arraycopy(piece, 0, whole, at, count);
                at += count;
            }
            return whole;
        }

        @Override
        public void close() {
            if (!over) {
                over = true;
                pieces.clear();
                giveRoomBack(room);
            }
        }
    }
}
