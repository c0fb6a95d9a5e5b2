package dev.hawser.testserver;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hawser.internal.http2.FieldBlocks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** The server's side of an HTTP/2 connection, on which one thread at a time writes a piece. */
final class Http2Output {
    private final OutputStream out;
    private final FieldBlocks blocks;
    private final int padding;

    /** The turn to write: held across a write, so that blocks travel in the order in which they were encoded. */
    private final ReentrantLock turn = new ReentrantLock();

    @GuardedBy("turn")
    private boolean muted;

    @GuardedBy("turn")
    private int maxFrameSize = 16_384;

    Http2Output(OutputStream out, FieldBlocks blocks, int padding) {
        this.out = out;
        this.blocks = blocks;
        this.padding = padding;
    }

    /** Takes in the client's SETTINGS_HEADER_TABLE_SIZE. */
    void limitTable(int size) {
        turn.lock();
        try {
            blocks.limitEncoder(size);
        } finally {
            turn.unlock();
        }
    }

    /** Takes in the client's SETTINGS_MAX_FRAME_SIZE. */
    void limitFrames(int size) {
        turn.lock();
        try {
            maxFrameSize = size;
        } finally {
            turn.unlock();
        }
    }

    int maxFrameSize() {
        turn.lock();
        try {
            return maxFrameSize;
        } finally {
            turn.unlock();
        }
    }

    /** Writes no more from now on: each write is an exception. */
    void mute() {
        turn.lock();
        try {
            muted = true;
        } finally {
            turn.unlock();
        }
    }

    void write(Http2Frame frame) throws IOException {
        write(frame.bytes());
    }

    /** Writes a frame, unless the server's side has ended. */
    void offer(Http2Frame frame) throws IOException {
        turn.lock();
        try {
            if (!muted) {
                put(frame.bytes());
            }
        } finally {
            turn.unlock();
        }
    }

    /** Writes bytes in one piece. */
    void write(byte[] bytes) throws IOException {
        write(bytes, () -> {});
    }

    /**
     * Writes bytes in one piece.
     *
     * @param note what takes note of them; what is written because of it comes behind them
     */
    void write(byte[] bytes, Runnable note) throws IOException {
        turn.lock();
        try {
            note.run();
            put(bytes);
        } finally {
            turn.unlock();
        }
    }

    /** Writes fields. */
    void writeFields(int streamId, List<Map.Entry<String, String>> fields, boolean endStream) throws IOException {
        turn.lock();
        try {
            put(frames(streamId, fields, endStream));
        } finally {
            turn.unlock();
        }
    }

    /** Writes fields and the body that ends after them, which is no longer than a frame, in one piece. */
    void writeFields(int streamId, List<Map.Entry<String, String>> fields, byte[] body) throws IOException {
        turn.lock();
        try {
            byte[] head = frames(streamId, fields, false);
            byte[] data = Http2Frame.data(streamId, true, body).bytes();
            byte[] both = Arrays.copyOf(head, head.length + data.length);
            System.arraycopy(data, 0, both, head.length, data.length);
            put(both);
        } finally {
            turn.unlock();
        }
    }

    /** Writes the first half of the bytes that fields make, and no more from now on. */
    void writeHalf(int streamId, List<Map.Entry<String, String>> fields, boolean endStream) throws IOException {
        turn.lock();
        try {
            byte[] bytes = frames(streamId, fields, endStream);
            put(Arrays.copyOf(bytes, bytes.length / 2));
            muted = true;
        } finally {
            turn.unlock();
        }
    }

    @GuardedBy("turn")
    private void put(byte[] bytes) throws IOException {
        if (muted) {
            throw new IOException("The test server's side of the connection has ended");
        }
        out.write(bytes);
        out.flush();
    }

    /** A HEADERS frame and what continues it. */
    @GuardedBy("turn")
    private byte[] frames(int streamId, List<Map.Entry<String, String>> fields, boolean endStream) {
        byte[] block = blocks.encode(fields);
        int most = maxFrameSize - (padding == 0 ? 0 : padding + 1);
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        int from = 0;
        do {
            int to = Math.min(block.length, from + (from == 0 ? most : maxFrameSize));
            int flags = to == block.length ? Http2Frame.END_HEADERS : 0;
            byte[] part = Arrays.copyOfRange(block, from, to);
            if (from == 0) {
                flags |= endStream ? Http2Frame.END_STREAM : 0;
                Http2Frame head = new Http2Frame(Http2Frame.HEADERS, flags, streamId, part);
                frames.writeBytes((padding == 0 ? head : head.padded(padding)).bytes());
            } else {
                frames.writeBytes(new Http2Frame(Http2Frame.CONTINUATION, flags, streamId, part).bytes());
            }
            from = to;
        } while (from < block.length);
        return frames.toByteArray();
    }
}
