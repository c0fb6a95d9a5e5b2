package dev.hawser;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A body that tells how far it is sent. */
final class ProgressRequestBody extends RequestBody {
    private final RequestBody body;
    private final ProgressListener listener;

    ProgressRequestBody(RequestBody body, ProgressListener listener) {
        this.body = body;
        this.listener = listener;
    }

    @Override
    public @Nullable MediaType contentType() {
        return body.contentType();
    }

    @Override
    public long contentLength() throws IOException {
        return body.contentLength();
    }

    @Override
    public boolean isOneShot() {
        return body.isOneShot();
    }

    @Override
    public boolean isDuplex() {
        return body.isDuplex();
    }

    @Override
    public Headers trailers() {
        return body.trailers();
    }

    @Override
    public void writeTo(OutputStream sink) throws IOException {
        Counting counting = new Counting(sink, contentLength());
        body.writeTo(counting);
        if (!isDuplex()) {
            counting.end();
        }
    }

    private final class Counting extends OutputStream {
        private final OutputStream sink;
        private final long length;
        private long bytes;
        private boolean done;

        Counting(OutputStream sink, long length) {
            this.sink = sink;
            this.length = length;
        }

        @Override
        public void write(int b) throws IOException {
            sink.write(b);
            count(1);
        }

        @Override
        public void write(byte[] from, int offset, int count) throws IOException {
            sink.write(from, offset, count);
            count(count);
        }

        private void count(int more) {
            bytes += more;
            listener.progress(bytes, length, false);
        }

        void end() {
            if (!done) {
                done = true;
                listener.progress(bytes, length, true);
            }
        }

        @Override
        public void flush() throws IOException {
            sink.flush();
        }

        @Override
        public void close() throws IOException {
            sink.close();
            if (isDuplex()) {
                end();
            }
        }
    }
}
