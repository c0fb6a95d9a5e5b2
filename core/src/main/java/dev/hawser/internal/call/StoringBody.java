package dev.hawser.internal.call;

import dev.hawser.MediaType;
import dev.hawser.ResponseBody;
import dev.hawser.internal.bytes.BulkInputStream;
import dev.hawser.internal.cache.Recording;
import dev.hawser.internal.http.MessageBody;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A body from the network that is stored while it is read. If it is closed before its end, as much is read for the store as is read
 * anyway for the connection to be used again; if that is not all, nothing is stored.
 */
final class StoringBody extends ResponseBody {
    private final ResponseBody network;
    private final InputStream stream;

    StoringBody(ResponseBody network, Recording recording) {
        this.network = network;
        this.stream = new Copying(network.byteStream(), network.contentLength(), recording);
    }

    @Override
    public @Nullable MediaType contentType() {
        return network.contentType();
    }

    @Override
    public long contentLength() {
        return network.contentLength();
    }

    @Override
    public InputStream byteStream() {
        return stream;
    }

    /** Only the thread that reads uses the recording; or the one that closes, if none reads. */
    private static final class Copying extends BulkInputStream {
        private final InputStream network;
        private final long announced;
        private final Recording recording;
        private long count;
        private volatile boolean closed;

        Copying(InputStream network, long announced, Recording recording) {
            this.network = network;
            this.announced = announced;
            this.recording = recording;
            if (announced == 0) {
                recording.complete();
            }
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read;
            boolean done = false;
            try {
                read = network.read(into, offset, length);
                done = true;
            } finally {
                if (!done) {
                    recording.close();
                }
            }
            if (closed) {
                recording.close();
            } else if (read < 0) {
                recording.complete();
            } else {
                recording.write(into, offset, read);
                count += read;
                if (count == announced) {
                    recording.complete();
                }
            }
            return read;
        }

        @Override
        public int available() throws IOException {
            return network.available();
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            if (network instanceof MessageBody body) {
                switch (body.closeInto(recording::write)) {
                    case WHOLE -> recording.complete();
                    case CUT -> recording.close();
                    case BEING_READ -> {
                        // The reader gives the recording up as its read fails.
                    }
                }
            } else {
                network.close();
                recording.close();
            }
        }
    }
}
