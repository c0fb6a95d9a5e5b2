package dev.hawser.urlconnection;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** The content of a response. After {@link #close()} it says what the JDK's says. */
final class Content extends FilterInputStream {
    /** What is read at once may have so many bytes, as far as a server's word is taken for the length. */
    private static final int MOST_TRUSTED = 1 << 16;

    private final long length;
    private long consumed;
    private volatile boolean closed;

    /** @param length the number of bytes; -1 if it is not known */
    Content(InputStream in, long length) {
        super(in);
        this.length = length;
    }

    @Override
    public int read() throws IOException {
        requireOpen();
        int next = in.read();
        consumed += next < 0 ? 0 : 1;
        return next;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        requireOpen();
        int read = in.read(into, offset, count);
        consumed += Math.max(0, read);
        return read;
    }

    /** {@inheritDoc} Without more memory than they take, if the length is known and not large. */
    @Override
    public byte[] readAllBytes() throws IOException {
        long left = length - consumed;
        if (left < 0 || left > MOST_TRUSTED) {
            return super.readAllBytes();
        }
        byte[] all = new byte[(int) left];
        int count = readNBytes(all, 0, all.length);
        return count == all.length ? all : Arrays.copyOf(all, count);
    }

    /** {@inheritDoc} Without a buffer if it is known that nothing is left. */
    @Override
    public long transferTo(OutputStream out) throws IOException {
        requireOpen();
        return consumed == length ? 0 : super.transferTo(out);
    }

    @Override
    public long skip(long count) throws IOException {
        requireOpen();
        long skipped = in.skip(count);
        consumed += skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        requireOpen();
        return in.available();
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("stream is closed");
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        in.close();
    }
}
