package dev.hawser.internal.connection;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hawser.internal.routing.Race;
import dev.hawser.internal.time.Alarm;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import dev.hawser.internal.time.Threads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Performs a {@link Race}. The first attempt has the thread that runs the race, and an attempt that follows a failed one has
 * the thread of that one; only what begins while another is under way has a thread of its own. {@link #run} is for one
 * thread, {@link #stop} for any.
 *
 * @param <A> an attempt
 */
final class Racing<A extends Racing.Attempt> {
    /** An attempt to connect. */
    interface Attempt {
        /** Connects; on a thread of the race's choice. */
        void connect() throws IOException;

        /** Ends {@link #connect} at once, or closes what it has connected. For any thread. */
        void cancel();

        /** It has connected, but another one has won. On the thread that connected. */
        void discarded();

        /** It has failed by itself. On the thread that tried to connect, before the race ends. */
        void failed(IOException failure);

        /** It was cut as another one has won. On the thread that runs the race, before that ends. */
        void outrun();
    }

    private final List<A> attempts;
    private final Clock clock;
    private final Threads threads;
    private final Alarm alarm;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final Race race;

    @GuardedBy("lock")
    private final List<Failed<A>> failed = new ArrayList<>();

    /** Those that were under way when one won. */
    @GuardedBy("lock")
    private final List<A> outrun = new ArrayList<>();

    /** How many failures are being told. */
    @GuardedBy("lock")
    private int telling;

    /** What an attempt threw that was no {@link IOException}. */
    @GuardedBy("lock")
    private @Nullable Throwable broken;

    /** An attempt that failed by itself. */
    record Failed<A>(A attempt, IOException failure) {}

    /**
     * A race that has not begun.
     *
     * @param headStartNanos how long an attempt is alone; {@link Alarm#NEVER} to try one after the other
     */
    Racing(List<A> attempts, long headStartNanos, Clock clock, Alarms alarms, Threads threads) {
        this.attempts = List.copyOf(attempts);
        this.clock = clock;
        this.threads = threads;
        this.alarm = alarms.alarm(this::ring);
        this.race = new Race(attempts.size(), headStartNanos);
    }

    /**
     * Runs the race; returns the winner, or null if all attempts failed or it was stopped. All others are cut by then.
     */
    @Nullable
    A run() {
        perform(begin());
        try {
            awaitEnd();
        } finally {
            alarm.cancel();
        }
        return settle();
    }

    /** Those that failed by themselves, in that order. */
    List<Failed<A>> failed() {
        lock.lock();
        try {
            return List.copyOf(failed);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the race without a winner, unless it has one. */
    void stop() {
        List<A> cut;
        lock.lock();
        try {
            race.stop();
            cut = race.winner() == Race.NONE ? underWay() : List.of();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        cut.forEach(Attempt::cancel);
    }

    /** The attempt that begins now, or {@link Race#NONE}; the alarm is set for the next. */
    private int begin() {
        int attempt;
        long due;
        lock.lock();
        try {
            attempt = race.begin(clock.nanoTime());
            due = race.dueNanos();
        } finally {
            lock.unlock();
        }
        if (due != Alarm.NEVER) {
            alarm.ringBy(due);
        }
        return attempt;
    }

    /** The alarm's task: an attempt begins while another is under way. */
    private long ring(long now) {
        int attempt;
        long due;
        lock.lock();
        try {
            attempt = race.begin(now);
            due = race.dueNanos();
        } finally {
            lock.unlock();
        }
        if (attempt != Race.NONE) {
            start(attempt);
        }
        return due;
    }

    private void start(int attempt) {
        boolean started = false;
        try {
            threads.start("Hawser connect", false, () -> perform(attempt));
            started = true;
        } finally {
            if (!started) {
                lock.lock();
                try {
                    race.failed(attempt);
                    changed.signalAll();
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    /** Makes one attempt; and if it fails, those that are to follow at once. */
    private void perform(int first) {
        try {
            for (int number = first; number != Race.NONE && !hasConnected(number); number = begin()) {
                // each turn is an attempt
            }
        } catch (Throwable e) {
            breakOff(e);
        }
    }

    private boolean hasConnected(int number) {
        A attempt = attempts.get(number);
        try {
            attempt.connect();
        } catch (IOException e) {
            tellFailure(number, attempt, e);
            return false;
        }
        if (!hasWon(number)) {
            attempt.discarded();
        }
        return true;
    }

    private boolean hasWon(int number) {
        List<A> others;
        lock.lock();
        try {
            if (!race.connected(number)) {
                return false;
            }
            outrun.addAll(underWay());
            others = List.copyOf(outrun);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        others.forEach(Attempt::cancel);
        return true;
    }

    private void tellFailure(int number, A attempt, IOException failure) {
        lock.lock();
        try {
            if (!race.failed(number)) {
                return;
            }
            failed.add(new Failed<>(attempt, failure));
            telling++;
        } finally {
            lock.unlock();
        }
        try {
            attempt.failed(failure);
        } finally {
            lock.lock();
            try {
                telling--;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** What is thrown once the race is over harms nobody: its winner is to be used. */
    private void breakOff(Throwable cause) {
        lock.lock();
        try {
            if (!race.isOver()) {
                broken = cause;
            }
        } finally {
            lock.unlock();
        }
        stop();
    }

    private void awaitEnd() {
        lock.lock();
        try {
            while (!race.isOver() || telling > 0) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable A settle() {
        Throwable cause;
        int winner;
        List<A> others;
        lock.lock();
        try {
            cause = broken;
            winner = race.winner();
            others = List.copyOf(outrun);
        } finally {
            lock.unlock();
        }
        for (A other : others) {
            other.cancel();
            other.outrun();
        }
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof RuntimeException exception) {
            throw exception;
        }
        return winner == Race.NONE ? null : attempts.get(winner);
    }

    @GuardedBy("lock")
    private List<A> underWay() {
        List<A> found = new ArrayList<>();
        for (int i = 0; i < attempts.size(); i++) {
            if (race.isUnderWay(i)) {
                found.add(attempts.get(i));
            }
        }
        return found;
    }
}
