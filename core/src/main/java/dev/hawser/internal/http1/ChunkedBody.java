package dev.hawser.internal.http1;

import dev.hawser.ResponseLimits;
import dev.hawser.internal.http.BodyWatcher;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;

/**
 * A response body in chunks (RFC 9112, section 7.1). Lines end with CR LF and nothing else; extensions are
 * passed over; what the framing costs beyond the data is bounded.
 */
final class ChunkedBody extends Http1Body {
    /** Framing bytes allowed in all, beyond 32 for each chunk and one for each byte of data. */
    private static final long MOST_OVERHEAD = 65_536;

    private static final long BEFORE_FIRST = -1;
    private static final long END = -2;

    private final Http1Codec codec;
    private final Input input;
    private final ResponseLimits limits;

    /** Bytes left of the current chunk, or one of the two marks above. */
    private long remaining = BEFORE_FIRST;

    private long overhead;

    ChunkedBody(Http1Codec codec, Input input, ResponseLimits limits, BodyWatcher watcher) {
        super(codec, watcher);
        this.codec = codec;
        this.input = input;
        this.limits = limits;
    }

    @Override
    protected int readSome(byte[] into, int offset, int count) throws IOException {
        if (remaining <= 0 && !nextChunk()) {
            return -1;
        }
        int read = input.read(into, offset, (int) Math.min(count, remaining));
        if (read < 0) {
            throw cutOff();
        }
        remaining -= read;
        overhead = Math.max(0, overhead - read);
        if (remaining == 0) {
            endIfAtHand();
        }
        return read;
    }

    /** Takes the last chunk in as soon as it is at hand whole, so that the connection is free at once. */
    private void endIfAtHand() throws IOException {
        byte[] bytes = input.buffer;
        int i = input.position;
        if (input.limit - i >= 7
                && bytes[i] == '\r'
                && bytes[i + 1] == '\n'
                && bytes[i + 2] == '0'
                && bytes[i + 3] == '\r'
                && bytes[i + 4] == '\n'
                && bytes[i + 5] == '\r'
                && bytes[i + 6] == '\n') {
            nextChunk();
        }
    }

    /** Reads the head of the next chunk; at the last one, the trailers. */
    private boolean nextChunk() throws IOException {
        if (remaining == END) {
            return false;
        }
        if (remaining == 0) {
            expect('\r', "after the data of a chunk");
            expect('\n', "after the data of a chunk");
        }
        remaining = readSize();
        if (remaining > 0) {
            return true;
        }
        try {
            codec.readTrailers();
        } catch (EOFException e) {
            throw cutOff();
        }
        remaining = END;
        return false;
    }

    private long readSize() throws IOException {
        long size = 0;
        int digits = 0;
        int b = next();
        for (int digit = Character.digit(b, 16); digit >= 0; digit = Character.digit(b, 16)) {
            if (size > Long.MAX_VALUE >> 4) {
                throw new ProtocolException("bad chunk size: more than " + Long.MAX_VALUE);
            }
            size = size << 4 | digit;
            b = nextWithin(++digits);
        }
        if (digits == 0) {
            throw new ProtocolException("bad chunk size: character " + hex(b) + " where a digit was expected");
        }
        int length = digits;
        while (b == ' ' || b == '\t') {
            b = nextWithin(++length);
        }
        if (b == ';') {
            while (b != '\r') {
                if (b < ' ' && b != '\t' || b == 0x7f) {
                    throw new ProtocolException("bad chunk extension: control character " + hex(b));
                }
                b = nextWithin(++length);
            }
        }
        if (b != '\r') {
            throw new ProtocolException("bad chunk size: character " + hex(b) + " after " + digits + " digits");
        }
        expect('\n', "after a chunk size");
        overhead += length - 32;
        if (overhead > MOST_OVERHEAD) {
            throw new ProtocolException("more than " + MOST_OVERHEAD + " bytes of chunk extensions");
        }
        overhead = Math.max(0, overhead);
        return size;
    }

    private int nextWithin(int length) throws IOException {
        if (length > limits.lineBytes()) {
            throw new ProtocolException(
                    "a chunk size line of more than " + limits.lineBytes() + " bytes (limit lineBytes)");
        }
        return next();
    }

    private int next() throws IOException {
        if (input.isEmpty() && !input.fill(Integer.MAX_VALUE)) {
            throw cutOff();
        }
        return input.buffer[input.position++] & 0xff;
    }

    private void expect(char wanted, String where) throws IOException {
        int b = next();
        if (b != wanted) {
            throw new ProtocolException("character " + hex(b) + " where " + hex(wanted) + " was expected " + where);
        }
    }

    private static String hex(int b) {
        return String.format("0x%02x", b);
    }

    private static ProtocolException cutOff() {
        return new ProtocolException("unexpected end of stream in a chunked body");
    }

    @Override
    protected boolean atEnd() {
        return remaining == END;
    }

    @Override
    boolean mayRemain(long most) {
        return remaining <= most;
    }

    @Override
    public int available() {
        return (int) Math.min(Math.max(remaining, 0), input.limit - input.position);
    }
}
