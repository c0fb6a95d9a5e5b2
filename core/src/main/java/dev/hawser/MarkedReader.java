package dev.hawser;

import dev.hawser.internal.text.ByteOrderMark;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * The characters of a stream, in the charset of its byte order mark or else a given one. It reads nothing
 * before its first use.
 */
final class MarkedReader extends Reader {
    private final InputStream in;
    private final Charset fallback;
    private @Nullable Reader decoder;
    private boolean closed;

    MarkedReader(InputStream in, Charset fallback) {
        this.in = in;
        this.fallback = fallback;
    }

    @Override
    public int read(char[] target, int offset, int count) throws IOException {
        if (closed) {
            throw new IOException("Stream closed");
        }
        if (decoder == null) {
            decoder = decoder();
        }
        return decoder.read(target, offset, count);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        in.close();
    }

    private Reader decoder() throws IOException {
        byte[] start = in.readNBytes(ByteOrderMark.MAX_LENGTH);
        ByteOrderMark mark = ByteOrderMark.of(start, start.length);
        int skipped = mark == null ? 0 : mark.length();
        InputStream rest = new ByteArrayInputStream(start, skipped, start.length - skipped);
        return new InputStreamReader(new SequenceInputStream(rest, in), mark == null ? fallback : mark.charset());
    }
}
