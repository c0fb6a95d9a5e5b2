package dev.hawser.internal.call;

import dev.hawser.internal.bytes.BulkInputStream;
import dev.hawser.internal.cache.ByteRange;
import java.io.IOException;
import java.io.InputStream;

/** A range of a stream's bytes; what is before it is passed over with the first read. */
final class PartOfStream extends BulkInputStream {
    private final InputStream in;
    private long before;
    private long left;

    PartOfStream(InputStream whole, ByteRange range) {
        this.in = whole;
        this.before = range.first();
        this.left = range.length();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        in.skipNBytes(before);
        before = 0;
        int count = in.read(into, offset, (int) Math.min(length, left));
        left -= Math.max(0, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
