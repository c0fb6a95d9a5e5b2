package dev.hawser.urlconnection;

import dev.hawser.RequestBody;
import dev.hawser.Response;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Content that is sent while it is written. What fits in one buffer is sent with its end, by the thread of the program; from the
 * first flush on, or the first byte too many, a thread of its own sends the request, and the program's writes to the network.
 */
final class StreamedUpload extends Upload {
    private static final int UNKNOWN = -1;

    private final long length;
    private final Sending sending;
    private final Executor senders;
    private final Handover handover;
    private final byte[] held;
    private int heldCount;
    private long written;
    private boolean closed;
    private boolean complete;

    /** Whether the request is being sent, and what is written goes to the network. */
    private boolean live;

    /**
     * Content of a request.
     *
     * @param length in bytes; -1 if it is not known
     * @param bufferSize how many bytes are held
     * @param senders run what sends the request
     */
    StreamedUpload(long length, int bufferSize, Sending sending, Executor senders) {
        this.length = length;
        this.sending = sending;
        this.senders = senders;
        this.handover = new Handover(length, this);
        this.held = new byte[length == UNKNOWN ? bufferSize : (int) Math.min(length, bufferSize)];
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, from.length);
        if (closed) {
            throw new IOException("Stream is closed");
        }
        written += count;
        if (length != UNKNOWN && written > length) {
            throw fail(new IOException("too many bytes written"));
        }
        if (!live && count <= held.length - heldCount) {
            System.arraycopy(from, offset, held, heldCount, count);
            heldCount += count;
        } else {
            goLive();
            handover.write(from, offset, count);
        }
    }

    @Override
    public void flush() throws IOException {
        if (!closed) {
            goLive();
            handover.flush();
        }
    }

    private void goLive() throws IOException {
        if (live) {
            return;
        }
        senders.execute(sender(sending, handover));
        live = true;
        if (isAskedFor()) {
            handover.write(held, 0, heldCount);
        } else {
            response(); // throws what kept the request from being sent
        }
    }

    private boolean isAskedFor() throws IOException {
        try {
            return handover.isAskedFor();
        } catch (InterruptedIOException e) {
            throw fail(e); // what is held is not sent, so nothing that follows it may be
        }
    }

    /** What sends the request; it does not hold this stream, which the program may forget. */
    private static Runnable sender(Sending sending, Handover handover) {
        return () -> {
            sending.send(handover);
            handover.notAskedFor();
        };
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (length != UNKNOWN && written != length) {
            throw fail(new IOException("insufficient data written"));
        }
        complete = true;
        if (live) {
            handover.done(null);
        } else {
            sending.send(new ShortBody(held, heldCount, length));
        }
    }

    /** {@inheritDoc} If the request is being sent, it fails. */
    @Override
    void abandon() {
        end(new IOException("disconnected while the content of the request was written"));
    }

    private IOException fail(IOException why) {
        closed = true;
        end(why);
        return why;
    }

    private void end(IOException why) {
        sending.cancel();
        handover.done(why);
    }

    @Override
    void finish() throws IOException {
        close();
        if (!complete) {
            throw new IOException("Incomplete output stream");
        }
    }

    @Override
    @Nullable
    RequestBody content() {
        return null;
    }

    @Override
    Response response() throws IOException {
        return sending.response();
    }

    /** Content that was written before its request is sent. */
    static final class ShortBody extends UploadBody {
        private final byte[] content;
        private final int count;

        private ShortBody(byte[] content, int count, long length) {
            super(length);
            this.content = content;
            this.count = count;
        }

        @Override
        public void writeTo(OutputStream sink) throws IOException {
            sink.write(content, 0, count);
        }
    }
}
