package dev.hawser.internal.cache;

import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * What the file of an entry says; it is written as a whole and never changed. A small body is in it, a larger one in a file of its
 * own.
 *
 * <pre>
 * "HWSR" version(4) keepUntil(8) bodyLength(8) bodyChecksum(4) bodyFile(8)
 * keyLength(4) metadataLength(4) inlineLength(4) key metadata inline checksum of all before(4)
 * </pre>
 */
final class EntryFile {
    /** Bodies up to this length are in the entry's file. */
    static final int MOST_INLINE = 32 << 10;

    private static final int MAGIC = 0x48575352;
    private static final int VERSION = 1;
    private static final int FIXED = 48;
    private static final int CHECKSUM = 4;

    private final String key;
    private final byte[] metadata;
    private final long keepUntilMillis;
    private final long bodyLength;
    private final int bodyChecksum;
    private final long bodyFile;
    private final byte[] inline;

    private EntryFile(
            String key,
            byte[] metadata,
            long keepUntilMillis,
            long bodyLength,
            int bodyChecksum,
            long bodyFile,
            byte[] inline) {
        this.key = key;
        this.metadata = metadata;
        this.keepUntilMillis = keepUntilMillis;
        this.bodyLength = bodyLength;
        this.bodyChecksum = bodyChecksum;
        this.bodyFile = bodyFile;
        this.inline = inline;
    }

    /** An entry with its body. */
    static EntryFile withBody(String key, byte[] metadata, long keepUntilMillis, byte[] body) {
        int checksum = checksum(body, 0, body.length);
        return new EntryFile(key, metadata, keepUntilMillis, body.length, checksum, 0, body);
    }

    /** An entry whose body is in a file of its own, with that number, which is not 0, in its name. */
    static EntryFile withBodyFile(
            String key, byte[] metadata, long keepUntilMillis, long bodyLength, int bodyChecksum, long bodyFile) {
        return new EntryFile(key, metadata, keepUntilMillis, bodyLength, bodyChecksum, bodyFile, new byte[0]);
    }

    String key() {
        return key;
    }

    byte[] metadata() {
        return metadata;
    }

    long keepUntilMillis() {
        return keepUntilMillis;
    }

    long bodyLength() {
        return bodyLength;
    }

    int bodyChecksum() {
        return bodyChecksum;
    }

    /** The number in the name of the body's file, or 0 if the body is {@link #inline()}. */
    long bodyFile() {
        return bodyFile;
    }

    byte[] inline() {
        return inline;
    }

    ByteBuffer encoded() {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(FIXED + keyBytes.length + metadata.length + inline.length + CHECKSUM);
        out.putInt(MAGIC).putInt(VERSION).putLong(keepUntilMillis);
        out.putLong(bodyLength).putInt(bodyChecksum).putLong(bodyFile);
        out.putInt(keyBytes.length).putInt(metadata.length).putInt(inline.length);
        out.put(keyBytes).put(metadata).put(inline);
        out.putInt(checksum(out.array(), 0, out.position()));
        return out.flip();
    }

    /**
     * What the bytes of a file say.
     *
     * @throws IOException if they are not all of such a file, undamaged
     */
    static EntryFile decode(byte[] bytes) throws IOException {
        if (bytes.length < FIXED + CHECKSUM) {
            throw new EOFException("an entry of " + bytes.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int end = bytes.length - CHECKSUM;
        if (in.getInt() != MAGIC || in.getInt() != VERSION || in.getInt(end) != checksum(bytes, 0, end)) {
            throw new IOException("no entry, or a damaged one");
        }
        try {
            long keepUntil = in.getLong();
            long bodyLength = in.getLong();
            int bodyChecksum = in.getInt();
            long bodyFile = in.getLong();
            int keyLength = in.getInt();
            int metadataLength = in.getInt();
            int inlineLength = in.getInt();
            if (keyLength < 0
                    || metadataLength < 0
                    || inlineLength < 0
                    || (long) keyLength + metadataLength + inlineLength != in.remaining() - CHECKSUM
                    || bodyFile == 0 && inlineLength != bodyLength
                    || bodyFile != 0 && inlineLength != 0
                    || bodyLength < 0) {
                throw new IOException("an entry whose lengths do not fit");
            }
            String key = new String(bytes(in, keyLength), StandardCharsets.UTF_8);
            byte[] metadata = bytes(in, metadataLength);
            return new EntryFile(key, metadata, keepUntil, bodyLength, bodyChecksum, bodyFile, bytes(in, inlineLength));
        } catch (BufferUnderflowException e) {
            throw new IOException("an entry whose lengths do not fit", e);
        }
    }

    EntryFile with(byte[] otherMetadata, long otherKeepUntil) {
        return new EntryFile(key, otherMetadata, otherKeepUntil, bodyLength, bodyChecksum, bodyFile, inline);
    }

    private static byte[] bytes(ByteBuffer in, int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    static int checksum(byte[] bytes, int offset, int count) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, offset, count);
        return (int) checksum.getValue();
    }
}
