package dev.hawser.internal.http2;

import dev.hawser.Headers;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.http.NoRoomException;
import dev.hawser.internal.http.ResponseHead;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import dev.hawser.internal.time.Threads;
import dev.hawser.internal.transport.Transport;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One HTTP/2 connection, as its exchanges and its pool use it. Safe for use by many threads. */
public final class Http2Connection {
    private final Object peer;
    private final Buffers buffers;
    private final Clock clock;
    private final Http2Listener listener;
    private final Carrier carrier;

    /**
     * A connection over {@code transport}, which it owns from now on; nothing is sent before {@link #start}.
     *
     * @param lingerNanos how long its threads rest before they end
     */
    public Http2Connection(
            Transport transport,
            LocalSettings local,
            Protocol protocol,
            WireStrings strings,
            Buffers buffers,
            Clock clock,
            Alarms alarms,
            Threads threads,
            long lingerNanos,
            Http2Listener listener) {
        this.peer = transport.remote();
        this.buffers = buffers;
        this.clock = clock;
        this.listener = listener;
        Streams streams = new Streams(local, protocol, strings, clock.nanoTime());
        this.carrier = new Carrier(transport, streams, buffers, clock, alarms, threads, lingerNanos, listener);
    }

    /**
     * Sends the preface and begins to read.
     *
     * @param early what the server has said already
     */
    public void start(byte... early) {
        carrier.takeIn(early);
        long now = clock.nanoTime();
        long untilBeat = step(all -> all.untilBeat(now));
        carrier.ringBy(now + Math.min(Carrier.SECOND, untilBeat));
    }

    // What its pool asks

    /** How many streams the server allows to be open at once, as far as is known; known without waiting. */
    public int capacity() {
        return carrier.standing.capacity();
    }

    /** Whether it is not known whether the server is still there, as a call was not answered in time; known without waiting. */
    public boolean isSuspected() {
        return carrier.standing.isSuspected();
    }

    /** A call was not answered in time: asks by a PING whether the server is still there, which is not known until it answers. */
    public void suspect() {
        int began = carrier.count((streams, traffic) -> {
            traffic.wantReader(); // as nobody may be waiting on this connection but for that
            return streams.suspect(clock.nanoTime()) ? 1 : 0;
        });
        if (began > 0) {
            carrier.ringBy(clock.nanoTime() + Heartbeat.SILENCE_NANOS);
            listener.suspicionChanged();
        }
    }

    /** Looks, without waiting, what an idle server has said; false if no stream can be opened any more. */
    public boolean check() {
        return carrier.check();
    }

    /** Whether a stream can be opened, as far as is known. */
    public boolean isOpen() {
        return carrier.isOpen();
    }

    /**
     * Ends the connection from here; who still has a stream gets an error.
     *
     * @param inOrder whether the server is told by GOAWAY (RFC 9113, section 6.8) and the end of TLS, as nothing is under way
     */
    public void close(boolean inOrder) {
        carrier.close(inOrder);
    }

    // What its exchanges do

    /** One step under the lock; then, what follows from it. */
    <T extends @Nullable Object> T step(Function<Streams, T> step) {
        try {
            return carrier.step(true, (streams, traffic) -> step.apply(streams));
        } catch (IOException e) {
            throw new IllegalStateException("a function cannot throw it", e);
        }
    }

    /** Sends what is queued. */
    void flush() {
        int unused = carrier.count((streams, traffic) -> streams.outputLength());
    }

    /**
     * Opens a stream for a request; what follows its head is sent with it.
     *
     * @throws NoRoomException if as many are open as the server allows by now; the listener was told
     */
    void open(Request request, boolean endStream, Http2Codec owner, long writeNanos) throws IOException {
        try {
            Http2Stream unused = carrier.step(endStream, (streams, traffic) -> {
                owner.checkNotAborted();
                StreamRefusal refusal = streams.refusal(request);
                if (refusal != null) {
                    throw refusal.exception(peer, streams, traffic.failure());
                }
                Http2Stream opened = streams.open(request, endStream, owner);
                owner.opened(opened);
                traffic.queue(writeNanos, clock);
                return opened;
            });
        } catch (NoRoomException e) {
            listener.capacityChanged();
            throw e;
        }
    }

    /** Queues content, as much as there is room for; the owner is told when there is more. */
    int send(Http2Stream stream, byte[] bytes, int offset, int count, boolean last, long writeNanos) {
        return carrier.count((streams, traffic) -> {
            if (streams.outputLength() >= Traffic.MOST_QUEUED) {
                traffic.await(stream.owner);
                return 0;
            }
            int taken = streams.send(stream, bytes, offset, count, last);
            traffic.queue(writeNanos, clock);
            return taken;
        });
    }

    /** Ends a request with fields behind its content. */
    void sendTrailers(Http2Stream stream, Headers trailers) {
        int unused = carrier.count((streams, traffic) -> {
            streams.sendTrailers(stream, trailers);
            return 0;
        });
    }

    /**
     * Takes the next head; null if none has come.
     *
     * @throws IOException if none will come, as the stream failed
     */
    @SuppressWarnings("NullAway") // which takes what a step returns for not null
    @Nullable
    ResponseHead takeHead(Http2Codec codec, Http2Stream stream) throws IOException {
        if (stream.complete) {
            ResponseHead head = stream.takeHead();
            codec.saw(stream);
            return head;
        }
        return carrier.<@Nullable ResponseHead>step(true, (streams, traffic) -> {
            ResponseHead head = stream.takeHead();
            codec.saw(stream);
            IOException failure = head == null ? stream.exception(peer, traffic.failure()) : null;
            if (failure != null) {
                throw failure;
            }
            return head;
        });
    }

    /** Takes content as {@link Streams#read} does. */
    int read(Http2Codec codec, Http2Stream stream, byte[] into, int offset, int count) {
        if (stream.complete) {
            int taken = Streams.take(stream, into, offset, count);
            codec.saw(stream);
            return taken;
        }
        return carrier.count((streams, traffic) -> {
            int taken = streams.read(stream, into, offset, count);
            codec.saw(stream);
            return taken;
        });
    }

    /** Why a stream failed; null if it did not. */
    @Nullable
    IOException failureOf(Http2Stream stream) {
        return carrier.failureOf(stream);
    }

    /** Gives a stream up, if it is not over. */
    void reset(Http2Stream stream, ErrorCode code) {
        int unused = carrier.count((streams, traffic) -> {
            streams.reset(stream, code, clock.nanoTime());
            return 0;
        });
    }

    /** Sends nothing more of a request that was answered in full. */
    void stopSending(Http2Stream stream) {
        int unused = carrier.count((streams, traffic) -> {
            streams.stopSending(stream, clock.nanoTime());
            return 0;
        });
    }

    /** Gives up an exchange, from any thread. */
    void abort(Http2Codec codec) {
        int unused = carrier.count((streams, traffic) -> {
            Http2Stream stream = codec.abortedStream();
            if (stream != null) {
                streams.reset(stream, ErrorCode.CANCEL, clock.nanoTime());
            }
            return 0;
        });
        codec.streamChanged();
    }

    /** A thread begins, or ceases, to wait for news of its stream. */
    void waits(boolean now) {
        carrier.standing.waits(now);
    }

    /** Reads in the reader's place, as {@link Carrier#readFor} does. */
    boolean readFor(Http2Codec codec, boolean limited, long until) {
        return carrier.readFor(codec, limited, until);
    }

    /** Gets the caller out who reads. */
    void wakeReader() {
        carrier.wakeReader();
    }

    /** Whom messages are about. */
    Object peer() {
        return peer;
    }

    long nanoTime() {
        return clock.nanoTime();
    }

    Buffers buffers() {
        return buffers;
    }
}
