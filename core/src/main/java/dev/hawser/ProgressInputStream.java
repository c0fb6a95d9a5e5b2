package dev.hawser;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that tells how far it is read. */
final class ProgressInputStream extends FilterInputStream {
    private final long length;
    private final ProgressListener listener;
    private long bytes;
    private boolean done;

    ProgressInputStream(InputStream in, long length, ProgressListener listener) {
        super(in);
        this.length = length;
        this.listener = listener;
    }

    @Override
    public int read() throws IOException {
        int read = in.read();
        count(read < 0 ? -1 : 1);
        return read;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        int read = in.read(into, offset, count);
        count(read);
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = in.skip(count);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long read) {
        if (!done && read != 0) {
            done = read < 0;
            bytes += Math.max(read, 0);
            listener.progress(bytes, length, done);
        }
    }
}
