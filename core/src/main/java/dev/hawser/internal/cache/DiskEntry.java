package dev.hawser.internal.cache;

import dev.hawser.CacheStore;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** An entry on disk. Its metadata have been checked; its body is when it is asked for. */
final class DiskEntry implements CacheStore.Entry {
    private static final int PIECE = 32 << 10;

    private final DiskStore store;
    private final DiskIndex.Slot slot;
    private final EntryFile file;

    /** The file of the body; null if the body is in the entry's. */
    private final @Nullable FileChannel bytes;

    private @Nullable InputStream body;

    private DiskEntry(DiskStore store, DiskIndex.Slot slot, EntryFile file, @Nullable FileChannel bytes) {
        this.store = store;
        this.slot = slot;
        this.file = file;
        this.bytes = bytes;
    }

    /** The entry, its body's file held so that it stays to be read; null if that is not as long as it was written. */
    static @Nullable DiskEntry open(DiskStore store, DiskIndex.Slot slot, EntryFile file, Folder folder)
            throws IOException {
        if (file.bodyFile() == 0) {
            return new DiskEntry(store, slot, file, null);
        }
        FileChannel bytes = FileChannel.open(folder.body(slot.name(), file.bodyFile()), StandardOpenOption.READ);
        boolean whole = false;
        try {
            whole = bytes.size() == file.bodyLength();
        } finally {
            if (!whole) {
                bytes.close();
            }
        }
        return whole ? new DiskEntry(store, slot, file, bytes) : null;
    }

    private static int checksum(FileChannel bytes) throws IOException {
        CRC32C checksum = new CRC32C();
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        while (bytes.read(piece) >= 0) {
            checksum.update(piece.flip());
            piece.clear();
        }
        return (int) checksum.getValue();
    }

    @Override
    public byte[] metadata() {
        return file.metadata();
    }

    @Override
    public long bodyLength() {
        return file.bodyLength();
    }

    @Override
    public InputStream body() throws IOException {
        InputStream opened = body;
        if (opened == null) {
            opened = bytes == null ? new ByteArrayInputStream(file.inline()) : checked(bytes);
            body = opened;
        }
        return opened;
    }

    private InputStream checked(FileChannel bytes) throws IOException {
        if (checksum(bytes) != file.bodyChecksum()) {
            store.drop(slot);
            throw new IOException("a body of " + file.bodyLength() + " bytes is damaged, and was dropped");
        }
        bytes.position(0);
        return new BufferedInputStream(Channels.newInputStream(bytes), PIECE);
    }

    @Override
    public boolean update(byte[] metadata, long keepUntilMillis) throws IOException {
        return store.update(slot, file.with(metadata, keepUntilMillis));
    }

    @Override
    public void close() {
        try {
            if (bytes != null) {
                bytes.close();
            }
        } catch (IOException e) {
            // It was only read.
        }
    }
}
