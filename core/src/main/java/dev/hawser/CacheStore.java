package dev.hawser;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link Cache} keeps its responses: entries of metadata and a body under keys. It knows nothing of HTTP, and
 * decides nothing but whom to drop when it is full; implement it to keep responses elsewhere, as in a store that many
 * machines share. {@link CacheStores} has those that are ready-made.
 *
 * <p>A key is text that begins with a URL; one that is too long or too telling for the store is to be hashed. An entry that was
 * handed out stays as it was, whatever is written or removed meanwhile. A body appears under its key at once and as a whole,
 * or not at all. What fails is thrown; the cache then does without the store, and fails no call.
 *
 * <p>Implementations must be safe for use by many threads, and should hold no lock while they read or write.
 */
public interface CacheStore extends Closeable {
    /**
     * What is kept under a key, or null if there is nothing, or what there is is damaged. The caller closes it.
     *
     * @throws IOException if that cannot be found out
     */
    @Nullable
    Entry read(String key) throws IOException;

    /**
     * Begins to write an entry; nothing is to be seen of it before {@link Writer#commit()}.
     *
     * @param metadata what is kept beside the body; not changed by either side
     * @param keepUntilMillis until when it can be of use, in milliseconds since 1970; from then on it may be dropped
     * @return null if the store does not want it
     */
    @Nullable
    Writer write(String key, byte[] metadata, long keepUntilMillis) throws IOException;

    /** Removes what is kept under a key; whether there was something. */
    boolean remove(String key) throws IOException;

    /** Removes everything. */
    void clear() throws IOException;

    /**
     * The keys of the moment, in no order.
     *
     * @throws UnsupportedOperationException if the store cannot tell
     */
    Iterator<String> keys() throws IOException;

    /** The bytes that are taken, or -1 if the store cannot tell. */
    long size() throws IOException;

    /** The bytes that may be taken, or -1 if the store does not limit them by itself. */
    long maxSize();

    /** Has all that was committed where it is to stay. */
    void flush() throws IOException;

    /** Ends the use of the store; entries that were handed out can still be read. Idempotent. */
    @Override
    void close() throws IOException;

    /** One response as it was when it was read. Not safe for use by many threads at once. */
    interface Entry extends Closeable {
        /** What was written beside the body; not to be changed. */
        byte[] metadata();

        /** The number of bytes in the body. */
        long bodyLength();

        /**
         * The body; each call gives the same stream. Closing it closes the entry.
         *
         * @throws IOException if the body is not, byte by byte, what was written
         */
        InputStream body() throws IOException;

        /**
         * Puts other metadata in place of these, if the store still has this entry; the body stays.
         *
         * @return whether it was still there
         */
        boolean update(byte[] metadata, long keepUntilMillis) throws IOException;

        @Override
        void close();
    }

    /** One response that is being written. Not safe for use by many threads at once. */
    interface Writer extends Closeable {
        /** Adds bytes to the body. */
        void write(byte[] from, int offset, int count) throws IOException;

        /**
         * Puts the entry under its key, in place of what is there.
         *
         * @return false if the store does not want it after all
         */
        boolean commit() throws IOException;

        /** Gives up what was not committed. Idempotent. */
        @Override
        void close();
    }
}
