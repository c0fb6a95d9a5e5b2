package dev.hawser.internal.http2;

import dev.hawser.internal.time.Alarm;
import dev.hawser.internal.time.Clock;
import dev.hawser.internal.time.Threads;
import dev.hawser.internal.transport.Transport;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Who has the transport of a connection, and for what: every decision, and nothing else. Used under the connection's lock.
 *
 * <ol>
 *   <li>{@code reading}, {@code writing} and {@code held} say who has the transport; the last excludes the other two.
 *   <li>The reader exists while an answer of the server is awaited, the writer while there is something to send, each a
 *       little longer, in which it rests.
 *   <li>The reader never waits on a write, but that it sends itself what woke it when nothing was under way: then a read could
 *       bring nothing yet.
 *   <li>The transport is watched only while neither exists; whoever uses it first ends the watch.
 *   <li>On a shared transport, which no interrupt harms, callers need neither: who leaves bytes sends them if nobody is at it and no
 *       wait is needed, and who waits for an answer reads in the reader's place for as long as nobody else does. The writer comes
 *       for what the server does not take at once, the reader when a second caller waits, or if nobody reads for a while though
 *       an answer is owed; it steps aside when it has served one caller only for a while.
 *   <li>In a crowd, which has the reader, requests leave together: the first who leaves one yields to the others before he sends
 *       all that is queued by then; one who finds many sends them at once.
 * </ol>
 */
final class Traffic {
    /** How many bytes may be queued before those who send content wait. */
    static final int MOST_QUEUED = 64 << 10;

    /** What {@link #rouse} asks for. */
    static final int START_READER = 1;

    static final int START_WRITER = 2;
    static final int WAKE_READER = 4;
    static final int WAKE_WRITER = 8;

    /** Who hears it sends what is queued, without waiting; {@code writing} is his. */
    static final int SEND = 16;

    /** Who hears it ends the watch; the transport is held for him. */
    static final int END_WATCH = 32;

    /** Who hears it gets the one out who reads. */
    static final int STOP_READING = 64;

    /** Who hears it has the alarm ring soon, lest nobody reads. */
    static final int LOOK_SOON = 128;

    /** Who hears it sends soon what is queued then. */
    static final int SEND_SOON = 256;

    /** How often in a row the reader serves the same caller before he is to read for himself. */
    private static final int ENOUGH_IN_A_ROW = 16;

    /** Into how many writes the requests of all callers are divided at most, if that takes no waiting. */
    private static final int SHARES = 4;

    /** What the reader sends itself at most: less than a socket takes at once that has nothing to send. */
    private static final int MOST_BEFORE_READING = 16 << 10;

    /** The largest array of the output that is kept. */
    private static final int MOST_KEPT = MOST_QUEUED + (32 << 10);

    private static final int OUTPUT_CAPACITY = 1024;

    /** The PING whose answer gets the reader out of its read when nothing else is to come. */
    private static final long PROBE = 0x6861_7773_6572L;

    /** What a thread of the connection does next. */
    enum Turn {
        READ,
        SEND,
        /** End the watch, and let go of the transport, which is held for that. */
        UNWATCH,
        /** Wait until the transport is let go. */
        WAIT,
        /** Leave it to the caller whom it serves, and see whether he is still the only one. */
        ASIDE,
        /** Wait for work, for a while. */
        REST,
        END,
        /** Leave it to another. */
        NONE;

        /** Waits if that is the turn; returns what is left of the time to rest. */
        long pause(Condition condition, long left) {
            if (this == WAIT) {
                condition.awaitUninterruptibly();
            } else if (this == REST) {
                try {
                    return condition.awaitNanos(left);
                } catch (InterruptedException e) {
                    return 0; // nobody has a reason to
                }
            }
            return left;
        }
    }

    /** What there is of a thread. */
    private enum Hand {
        NONE,
        RESTING,
        AWAKE
    }

    final Streams streams;

    /** Whether callers may use the transport. */
    private final boolean shared;

    private Hand reader = Hand.NONE;
    private Hand writer = Hand.NONE;
    private boolean reading;
    private boolean writing;
    private boolean held;
    private boolean watched;

    /** Whether a caller reads in the reader's place. */
    private boolean lent;

    /** Whether the reader is to come, though callers could read. */
    private boolean readerWanted;

    /** Whether the reader has left it to callers to read. */
    private boolean aside;

    /** How often in a row the reader has served the same thread. */
    private int servedInARow;

    /** Whom the reader has served last. */
    private @Nullable Thread lastServed;

    /** Whether who reads was told to stop. */
    private boolean stopped;

    /** Whether an answer was owed, and nobody read, when the alarm rang last. */
    private boolean unread;

    /** Whether a caller will send soon, who lets others leave their requests first. */
    private boolean promised;

    /** Whether he does it now. */
    private boolean keeping;

    /** Whether callers have used the transport since the alarm rang last. */
    private boolean used;

    /** Whether the writer is to come, though a caller could send. */
    private boolean writerWanted;

    /** Whether the transport has kept a part of what was sent. */
    private boolean unfinished;

    /** Whether nothing was under way when the reader was roused. */
    private boolean fromRest;

    /** Whether the server knows our settings. */
    private boolean acknowledged;

    private final WriteLimit writeLimit = new WriteLimit();
    /** When to look whether what was left last is stuck. */
    private long look = Alarm.NEVER;

    private @Nullable WireBuffer spare;

    /** Those who wait until less is queued. */
    private List<StreamOwner> crowd = new ArrayList<>();

    /** Why nothing can be sent any more, while the server may still tell more. */
    private @Nullable IOException mute;

    /** Why the connection is over. */
    private @Nullable IOException failure;

    /** @param shared whether callers may use the transport */
    Traffic(Streams streams, boolean shared) {
        this.streams = streams;
        this.shared = shared;
    }

    @Nullable
    IOException failure() {
        return failure;
    }

    /** Why nothing can be sent any more; null as long as the server takes what is sent. */
    @Nullable
    IOException mute() {
        return mute;
    }

    /**
     * Takes in that a caller has left bytes.
     *
     * @param limitNanos within which they are to be taken; 0 for no limit
     */
    void queue(long limitNanos, Clock clock) {
        writeLimit.queue(limitNanos);
        if (isWriting()) {
            look = writeLimit.queueBehind(limitNanos, clock.nanoTime());
        }
    }

    /** When to look whether what was left last is stuck behind a write; {@link Alarm#NEVER} if need not be. */
    long takeLook() {
        long at = look;
        look = Alarm.NEVER;
        return at;
    }

    private boolean isWriting() {
        return writing || unfinished;
    }

    /** Takes the limit of the write of the output that was taken. */
    long takeWriteLimit() {
        return writeLimit.take();
    }

    /** When to look whether a write is stuck; {@link Alarm#NEVER} if need not be. */
    long nextLook() {
        return isWriting() ? writeLimit.nextLook() : Alarm.NEVER;
    }

    /** The failure of those who wait behind a write for longer than one of them may; null if nobody does. */
    @Nullable
    IOException stuck(Object peer, long now) {
        long limit = isWriting() ? writeLimit.exceeded(now) : 0;
        return limit == 0
                ? null
                : new SocketTimeoutException("timeout: " + peer + " took nothing of what is sent within "
                        + TimeUnit.NANOSECONDS.toMillis(limit) + " ms");
    }

    boolean isOpen() {
        return failure == null && mute == null && !streams.goingAway();
    }

    /** Takes in what the server said of the connection. */
    void note(List<ConnectionEvent> events) {
        for (ConnectionEvent event : events) {
            acknowledged |= event instanceof ConnectionEvent.SettingsAcknowledged;
        }
    }

    /** Whether the server owes an answer. */
    private boolean mustRead() {
        return streams.active() > 0 || !acknowledged || streams.pingsUnanswered() > 0 || mute != null;
    }

    /** Sees to it that those come who have something to do; to be called at the end of each step. */
    int rouse() {
        int due = 0;
        if (failure == null) {
            if (reading && !mustRead()) {
                due = stopReader();
            }
            if (reader != Hand.AWAKE && !lent && mustRead()) {
                due |= callReader();
            }
        }
        if (mute != null) {
            dropOutput();
        }
        if ((streams.outputLength() > 0 || unfinished) && !writing && !fromRest) {
            due |= callSender();
        }
        keeping = false;
        return due;
    }

    private int stopReader() {
        if (shared) {
            int due = stopped ? 0 : STOP_READING;
            stopped = true;
            return due;
        }
        streams.ping(PROBE);
        return 0;
    }

    private int callReader() {
        if (shared && !readerWanted) {
            return LOOK_SOON;
        }
        int due = reader == Hand.NONE ? START_READER : WAKE_READER;
        reader = Hand.AWAKE;
        readerWanted = false;
        aside = false;
        fromRest = !shared;
        return due;
    }

    private int callSender() {
        boolean atOnce = shared && !held && !unfinished && !writerWanted && writer != Hand.AWAKE;
        if (atOnce && streams.outputLength() <= Transport.MOST_WRITTEN_NOW) {
            if (endsWatch()) {
                return END_WATCH;
            }
            used = true;
            return sendInACrowd();
        }
        return callWriter();
    }

    /** Whether who has left bytes sends them now, or soon, or leaves it to one who has said that he will. */
    private int sendInACrowd() {
        int queued = streams.queued();
        if (reader == Hand.AWAKE && !keeping && queued > 0 && queued * SHARES < streams.active()) {
            int due = promised ? 0 : SEND_SOON;
            promised = true;
            return due;
        }
        writing = true;
        return SEND;
    }

    /** Who has promised to send does so now. */
    void keepPromise() {
        promised = false;
        keeping = true;
    }

    private int callWriter() {
        writerWanted = false;
        if (writer == Hand.AWAKE) {
            return 0;
        }
        int due = writer == Hand.NONE ? START_WRITER : WAKE_WRITER;
        writer = Hand.AWAKE;
        return due;
    }

    /** Leaves to the writer what a caller was to send; he is called by {@link #rouse}. */
    void leaveToWriter() {
        writing = false;
        writerWanted = true;
    }

    /** Whether it is too much by now to be sent at once. */
    boolean isTooMuchAtOnce() {
        return streams.outputLength() > Transport.MOST_WRITTEN_NOW;
    }

    // Callers who read

    boolean isReaderAwake() {
        return reader == Hand.AWAKE;
    }

    /**
     * Lets a caller who waits read in the reader's place: {@code READ}, {@code UNWATCH} before it, or {@code NONE} if somebody else
     * does, or will.
     *
     * @param may whether his thread can
     */
    Turn lend(boolean may) {
        if (!shared || lent || reader == Hand.AWAKE || failure != null || !mustRead()) {
            return Turn.NONE;
        }
        if (held || !may) {
            readerWanted = true;
            return Turn.NONE;
        }
        lent = true;
        unread = false;
        used = true;
        if (endsWatch()) {
            return Turn.UNWATCH;
        }
        reading = true;
        stopped = false;
        return Turn.READ;
    }

    /** Has the reader come, though callers could read. */
    void wantReader() {
        readerWanted = shared;
    }

    /** Whether the caller who reads may go on. */
    boolean readsOn() {
        reading = failure == null && mustRead();
        stopped = false;
        return reading;
    }

    /**
     * The caller reads no more.
     *
     * @param others whether others may be waiting
     */
    void takeBack(Thread caller, boolean others) {
        lent = false;
        reading = false;
        readerWanted = others && mustRead() && streams.someoneWaitsBut(caller);
    }

    /** Takes in whom that concerns which the reader has read. */
    void served(List<StreamOwner> owners) {
        for (int i = 0; i < owners.size() && reader == Hand.AWAKE; i++) {
            Thread waiting = owners.get(i).waitingBut(null);
            if (waiting != null) {
                servedInARow = waiting == lastServed ? servedInARow + 1 : 0;
                lastServed = waiting;
            }
        }
    }

    /** Whether the reader has to do with one caller alone, who could read for himself. */
    private boolean servesOne() {
        return shared && servedInARow >= ENOUGH_IN_A_ROW && lastServed != null && !Threads.isVirtual(lastServed);
    }

    private Turn stepAside() {
        aside = true;
        servedInARow = 0;
        lastServed = null;
        reader = Hand.RESTING;
        return Turn.ASIDE;
    }

    /**
     * Looks, when the alarm rings, whether nobody reads though an answer is owed.
     *
     * @return whether to look again soon
     */
    boolean lookForReader() {
        boolean nobody = shared && failure == null && reader != Hand.AWAKE && !lent && mustRead();
        readerWanted |= nobody && unread;
        unread = nobody;
        return nobody;
    }

    /** Whether callers have used it since this was last asked. */
    boolean takeUsed() {
        boolean was = used;
        used = false;
        return was;
    }

    private void dropOutput() {
        if (streams.outputLength() > 0) {
            WireBuffer unused = streams.swapOutput(new WireBuffer(OUTPUT_CAPACITY));
        }
    }

    /**
     * What the reader does next.
     *
     * @param mayRest whether it may wait for work
     */
    Turn readerTurn(boolean mayRest) {
        reading = false;
        if (failure != null) {
            fromRest = false;
            return endReader();
        }
        if (held) {
            return Turn.WAIT;
        }
        // Who came before all knew that it stepped aside has left the reading to it.
        aside = aside && !streams.someoneWaitsBut(null);
        if (!lent && mustRead() && !aside && servesOne()) {
            return stepAside();
        }
        if (lent || !mustRead() || aside) {
            lastServed = null;
            fromRest = false;
            reader = Hand.RESTING;
            return mayRest ? Turn.REST : endReader();
        }
        reader = Hand.AWAKE;
        if (endsWatch()) {
            return Turn.UNWATCH;
        }
        int length = streams.outputLength();
        boolean sends = fromRest && !writing && length > 0 && length <= MOST_BEFORE_READING;
        fromRest = false;
        writing |= sends;
        reading = !sends;
        stopped = false;
        return sends ? Turn.SEND : Turn.READ;
    }

    private Turn endReader() {
        reader = Hand.NONE;
        return Turn.END;
    }

    /** What the writer does next. */
    Turn writerTurn(boolean mayRest) {
        if (streams.outputLength() == 0 && !unfinished || writing) {
            boolean rests = failure == null && mayRest;
            writer = rests ? Hand.RESTING : Hand.NONE;
            return rests ? Turn.REST : Turn.END;
        }
        writer = Hand.AWAKE;
        if (held) {
            return Turn.WAIT;
        }
        if (endsWatch()) {
            return Turn.UNWATCH;
        }
        writing = true;
        return Turn.SEND;
    }

    private boolean endsWatch() {
        boolean ends = watched;
        watched = false;
        held |= ends;
        return ends;
    }

    /** What came is taken in, and the reader does not read any more. */
    void stopReading() {
        reading = false;
    }

    /** Takes what is to be sent, by the one whose turn it is to send. */
    WireBuffer takeOutput() {
        WireBuffer empty = spare == null ? new WireBuffer(OUTPUT_CAPACITY) : spare;
        spare = null;
        return streams.handOver(empty);
    }

    /** Waits in the crowd until less is queued. */
    void await(StreamOwner owner) {
        crowd.add(owner);
    }

    List<StreamOwner> takeCrowd() {
        if (crowd.isEmpty()) {
            return List.of();
        }
        List<StreamOwner> taken = crowd;
        crowd = new ArrayList<>();
        return taken;
    }

    /**
     * Takes in that output was sent, or that the server takes no more.
     *
     * @param all whether nothing of it was kept by the transport
     * @param left whether bytes have left since it was taken
     * @return whether the last words are said on a connection that is over
     */
    boolean sent(WireBuffer output, @Nullable IOException fault, boolean all, boolean left) {
        writing = false;
        if (fault != null && !left) {
            streams.nothingLeft();
        }
        unfinished = !all && fault == null;
        output.clear(MOST_KEPT);
        spare = output;
        if (fault != null && mute == null) {
            mute = fault;
        }
        return failure != null && (fault != null || streams.outputLength() == 0);
    }

    // At rest

    /** Takes the transport, if nobody has it. */
    boolean hold() {
        boolean free = failure == null && !held && !reading && !lent && !writing && !unfinished;
        held |= free;
        return free;
    }

    /** Takes the transport to look what the watch has seen. */
    boolean holdWatched() {
        boolean free = failure == null && !held && watched;
        held |= free;
        return free;
    }

    /** Takes the transport to have it watched. */
    boolean holdToWatch() {
        boolean free = !watched && holdToPark();
        watched |= free;
        return free;
    }

    /** Takes the transport when no thread is left that uses it. */
    boolean holdToPark() {
        return reader == Hand.NONE && writer == Hand.NONE && hold();
    }

    /** Whether the holder has to end a watch; which he then does. */
    boolean takeWatch() {
        boolean taken = watched;
        watched = false;
        return taken;
    }

    /** Gives up the arrays that grew with the traffic. */
    void shrink() {
        spare = null;
        if (streams.outputLength() == 0) {
            WireBuffer unused = streams.swapOutput(new WireBuffer(0));
        }
    }

    void letGo() {
        held = false;
    }

    // The end

    /**
     * Ends the connection, and fails all streams; the first cause counts.
     *
     * @param lastWords whether what is queued is still to be sent
     * @return whether nothing is left to be sent
     */
    boolean end(IOException cause, boolean lastWords) {
        if (failure == null) {
            // What TLS says of the peer explains why nothing could be sent.
            IOException why = mute == null || cause instanceof SSLException ? cause : mute;
            failure = why;
            streams.closed(String.valueOf(why.getMessage()));
        }
        fromRest = false;
        if (!lastWords || mute != null) {
            dropOutput();
        }
        return streams.outputLength() == 0 && !(lastWords && writing);
    }
}
