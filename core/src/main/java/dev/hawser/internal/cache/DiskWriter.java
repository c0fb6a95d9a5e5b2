package dev.hawser.internal.cache;

import dev.hawser.CacheStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** An entry on its way to disk. What fits into the entry's file waits in memory; more than that goes into a file of its own. */
final class DiskWriter implements CacheStore.Writer {
    private final DiskStore store;
    private final Folder folder;
    private final String key;
    private final byte[] metadata;
    private final long keepUntilMillis;
    private final long number;
    private final long most;
    private final CRC32C checksum = new CRC32C();
    private byte[] buffer = new byte[512];
    private int buffered;
    private long length;
    private @Nullable FileChannel file;

    /** Whether nothing more is taken: committed, given up, or too large. */
    private boolean over;

    DiskWriter(
            DiskStore store, Folder folder, String key, byte[] metadata, long keepUntilMillis, long number, long most) {
        this.store = store;
        this.folder = folder;
        this.key = key;
        this.metadata = metadata;
        this.keepUntilMillis = keepUntilMillis;
        this.number = number;
        this.most = most;
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
        if (over) {
            return;
        }
        length += count;
        if (length > most) {
            close();
            return;
        }
        checksum.update(from, offset, count);
        int at = offset;
        int end = offset + count;
        while (at < end) {
            if (buffered == EntryFile.MOST_INLINE) {
                spill();
            }
            int piece = Math.min(end - at, EntryFile.MOST_INLINE - buffered);
            if (buffered + piece > buffer.length) {
                buffer = Arrays.copyOf(
                        buffer, Math.min(EntryFile.MOST_INLINE, Math.max(2 * buffer.length, buffered + piece)));
            }
            System.arraycopy(from, at, buffer, buffered, piece);
            buffered += piece;
            at += piece;
        }
    }

    private void spill() throws IOException {
        if (file == null) {
            store.checkOpen();
            file = folder.newBody(Keys.hash(key), number);
        }
        Folder.writeAll(file, ByteBuffer.wrap(buffer, 0, buffered));
        buffered = 0;
    }

    @Override
    public boolean commit() throws IOException {
        if (over) {
            return false;
        }
        boolean spilled = file != null;
        if (file != null) {
            spill();
            file.close();
        }
        EntryFile entry = spilled
                ? EntryFile.withBodyFile(key, metadata, keepUntilMillis, length, (int) checksum.getValue(), number)
                : EntryFile.withBody(key, metadata, keepUntilMillis, Arrays.copyOf(buffer, buffered));
        boolean done = false;
        try {
            done = store.commit(entry);
        } finally {
            if (done) {
                over = true;
            } else {
                close();
            }
        }
        return done;
    }

    @Override
    public void close() {
        if (over) {
            return;
        }
        over = true;
        buffer = new byte[0];
        if (file != null) {
            try {
                file.close();
                Files.deleteIfExists(folder.body(Keys.hash(key), number));
            } catch (IOException e) {
                // No entry names the file: it is deleted with the next start.
            }
        }
    }
}
