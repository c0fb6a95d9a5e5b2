package dev.hawser.internal.call;

import dev.hawser.UpgradedSocket;
import dev.hawser.internal.bytes.BulkInputStream;
import dev.hawser.internal.http.BytePipe;
import dev.hawser.internal.http.ExchangeCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A call's connection once another protocol has it. {@link #use} says who uses it: the call ends, and gives the connection and its
 * buffers back, when it is closed and nobody reads or writes any more; whoever comes to that last does it.
 */
final class HandedOver implements UpgradedSocket {
    private static final int READING = 1;
    private static final int WRITING = 2;
    private static final int CLOSED = 4;

    private static final VarHandle USE;

    static {
        try {
            USE = MethodHandles.lookup().findVarHandle(HandedOver.class, "use", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final HttpCall call;
    private final ExchangeCodec codec;
    private final BytePipe pipe;
    private final InputStream in = new In();
    private final OutputStream out = new Out();

    /** The first failure of the network; what the call's end is told with. */
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    private volatile int use;

    HandedOver(HttpCall call, ExchangeCodec codec, BytePipe pipe) {
        this.call = call;
        this.codec = codec;
        this.pipe = pipe;
    }

    @Override
    public InputStream inputStream() {
        return in;
    }

    @Override
    public OutputStream outputStream() {
        return out;
    }

    @Override
    public void timeouts(Duration read, Duration write) {
        pipe.timeouts(TimeUnit.NANOSECONDS.convert(read), TimeUnit.NANOSECONDS.convert(write));
    }

    @Override
    public void cancel() {
        call.cancel();
    }

    @Override
    public void close() {
        int before = (int) USE.getAndBitwiseOr(this, CLOSED);
        if (before == 0) {
            end();
        } else if ((before & CLOSED) == 0) {
            codec.abort();
        }
    }

    /** Takes a direction into use. */
    private void begin(int direction) throws IOException {
        int before;
        do {
            before = use;
            if ((before & CLOSED) != 0) {
                throw new IOException("closed");
            }
            if ((before & direction) != 0) {
                throw new IOException("another thread " + (direction == READING ? "reads" : "writes"));
            }
        } while (!USE.compareAndSet(this, before, before | direction));
    }

    private void done(int direction) {
        int before = (int) USE.getAndBitwiseAnd(this, ~direction);
        if ((before & ~direction) == CLOSED) {
            end();
        }
    }

    /** Notes a failure of the network; returns what to throw. */
    private IOException failed(IOException cause) {
        IOException told = (use & CLOSED) != 0 ? new IOException("closed", cause) : call.explained(cause);
        if ((use & CLOSED) == 0) {
            failure.compareAndSet(null, told);
        }
        return told;
    }

    private void end() {
        IOException cause = failure.get();
        if (cause == null) {
            call.responseDone();
        } else {
            call.responseBroken(cause);
        }
    }

    private final class In extends BulkInputStream {

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            begin(READING);
            try {
                return pipe.read(into, offset, length);
            } catch (IOException e) {
                throw failed(e);
            } finally {
                done(READING);
            }
        }

        @Override
        public void close() {
            HandedOver.this.close();
        }
    }

    private final class Out extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, from.length);
            begin(WRITING);
            try {
                pipe.write(from, offset, length);
            } catch (IOException e) {
                throw failed(e);
            } finally {
                done(WRITING);
            }
        }

        @Override
        public void close() {
            HandedOver.this.close();
        }
    }
}
