package dev.hawser.internal.http2;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.time.Alarm;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import dev.hawser.internal.time.Threads;
import dev.hawser.internal.transport.Transport;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What carries the bytes of one connection: its {@link Streams} under one lock, two threads, and callers where no interrupt of
 * theirs can harm the transport, as {@link Traffic} has it. Safe for use by many threads.
 */
final class Carrier implements Alarms.Task, Transport.Watcher {
    /** How long a connection at rest is left unwatched, and how long a peer who takes nothing more may tell why. */
    static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** How often it is looked whether somebody reads, while an answer is owed and callers read for themselves. */
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(20);

    /** How often in a row a caller sends what others have left meanwhile. */
    private static final int MOST_SENT = 3;

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

    /** Whom the bytes concern that a caller reads in the reader's place; belongs to him. */
    private final List<StreamOwner> callersNews = new ArrayList<>();

    /** Whether callers may use the transport. */
    private final boolean shared;

    @GuardedBy("lock")
    private final Streams streams;

    @GuardedBy("lock")
    private final Traffic traffic;

    /** When a connection that is over, or to which nothing can be sent any more, is cut. */
    @GuardedBy("lock")
    private long cutAt = Alarm.NEVER;

    final Standing standing;

    /** @param lingerNanos how long its threads rest before they end */
    Carrier(
            Transport transport,
            Streams streams,
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
        this.streams = streams;
        this.shared = transport.share();
        this.traffic = new Traffic(streams, shared);
        this.standing = new Standing(streams.capacity());
    }

    void ringBy(long at) {
        alarm.ringBy(at);
    }

    // What callers do

    /** What is done to the streams under the lock. */
    interface Step<T extends @Nullable Object> {
        T take(Streams streams, Traffic traffic) throws IOException;
    }

    /** The same with a number for its result. */
    interface Count {
        int take(Streams streams, Traffic traffic);
    }

    /**
     * One step; then, what follows from it.
     *
     * @param atOnce whether what is queued is to be sent; if not, the next step does it
     */
    <T extends @Nullable Object> T step(boolean atOnce, Step<T> step) throws IOException {
        T result;
        long look;
        int due;
        lock.lock();
        try {
            result = step.take(streams, traffic);
            look = traffic.takeLook();
            due = atOnce ? rouse() : 0;
        } finally {
            lock.unlock();
        }
        follow(look, due);
        return result;
    }

    /** One step; then, what follows from it. */
    int count(Count step) {
        int result;
        long look;
        int due;
        lock.lock();
        try {
            result = step.take(streams, traffic);
            look = traffic.takeLook();
            due = rouse();
        } finally {
            lock.unlock();
        }
        follow(look, due);
        return result;
    }

    @Nullable
    IOException failureOf(Http2Stream stream) {
        lock.lock();
        try {
            return stream.exception(transport.remote(), traffic.failure());
        } finally {
            lock.unlock();
        }
    }

    /** A look at the traffic, or a change of it of which nothing follows. */
    private boolean asked(Predicate<Traffic> question) {
        lock.lock();
        try {
            return question.test(traffic);
        } finally {
            lock.unlock();
        }
    }

    private void follow(long look, int due) {
        if (look != Alarm.NEVER) {
            ringBy(look);
        }
        begin(due);
    }

    // The threads

    /** Takes in what has changed, and wakes those who have something to do; returns what else is to be done for it after unlocking. */
    @GuardedBy("lock")
    private int rouse() {
        int due = traffic.rouse();
        standing.renew(streams, traffic);
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
        if (due >= Traffic.SEND) {
            serve(due);
        }
    }

    /** Does what a shared transport asks of who happens to be there. */
    private void serve(int due) {
        if ((due & Traffic.LOOK_SOON) != 0) {
            alarm.ringBy(clock.nanoTime() + LOOK);
        }
        if ((due & Traffic.STOP_READING) != 0) {
            transport.wake();
        }
        if ((due & Traffic.END_WATCH) != 0) {
            endWatch();
        }
        if ((due & Traffic.SEND_SOON) != 0) {
            Threads.letOthersGo(); // who may be about to send
            int unused = count((all, each) -> {
                each.keepPromise();
                return 0;
            });
        }
        if ((due & Traffic.SEND) != 0) {
            sendAtOnce();
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

    /** Ends the connection after a fault of the transport, of the server, or of ours. */
    private void failed(String who, Throwable fault) {
        end(fault instanceof IOException e ? e : new IOException(who + " of " + transport.remote() + " failed", fault));
    }

    private void readAll() {
        byte[] into = buffers.array();
        List<StreamOwner> news = new ArrayList<>();
        try {
            while (awaitReading()) {
                int unused = readOnce(into, Long.MAX_VALUE, news);
            }
            buffers.give(into);
        } catch (Throwable e) {
            failed("the reader", e);
        }
        rest();
    }

    /** Reads, and takes in what came, on a shared transport for so long at most; returns how many were told of it. */
    private int readOnce(byte[] into, long nanos, List<StreamOwner> news) throws IOException {
        int count = shared ? transport.poll(into, 0, into.length, nanos) : transport.read(into, 0, into.length);
        if (count < 0) {
            throw new EOFException(transport.remote() + " has closed the connection");
        }
        return count > 0 ? received(into, count, news) : 0;
    }

    /**
     * Reads in the reader's place until there is news for who waits, or his time is up, or he is interrupted or woken.
     *
     * @param until when his time is up
     * @return false if somebody else reads
     */
    boolean readFor(Http2Codec codec, boolean limited, long until) {
        if (standing.isReaderAwake()) {
            return false;
        }
        Thread caller = Thread.currentThread();
        Traffic.Turn turn;
        int due;
        lock.lock();
        try {
            turn = traffic.lend(shared && !Threads.isVirtual(caller));
            due = rouse();
        } finally {
            lock.unlock();
        }
        begin(due);
        if (turn == Traffic.Turn.NONE) {
            return false;
        }
        if (turn == Traffic.Turn.UNWATCH) {
            endWatch();
        }
        byte[] into = buffers.array();
        codec.leads(true);
        try {
            long left = limited ? until - clock.nanoTime() : Long.MAX_VALUE;
            while (left > 0 && codec.hasNoNews() && !caller.isInterrupted() && asked(Traffic::readsOn)) {
                int unused = readOnce(into, left, callersNews);
                left = limited && codec.hasNoNews() ? until - clock.nanoTime() : left;
            }
            buffers.give(into);
        } catch (Throwable e) {
            failed("a reading caller", e);
        } finally {
            codec.leads(false);
            int unused = count((all, each) -> {
                each.takeBack(caller, standing.waiting() > 1);
                return 0;
            });
        }
        return true;
    }

    /** Gets out who reads. */
    void wakeReader() {
        transport.wake();
    }

    /** Takes in what the server has said before anybody reads. */
    void takeIn(byte[] early) {
        try {
            int unused = early.length == 0 ? 0 : received(early, early.length, new ArrayList<>());
        } catch (Http2Exception e) {
            end(e);
        }
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
                due = turn == Traffic.Turn.REST ? rouse() & ~Traffic.LOOK_SOON : rouse();
                left = due == 0 ? turn.pause(readerTurn, left) : left;
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
            failed("the writer", e);
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
                left = turn.pause(writerTurn, left);
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

    private void endWatch() {
        try {
            transport.unwatch();
        } finally {
            letGo();
        }
    }

    private void letGo() {
        int unused = count((all, each) -> {
            each.letGo();
            readerTurn.signal();
            writerTurn.signal();
            return 0;
        });
    }

    /** Takes in what the server said, and lets know whom it concerns; returns how many. */
    private int received(byte[] bytes, int count, List<StreamOwner> news) throws Http2Exception {
        List<ConnectionEvent> events;
        int due;
        lock.lock();
        try {
            traffic.stopReading();
            streams.receive(bytes, 0, count, clock.nanoTime());
            streams.takeNews(news);
            traffic.served(news);
            events = streams.takeEvents();
            traffic.note(events);
            due = rouse();
        } finally {
            lock.unlock();
        }
        begin(due);
        int told = news.size();
        StreamOwner.tell(news);
        events.forEach(event -> event.tell(listener));
        return told;
    }

    /** Sends all that is queued, by the thread of the connection whose turn it is. */
    private void send() {
        begin(send(true, false));
    }

    /** Sends what is queued as far as that needs no waiting, by whoever has left it. */
    private void sendAtOnce() {
        int due = Traffic.SEND;
        for (int sent = 0; (due & Traffic.SEND) != 0; sent++) {
            due = due & ~Traffic.SEND | send(false, sent == MOST_SENT);
        }
        begin(due);
    }

    /**
     * Sends what is queued, by the one whose turn it is; returns what is to be done for it.
     *
     * @param waits whether he may wait
     * @param leaves whether he leaves it to the writer
     */
    private int send(boolean waits, boolean leaves) {
        WireBuffer output;
        List<StreamOwner> crowd;
        long limit;
        lock.lock();
        try {
            if (leaves || !waits && traffic.isTooMuchAtOnce()) {
                traffic.leaveToWriter();
                return rouse();
            }
            output = traffic.takeOutput();
            crowd = traffic.takeCrowd();
            limit = traffic.takeWriteLimit();
        } finally {
            lock.unlock();
        }
        crowd.forEach(StreamOwner::streamChanged);
        IOException fault = null;
        boolean all = true;
        long sentBefore = transport.bytesSent();
        try {
            transport.timeouts(0, limit);
            if (waits) {
                transport.finishWrite();
                transport.write(output.array(), 0, output.length());
            } else {
                all = transport.writeNow(output.array(), 0, output.length());
            }
        } catch (IOException e) {
            fault = e;
        }
        boolean over;
        int due;
        lock.lock();
        try {
            over = traffic.sent(output, fault, all, transport.bytesSent() != sentBefore);
            if (fault != null) {
                cutSoon();
            }
            due = rouse();
        } finally {
            lock.unlock();
        }
        if (over) {
            transport.close();
        } else if (fault != null) {
            alarm.ringBy(clock.nanoTime() + SECOND);
        }
        return due;
    }

    // At rest

    /** Gives lent buffers back, by the last thread that ends, and sees to it that the connection is watched. */
    private void rest() {
        if (asked(Traffic::holdToPark)) {
            int unused = count((all, each) -> {
                each.shrink();
                return 0;
            });
            transport.park();
            alarm.ringBy(clock.nanoTime() + SECOND);
            letGo();
        }
    }

    /** Looks, without waiting, what an idle server has said; false if no stream can be opened any more. */
    boolean check() {
        boolean free = asked(Traffic::hold);
        if (free && asked(Traffic::takeWatch)) {
            transport.unwatch();
        }
        if (free) {
            takeInWhatIsThere();
        }
        return isOpen();
    }

    /** Whether a stream can be opened, as far as is known; known without waiting. */
    boolean isOpen() {
        return standing.isOpen();
    }

    /** Takes in what has come while nobody read, and lets go of the transport. */
    private void takeInWhatIsThere() {
        byte[] into = buffers.array();
        List<StreamOwner> news = new ArrayList<>();
        try {
            int count = transport.readNow(into, 0, into.length);
            while (count > 0) {
                int unused = received(into, count, news);
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
        if (asked(Traffic::holdWatched)) {
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
        IOException overdue = null;
        boolean cut = false;
        boolean watch = false;
        long look = Alarm.NEVER;
        int due = 0;
        lock.lock();
        try {
            cut = cutAt != Alarm.NEVER && now - cutAt >= 0;
            left = streams.check(now);
            overdue = traffic.stuck(transport.remote(), now);
            look = Alarm.sooner(traffic.nextLook(), cutAt);
            if (traffic.lookForReader()) {
                look = Alarm.sooner(look, now + LOOK);
            } else if (traffic.takeUsed()) {
                look = Alarm.sooner(look, now + SECOND);
            } else {
                watch = traffic.holdToWatch();
            }
            due = rouse() & ~Traffic.LOOK_SOON;
        } catch (IOException e) {
            overdue = e;
        } finally {
            lock.unlock();
        }
        begin(due);
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
                transport.park();
                transport.watch(this);
            } finally {
                letGo();
            }
        }
        return left == Streams.NOTHING_DUE ? look : Alarm.sooner(look, now + left);
    }

    /** Leaves the server a moment to tell why it takes nothing more, or to take the last words. */
    @GuardedBy("lock")
    private void cutSoon() {
        cutAt = Alarm.sooner(cutAt, clock.nanoTime() + SECOND);
    }

    // The end

    /** Has those find out whom the end concerns; returns what is to be done for it. */
    @GuardedBy("lock")
    private int over(List<StreamOwner> news) {
        news.addAll(traffic.takeCrowd());
        streams.takeNews(news);
        readerTurn.signal();
        writerTurn.signal();
        cutSoon();
        return rouse();
    }

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
            due = over(news);
        } finally {
            lock.unlock();
        }
        if (cut) {
            transport.close();
        } else {
            alarm.ringBy(clock.nanoTime() + SECOND);
        }
        begin(due);
        StreamOwner.tell(news);
        if (first) {
            listener.ended(cause);
        }
    }

    /**
     * Ends the connection from here; who still has a stream gets an error.
     *
     * @param inOrder whether the server is told by GOAWAY (RFC 9113, section 6.8) and the end of TLS, as nothing is under way
     */
    void close(boolean inOrder) {
        List<StreamOwner> news = new ArrayList<>();
        byte[] lastWords = {};
        boolean free;
        boolean cut;
        int due;
        lock.lock();
        try {
            free = traffic.hold();
            if (inOrder) {
                streams.goAway(ErrorCode.NO_ERROR, "");
            }
            if (inOrder && free) {
                WireBuffer queued = traffic.takeOutput();
                lastWords = Arrays.copyOf(queued.array(), Math.min(queued.length(), Buffers.SIZE));
            }
            cut = traffic.end(new IOException("the connection was closed here"), inOrder);
            due = over(news);
        } finally {
            lock.unlock();
        }
        if (free && inOrder) {
            alarm.cancel();
            transport.closeIdle(lastWords);
        } else if (cut) {
            alarm.cancel();
            transport.close();
        } else {
            alarm.ringBy(clock.nanoTime() + SECOND);
        }
        begin(due);
        StreamOwner.tell(news);
    }
}
