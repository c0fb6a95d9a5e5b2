package dev.hawser.internal.http2;

import dev.hawser.Headers;
import dev.hawser.Request;
import dev.hawser.ResponseLimits;
import dev.hawser.internal.http.BodyWatcher;
import dev.hawser.internal.http.BytePipe;
import dev.hawser.internal.http.ExchangeCodec;
import dev.hawser.internal.http.RequestTrailers;
import dev.hawser.internal.http.ResponseHead;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One exchange, as a stream of an HTTP/2 connection. Whoever waits here is parked until there is news of the stream; an
 * interrupt, a timeout or an abort ends the stream, and nothing else.
 */
public final class Http2Codec implements ExchangeCodec, StreamOwner {
    private static final Headers NO_FIELDS = new Headers.Builder().build();

    /** How long a server that has answered in full may take to want more of the request. */
    private static final long ANSWERED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Http2Connection connection;
    private final long readNanos;
    private final long writeNanos;

    private volatile @Nullable Thread reader;
    private volatile @Nullable Thread sender;
    private volatile @Nullable Http2Stream stream;
    private volatile boolean aborted;

    /** Whether something may have changed since the reader, or the sender, last looked: a permit to go on may be lost to a lock. */
    private volatile boolean readerNews = true;

    private volatile boolean senderNews;

    /** Whether the reader, or the sender, waits for news, or for its turn to read. */
    private volatile boolean readerWaits;

    private volatile boolean senderWaits;

    /** Whether the reader, or the sender, reads for the whole connection. */
    private volatile boolean leads;

    /** How many heads were handed out. */
    private int headsTaken;

    /** The length of the content as the last head told, or -1. */
    private long responseLength = -1;

    /** Whether the response is whole, and all of it was read. */
    private boolean drained;

    /** Whether the stream is closed as well. */
    private boolean finished;

    /**
     * An exchange to come.
     *
     * @param readNanos how long to wait for the next part of the response; 0 for no limit
     * @param writeNanos how long to wait for room to send; 0 for no limit
     */
    public Http2Codec(Http2Connection connection, long readNanos, long writeNanos) {
        this.connection = connection;
        this.readNanos = readNanos;
        this.writeNanos = writeNanos;
    }

    // Under the connection's lock

    void checkNotAborted() throws IOException {
        if (aborted) {
            throw new IOException("the exchange was given up before it began");
        }
    }

    void opened(Http2Stream opened) {
        stream = opened;
        readerNews = false;
    }

    @Nullable
    Http2Stream abortedStream() {
        aborted = true;
        return stream;
    }

    void saw(Http2Stream seen) {
        drained = seen.isWhole() && seen.available() == 0;
        finished = drained && seen.isClosed();
        responseLength = drained ? 0 : seen.contentLength();
    }

    // While one of its threads reads for the connection

    void leads(boolean now) {
        leads = now;
    }

    boolean hasNoNews() {
        return !(Thread.currentThread() == reader ? readerNews : senderNews);
    }

    // The exchange

    /** What is known of a stream, asked under the connection's lock as long as it may change. */
    private <T> T ask(Http2Stream of, Function<Http2Stream, T> question) {
        return of.complete ? question.apply(of) : connection.step(streams -> question.apply(of));
    }

    private Http2Stream stream() {
        return Objects.requireNonNull(stream, "no request was sent");
    }

    @Override
    public void begin(ResponseLimits limits) {} // they are announced to the server, for the connection

    @Override
    public void writeRequestHead(Request request) throws IOException {
        checkNotInterrupted("opening a stream to ");
        connection.open(request, request.body() == null, this, writeNanos);
    }

    @Override
    public OutputStream requestBody(long contentLength, RequestTrailers trailers, BodyWatcher watcher) {
        return new Http2Sink(this, contentLength, connection.buffers(), trailers, watcher);
    }

    /** Ends the request with fields behind its content, if the server still wants them. */
    void sendTrailers(Headers trailers) {
        connection.sendTrailers(stream(), trailers);
    }

    @Override
    public void flushRequest() {
        connection.flush();
    }

    /**
     * Sends content, or as much of it as the server wants: nothing more when it has answered in full and takes nothing for a second,
     * or has ended the stream (RFC 9113, section 8.1).
     *
     * @throws IOException if the stream failed
     */
    void send(byte[] bytes, int offset, int count, boolean last) throws IOException {
        Http2Stream open = stream();
        sender = Thread.currentThread();
        try {
            int sent = 0;
            long since = connection.nanoTime();
            while (true) {
                checkNotInterrupted("sending to ");
                senderNews = false;
                int taken = connection.send(open, bytes, offset + sent, count - sent, last, writeNanos);
                sent += taken;
                boolean maySend = ask(open, Http2Stream::maySend);
                if (!maySend || sent == count && !last) {
                    checkNotFailed(open);
                    return;
                }
                if (taken > 0) {
                    since = connection.nanoTime();
                }
                if (!ask(open, Http2Stream::isWhole)) {
                    pause(writeNanos, since + writeNanos, "sending to ");
                } else if (!pauseForMore(since)) {
                    connection.stopSending(open);
                    return;
                }
            }
        } finally {
            sender = null;
        }
    }

    /** Waits for room to send to a server that has answered in full; false if there was none for long enough. */
    private boolean pauseForMore(long since) {
        long until = since + (writeNanos == 0 ? ANSWERED_NANOS : Math.min(writeNanos, ANSWERED_NANOS));
        long left = until - connection.nanoTime();
        if (left > 0) {
            awaitNewsUntil(until, left);
        }
        return left > 0;
    }

    /** Waits, or reads for all meanwhile. */
    private void awaitNewsUntil(long until, long left) {
        waits(true);
        if (hasNoNews() && !connection.readFor(this, true, until) && hasNoNews()) {
            LockSupport.parkNanos(this, left);
        }
        waits(false);
    }

    private void awaitNewsWithoutLimit() {
        waits(true);
        if (hasNoNews() && !connection.readFor(this, false, 0) && hasNoNews()) {
            LockSupport.park(this);
        }
        waits(false);
    }

    private void waits(boolean now) {
        if (Thread.currentThread() == reader) {
            readerWaits = now;
        } else {
            senderWaits = now;
        }
        connection.waits(now);
    }

    @Override
    public boolean awaitResponse(long nanos) throws IOException {
        Http2Stream open = stream();
        long until = connection.nanoTime() + nanos;
        reader = Thread.currentThread();
        try {
            while (true) {
                readerNews = false;
                if (ask(open, each -> each.headCount) > headsTaken) {
                    return true;
                }
                checkNotFailed(open);
                checkNotInterrupted("reading from ");
                long left = until - connection.nanoTime();
                if (left <= 0) {
                    return false;
                }
                awaitNewsUntil(until, left);
            }
        } finally {
            readerNews = true;
            reader = null;
        }
    }

    @Override
    public ResponseHead readResponseHead(Request request) throws IOException {
        Http2Stream open = stream();
        reader = Thread.currentThread();
        try {
            long until = 0;
            while (true) {
                if (readerNews) {
                    readerNews = false;
                    ResponseHead head = connection.takeHead(this, open);
                    if (head != null) {
                        headsTaken++;
                        return head;
                    }
                }
                until = awaitNews(until);
            }
        } finally {
            readerNews = true; // there may be more than the head
            reader = null;
        }
    }

    /** Reads at least one byte, or {@link Streams#END}. */
    int read(byte[] into, int offset, int count) throws IOException {
        Http2Stream open = stream();
        reader = Thread.currentThread();
        try {
            long until = 0;
            while (true) {
                checkNotInterrupted("reading from ");
                if (aborted && open.complete) {
                    throw new IOException("stream " + open.id() + " was given up here (" + connection.peer() + ")");
                }
                readerNews = false;
                int taken = connection.read(this, open, into, offset, count);
                if (taken != 0) {
                    return taken;
                }
                checkNotFailed(open);
                until = awaitNews(until);
            }
        } finally {
            reader = null;
        }
    }

    private long awaitNews(long until) throws IOException {
        long limit = until == 0 && readNanos != 0 ? connection.nanoTime() + readNanos : until;
        pause(readNanos, limit, "reading from ");
        return limit;
    }

    private void checkNotFailed(Http2Stream open) throws IOException {
        IOException failure = connection.failureOf(open);
        if (failure != null) {
            throw failure;
        }
    }

    private void checkNotInterrupted(String doing) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            abort();
            throw new InterruptedIOException("interrupted while " + doing + connection.peer());
        }
    }

    private void pause(long limitNanos, long until, String doing) throws IOException {
        if (!hasNoNews()) {
            return;
        }
        if (limitNanos == 0) {
            awaitNewsWithoutLimit();
        } else {
            long left = until - connection.nanoTime();
            if (left <= 0) {
                abort();
                connection.suspect();
                throw new SocketTimeoutException("timeout after " + TimeUnit.NANOSECONDS.toMillis(limitNanos) + " ms "
                        + doing + connection.peer() + " on stream " + stream().id());
            }
            awaitNewsUntil(until, left);
        }
        checkNotInterrupted(doing);
    }

    @Override
    public void streamChanged() {
        readerNews = true;
        senderNews = true;
        rouse(reader);
        rouse(sender);
    }

    @Override
    public @Nullable Thread waitingBut(@Nullable Thread other) {
        Thread receiving = readerWaits && !readerNews ? reader : null;
        if (receiving != null && receiving != other) {
            return receiving;
        }
        Thread sending = senderWaits && !senderNews ? sender : null;
        return sending == other ? null : sending;
    }

    private void rouse(@Nullable Thread waiting) {
        if (waiting != null && waiting != Thread.currentThread()) {
            LockSupport.unpark(waiting);
            if (leads) {
                connection.wakeReader();
            }
        }
    }

    @Override
    public long responseLength() {
        return responseLength;
    }

    @Override
    public InputStream responseBody(BodyWatcher watcher) {
        if (drained) {
            watcher.started();
            watcher.ended(0);
            return InputStream.nullInputStream();
        }
        return new Http2Body(this, watcher);
    }

    /** Whether all of the response was read. */
    boolean isDrained() {
        return drained;
    }

    /** Whether the response has come to its end, though perhaps not all of it was read. */
    boolean isWhole() {
        return ask(stream(), Http2Stream::isWhole);
    }

    @Override
    public BytePipe upgrade() throws ProtocolException {
        throw new ProtocolException("HTTP/2 hands no connection over to another protocol (RFC 9113, section 8.6)");
    }

    @Override
    public Headers trailers() {
        return ask(stream(), each -> Objects.requireNonNullElse(each.trailers(), NO_FIELDS));
    }

    /** {@inheritDoc} Not if none of it has left, or if the server has said that it did nothing of it (RFC 9113, section 8.7). */
    @Override
    public boolean requestStarted() {
        Http2Stream opened = stream;
        return opened != null && ask(opened, Http2Codec::mayBeProcessed);
    }

    private static boolean mayBeProcessed(Http2Stream opened) {
        StreamFailure failure = opened.failure();
        return !opened.unsent && (failure == null || failure.kind() != StreamFailure.Kind.UNPROCESSED);
    }

    @Override
    public boolean responseStarted() {
        Http2Stream opened = stream;
        return opened != null && ask(opened, Http2Stream::responseStarted);
    }

    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    public boolean strayBytes() {
        return false;
    }

    @Override
    public long keepAliveSeconds() {
        return -1;
    }

    @Override
    public long keepAliveMax() {
        return -1;
    }

    /** Ends the stream if it is not over: what is missing of either side is not wanted any more. */
    @Override
    public void park() {
        Http2Stream opened = stream;
        if (opened != null && !finished) {
            connection.reset(opened, ErrorCode.CANCEL);
        }
    }

    @Override
    public void abort() {
        connection.abort(this);
    }
}
