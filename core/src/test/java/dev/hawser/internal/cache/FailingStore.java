package dev.hawser.internal.cache;

import dev.hawser.CacheStore;
import java.io.IOException;
import java.util.Iterator;

/** A store of which every use fails. */
final class FailingStore implements CacheStore {
    private static IOException failure() {
        return new IOException("the disk is on fire");
    }

    @Override
    public Entry read(String key) throws IOException {
        throw failure();
    }

    @Override
    public Writer write(String key, byte[] metadata, long keepUntilMillis) throws IOException {
        throw failure();
    }

    @Override
    public boolean remove(String key) throws IOException {
        throw failure();
    }

    @Override
    public void clear() throws IOException {
        throw failure();
    }

    @Override
    public Iterator<String> keys() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long size() throws IOException {
        throw failure();
    }

    @Override
    public long maxSize() {
        return -1;
    }

    @Override
    public void flush() throws IOException {
        throw failure();
    }

    @Override
    public void close() throws IOException {
        throw failure();
    }

    /** A writer that takes nothing. */
    static final class FailingWriter implements Writer {
        @Override
        public void write(byte[] from, int offset, int count) throws IOException {
            throw failure();
        }

        @Override
        public boolean commit() throws IOException {
            throw failure();
        }

        @Override
        public void close() {}
    }
}
