package dev.hawser.internal.call;

import dev.hawser.internal.cache.ByteRange;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A range of a stream's bytes; what is before it is passed over with the first read. */
final class PartOfStream extends FilterInputStream {
    private long before;
    private long left;

    PartOfStream(InputStream whole, ByteRange range) {
        super(whole);
        this.before = range.first();
        this.left = range.length();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        in.skipNBytes(before);
        before = 0;
        int count = super.read(into, offset, (int) Math.min(length, left));
        left -= Math.max(0, count);
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] passed = new byte[(int) Math.min(Math.max(0, count), 8192)];
        return Math.max(0, read(passed, 0, passed.length));
    }

    @Override
    public int available() {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
