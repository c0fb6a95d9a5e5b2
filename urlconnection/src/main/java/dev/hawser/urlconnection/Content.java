package dev.hawser.urlconnection;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The content of a response, which says after its end by {@link #close()} what the JDK's says. */
final class Content extends FilterInputStream {
    private volatile boolean closed;

    Content(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        requireOpen();
        return in.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        requireOpen();
        return in.read(into, offset, length);
    }

    @Override
    public long skip(long count) throws IOException {
        requireOpen();
        return in.skip(count);
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
