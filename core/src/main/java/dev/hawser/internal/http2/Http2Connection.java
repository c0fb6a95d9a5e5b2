package dev.hawser.internal.http2;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.time.Alarm;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import dev.hawser.internal.time.Threads;
import dev.hawser.internal.transport.Transport;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection: its {@link Streams} under one lock, and two threads that carry their bytes, as {@link Traffic} has it.
 * Callers leave what is to be sent, wait for news, and never wait on the transport, so that an interrupt of one cannot harm
 * another. Safe for use by many threads.
 */
public final class Http2Connection implements Alarms.Task, Transport.Watcher {
    /** How long a connection at rest is left unwatched, and how long a peer who takes nothing more may tell why. */
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Transport transport;
    private final Buffers buffers;
    private final Clock clock;
    private final Threads threads;
    private final Alarm alarm;
    private final long lingerNanos;
    private final Http2Listener listener;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition readerTurn = lock.newCondition();
    private final Condition writerTurn = lock.newCondition();

    @GuardedBy("lock")
    private final Streams streams;

    @GuardedBy("lock")
    private final Traffic traffic;

    /** The limit of one write, as the last caller has it. */
    @GuardedBy("lock")
    private long writeNanos;

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
        this.transport = transport;
        this.buffers = buffers;
        this.clock = clock;
        this.threads = threads;
        this.alarm = alarms.alarm(this);
        this.lingerNanos = lingerNanos;
        this.listener = listener;
        this.streams = new Streams(local, protocol, strings, clock.nanoTime());
        this.traffic = new Traffic(streams);
    }

    /** Sends the preface and begins to read. */
    public void start() {
        alarm.ringBy(clock.nanoTime() + SECOND);
        flush();
    }

    /** How many streams the server allows to be open at once. */
    public int capacity() {
        return step(Streams::capacity);
    }

    // What callers do

    /** One step under the lock; then, what follows from it. */
    <T extends @Nullable Object> T step(Function<Streams, T> step) {
        T result;
        int due;
        lock.lock();
        try {
            result = step.apply(streams);
            due = rouse();
        } finally {
            lock.unlock();
        }
        begin(due);
        return result;
    }

    /** Sends what is queued. */
    void flush() {
        int unused = step(Streams::outputLength);
    }

    /** Opens a stream for a request; what follows its head is sent with it. */
    void open(Request request, boolean endStream, Http2Codec owner, long writeLimitNanos) throws IOException {
        int due;
        lock.lock();
        try {
            owner.checkNotAborted();
            StreamRefusal refusal = streams.refusal(request);
            if (refusal != null) {
                throw refused(refusal);
            }
            owner.opened(streams.open(request, endStream, owner));
            writeNanos = writeLimitNanos;
            due = endStream ? rouse() : 0;
        } finally {
            lock.unlock();
        }
        begin(due);
    }

    @GuardedBy("lock")
    private IOException refused(StreamRefusal refusal) {
        String connection = "the HTTP/2 connection to " + transport.remote();
        return switch (refusal) {
            case HEAD_TOO_LARGE -> new ProtocolException(connection + " takes no head as large as the request's");
            case CLOSED -> new IOException(connection + " has ended", traffic.failure());
            default ->
                new IOException(connection + " takes no new stream: " + refusal + ", with " + streams.active() + " of "
                        + streams.capacity() + " open");
        };
    }

    /** Queues content, as much as there is room for; the owner is told when there is more. */
    int send(Http2Stream stream, byte[] bytes, int offset, int count, boolean last) {
        int taken = 0;
        int due;
        lock.lock();
        try {
            if (streams.outputLength() < Traffic.MOST_QUEUED) {
                taken = streams.send(stream, bytes, offset, count, last);
            } else {
                traffic.await(stream.owner);
            }
            due = rouse();
        } finally {
            lock.unlock();
        }
        begin(due);
        return taken;
    }

    /** Takes content as {@link Streams#read} does. */
    int read(Http2Codec codec, Http2Stream stream, byte[] into, int offset, int count) {
        int taken;
        int due;
        lock.lock();
        try {
            taken = streams.read(stream, into, offset, count);
            codec.saw(stream);
            due = rouse();
        } finally {
            lock.unlock();
        }
        begin(due);
        return taken;
    }

    /** Why a stream failed; null if it did not. */
    @Nullable
    IOException failureOf(Http2Stream stream) {
        StreamFailure why;
        IOException cause;
        lock.lock();
        try {
            why = stream.failure();
            cause = traffic.failure();
        } finally {
            lock.unlock();
        }
        if (why == null) {
            return null;
        }
        String what = why.what() + " (" + transport.remote() + ")";
        IOException failure = cause instanceof SocketTimeoutException
                ? new SocketTimeoutException(what)
                : cause instanceof Http2Exception ? new ProtocolException(what) : new IOException(what);
        failure.initCause(cause);
        return failure;
    }

    /** Gives a stream up, if it is not over. */
    void reset(Http2Stream stream, ErrorCode code) {
        Http2Stream unused = step(all -> {
            all.reset(stream, code, clock.nanoTime());
            return stream;
        });
    }

    /** Sends nothing more of a request that was answered in full. */
    void stopSending(Http2Stream stream) {
        Http2Stream unused = step(all -> {
            all.stopSending(stream, clock.nanoTime());
            return stream;
        });
    }

    /** Gives up an exchange, from any thread. */
    void abort(Http2Codec codec) {
        Http2Codec unused = step(all -> {
            Http2Stream stream = codec.abortedStream();
            if (stream != null) {
                all.reset(stream, ErrorCode.CANCEL, clock.nanoTime());
            }
            return codec;
        });
        codec.streamChanged();
    }

    /** Whom messages are about. */
    Object peer() {
        return transport.remote();
    }

    long nanoTime() {
        return clock.nanoTime();
    }

    Buffers buffers() {
        return buffers;
    }

    // The threads

    /** Wakes those who have something to do; returns what else is to be done for it after unlocking. */
    @GuardedBy("lock")
    private int rouse() {
        int due = traffic.rouse();
        if ((due & Traffic.WAKE_READER) != 0) {
            readerTurn.signal();
        }
        if ((due & Traffic.WAKE_WRITER) != 0) {
            writerTurn.signal();
        }
        return due;
    }

    private void begin(int due) {
        if ((due & Traffic.START_READER) != 0) {
            begin("reader", this::readAll);
        }
        if ((due & Traffic.START_WRITER) != 0) {
            begin("writer", this::writeAll);
        }
    }

    private void begin(String role, Runnable work) {
        boolean started = false;
        try {
            threads.start("Hawser h2 " + role + " " + transport.remote(), false, work);
            started = true;
        } finally {
            if (!started) {
                end(new IOException("no thread for the " + role + " of " + transport.remote()));
            }
        }
    }

    private void readAll() {
        byte[] into = buffers.array();
        List<StreamOwner> news = new ArrayList<>();
        try {
            while (awaitReading()) {
                int count = transport.read(into, 0, into.length);
                if (count < 0) {
                    throw new EOFException(transport.remote() + " has closed the connection");
                }
                received(into, count, news);
            }
            buffers.give(into);
        } catch (IOException e) {
            end(e);
        } catch (Throwable e) {
            end(new IOException("the reader of " + transport.remote() + " failed", e));
        }
        rest();
    }

    /** Waits until something is to be read; false if the reader is to end. */
    private boolean awaitReading() {
        long left = lingerNanos;
        while (true) {
            Traffic.Turn turn;
            int due;
            lock.lock();
            try {
                turn = traffic.readerTurn(left > 0);
                due = rouse();
                left = pause(turn, readerTurn, left);
            } finally {
                lock.unlock();
            }
            begin(due);
            switch (turn) {
                case READ -> {
                    return true;
                }
                case END -> {
                    return false;
                }
                case SEND -> send();
                case UNWATCH -> endWatch();
                default -> {}
            }
        }
    }

    private void writeAll() {
        try {
            writeUntilEnd();
        } catch (Throwable e) {
            end(new IOException("the writer of " + transport.remote() + " failed", e));
        }
        rest();
    }

    private void writeUntilEnd() {
        long left = lingerNanos;
        while (true) {
            Traffic.Turn turn;
            lock.lock();
            try {
                turn = traffic.writerTurn(left > 0);
                left = pause(turn, writerTurn, left);
            } finally {
                lock.unlock();
            }
            switch (turn) {
                case END -> {
                    return;
                }
                case SEND -> {
                    send();
                    left = lingerNanos;
                }
                case UNWATCH -> endWatch();
                default -> {}
            }
        }
    }

    /** Waits if that is the turn; returns what is left of the time to rest. */
    private static long pause(Traffic.Turn turn, Condition condition, long left) {
        if (turn == Traffic.Turn.WAIT) {
            condition.awaitUninterruptibly();
        } else if (turn == Traffic.Turn.REST) {
            try {
                return condition.awaitNanos(left);
            } catch (InterruptedException e) {
                return 0; // nobody has a reason to
            }
        }
        return left;
    }

    private void endWatch() {
        try {
            transport.unwatch();
        } finally {
            letGo();
        }
    }

    private void letGo() {
        int due;
        lock.lock();
        try {
            traffic.letGo();
            readerTurn.signal();
            writerTurn.signal();
            due = rouse();
        } finally {
            lock.unlock();
        }
        begin(due);
    }

    /** Takes in what the server said, and lets know whom it concerns. */
    private void received(byte[] bytes, int count, List<StreamOwner> news) throws Http2Exception {
        List<ConnectionEvent> events;
        int due;
        lock.lock();
        try {
            traffic.stopReading();
            streams.receive(bytes, 0, count, clock.nanoTime());
            streams.takeNews(news);
            events = streams.takeEvents();
            for (ConnectionEvent event : events) {
                if (event instanceof ConnectionEvent.SettingsAcknowledged) {
                    traffic.acknowledged();
                }
            }
            due = rouse();
        } finally {
            lock.unlock();
        }
        begin(due);
        tell(news);
        for (ConnectionEvent event : events) {
            if (event instanceof ConnectionEvent.CapacityChanged changed) {
                listener.capacityChanged(changed.capacity());
            } else if (event instanceof ConnectionEvent.GoingAway) {
                listener.goingAway();
            }
        }
    }

    private static void tell(List<StreamOwner> news) {
        for (int i = 0; i < news.size(); i++) {
            news.get(i).streamChanged();
        }
        news.clear();
    }

    /** Sends all that is queued, by the one whose turn it is. */
    private void send() {
        WireBuffer output;
        List<StreamOwner> crowd;
        long limit;
        lock.lock();
        try {
            output = traffic.takeOutput();
            crowd = traffic.takeCrowd();
            limit = writeNanos;
        } finally {
            lock.unlock();
        }
        for (StreamOwner each : crowd) {
            each.streamChanged();
        }
        IOException fault = null;
        try {
            transport.timeouts(0, limit);
            transport.write(output.array(), 0, output.length());
        } catch (IOException e) {
            fault = e;
        }
        boolean over;
        int due;
        lock.lock();
        try {
            over = traffic.sent(output, fault);
            due = rouse();
        } finally {
            lock.unlock();
        }
        if (over) {
            transport.close();
        } else if (fault != null) {
            alarm.ringBy(clock.nanoTime() + SECOND);
        }
        begin(due);
    }

    // At rest

    /** Gives lent buffers back, by the last thread that ends, and sees to it that the connection is watched. */
    private void rest() {
        lock.lock();
        try {
            if (!traffic.holdToPark()) {
                return;
            }
            traffic.shrink();
        } finally {
            lock.unlock();
        }
        transport.park();
        alarm.ringBy(clock.nanoTime() + SECOND);
        letGo();
    }

    /** Looks, without waiting, what an idle server has said; false if no stream can be opened any more. */
    public boolean check() {
        boolean free;
        boolean unwatch;
        lock.lock();
        try {
            free = traffic.hold();
            unwatch = free && traffic.takeWatch();
        } finally {
            lock.unlock();
        }
        if (unwatch) {
            transport.unwatch();
        }
        if (free) {
            takeInWhatIsThere();
        }
        return isOpen();
    }

    /** Whether a stream can be opened, as far as is known. */
    public boolean isOpen() {
        lock.lock();
        try {
            return traffic.isOpen();
        } finally {
            lock.unlock();
        }
    }

    /** Takes in what has come while nobody read, and lets go of the transport. */
    private void takeInWhatIsThere() {
        byte[] into = buffers.array();
        List<StreamOwner> news = new ArrayList<>();
        try {
            int count = transport.readNow(into, 0, into.length);
            while (count > 0) {
                received(into, count, news);
                count = transport.readNow(into, 0, into.length);
            }
            if (count < 0) {
                throw new EOFException(transport.remote() + " has closed the connection");
            }
        } catch (IOException e) {
            end(e);
        } finally {
            buffers.give(into);
            letGo();
        }
    }

    @Override
    public Transport.Health judge(Transport said) {
        boolean free;
        lock.lock();
        try {
            free = traffic.holdWatched();
        } finally {
            lock.unlock();
        }
        if (free) {
            takeInWhatIsThere();
        }
        return isOpen() ? Transport.Health.ALIVE : Transport.Health.PEER_CLOSED;
    }

    @Override
    public void found(Transport.Health fault) {} // the listener knows already

    /** Looks whether something has not come in time, and has a connection watched that is at rest. */
    @Override
    public long ring(long now) {
        long left = Streams.NOTHING_DUE;
        Http2Exception overdue = null;
        boolean cut = false;
        boolean watch = false;
        lock.lock();
        try {
            cut = traffic.failure() != null || traffic.mute() != null;
            left = streams.check(now);
            watch = traffic.holdToWatch();
        } catch (Http2Exception e) {
            overdue = e;
        } finally {
            lock.unlock();
        }
        if (cut) {
            transport.close();
            return Alarm.NEVER;
        }
        if (overdue != null) {
            end(overdue);
            return now + SECOND;
        }
        if (watch) {
            try {
                transport.watch(this);
            } finally {
                letGo();
            }
        }
        return left == Streams.NOTHING_DUE ? Alarm.NEVER : now + left;
    }

    // The end

    /** Ends the connection after a fault; what the peer is told of its own is still sent. */
    private void end(IOException cause) {
        boolean lastWords = cause instanceof Http2Exception;
        List<StreamOwner> news = new ArrayList<>();
        boolean first;
        boolean cut;
        int due;
        lock.lock();
        try {
            first = traffic.failure() == null;
            cut = traffic.end(cause, lastWords);
            news.addAll(traffic.takeCrowd());
            streams.takeNews(news);
            readerTurn.signal();
            writerTurn.signal();
            due = rouse();
        } finally {
            lock.unlock();
        }
        if (cut) {
            transport.close();
        } else {
            alarm.ringBy(clock.nanoTime() + SECOND);
        }
        begin(due);
        tell(news);
        if (first) {
            listener.ended(cause);
        }
    }

    /**
     * Ends the connection from here; who still has a stream gets an error.
     *
     * @param inOrder whether TLS is to be ended in order, as nothing is under way
     */
    public void close(boolean inOrder) {
        List<StreamOwner> news = new ArrayList<>();
        boolean free;
        lock.lock();
        try {
            free = traffic.hold();
            boolean unused = traffic.end(new IOException("the connection was closed here"), false);
            news.addAll(traffic.takeCrowd());
            streams.takeNews(news);
            readerTurn.signal();
            writerTurn.signal();
        } finally {
            lock.unlock();
        }
        alarm.cancel();
        if (free && inOrder) {
            transport.closeIdle();
        } else {
            transport.close();
        }
        tell(news);
    }
}
