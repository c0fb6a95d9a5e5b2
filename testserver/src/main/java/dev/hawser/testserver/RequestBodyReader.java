package dev.hawser.testserver;

import dev.hawser.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What reads one request's body (RFC 9112, sections 6 and 7), and remembers what came even where it is cut short. */
final class RequestBodyReader {
    private static final Pattern CHUNK_SIZE = Pattern.compile("[0-9a-fA-F]{1,7}");

    private final WireInput in;
    private final RequestReader lines;
    private final long bodyLimit;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final List<Integer> chunkSizes = new ArrayList<>();
    private final byte[] buffer = new byte[16 * 1024];
    private Headers trailers = Headers.of();
    private long size;

    /** A reader that keeps at most {@code bodyLimit} bytes. */
    RequestBodyReader(WireInput in, RequestReader lines, long bodyLimit) {
        this.in = in;
        this.lines = lines;
        this.bodyLimit = bodyLimit;
    }

    /** What came so far. */
    ReceivedBody body() {
        return new ReceivedBody(kept.toByteArray(), size, chunkSizes, trailers);
    }

    /** Reads the whole body. */
    void readAll(RequestHead head) throws IOException {
        if (head.contentLength() == RequestHead.CHUNKED) {
            while (readChunk()) {
                // The next one.
            }
            trailers = lines.readFields();
        } else {
            read(head.contentLength(), "Content-Length: " + head.contentLength());
        }
    }

    /** Reads half of the body, or its first chunk. */
    void readHalf(RequestHead head) throws IOException {
        if (head.contentLength() == RequestHead.CHUNKED) {
            readChunk();
        } else {
            read(head.contentLength() / 2, "Content-Length: " + head.contentLength());
        }
    }

    /** Reads a chunk, and says whether it was none but the last. */
    private boolean readChunk() throws IOException {
        String line = lines.readLine("a chunk's size");
        int semicolon = line.indexOf(';');
        String digits = semicolon < 0 ? line : line.substring(0, semicolon);
        if (!CHUNK_SIZE.matcher(digits).matches()) {
            throw lines.unreadable("no chunk size: " + Quoted.of(line));
        }
        int chunkSize = Integer.parseInt(digits, 16);
        if (chunkSize == 0) {
            return false;
        }
        read(chunkSize, "a chunk of " + chunkSize);
        chunkSizes.add(chunkSize);
        String end = lines.readLine("a chunk's end");
        if (!end.isEmpty()) {
            throw lines.unreadable("bytes after a chunk of " + chunkSize + ": " + Quoted.of(end));
        }
        return true;
    }

    private void read(long count, String promise) throws IOException {
        for (long left = count; left > 0; ) {
            int read = in.read(buffer, (int) Math.min(left, buffer.length));
            if (read == -1) {
                throw lines.ended("the body ended " + left + " bytes early (" + promise + ")");
            }
            kept.write(buffer, 0, (int) Math.min(read, Math.max(bodyLimit - size, 0)));
            size += read;
            left -= read;
        }
    }
}
