package dev.hawser.internal.routing;

import dev.hawser.internal.time.Alarm;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Which of several attempts to connect begins when, and which one wins (RFC 8305, section 5): the next begins when the last
 * one has been under way for some time, or at once when that one has failed; the first to connect wins. Bookkeeping only:
 * attempts are numbers from 0, time is an argument. Not safe for use by many threads.
 *
 * <pre>
 * TO_COME ──begin──► UNDER_WAY ──connected──► WON, if no other has and the race was not stopped
 *                        │
 *                        └──failed, or connected too late──► ENDED
 * </pre>
 */
public final class Race {
    /** No attempt. */
    public static final int NONE = -1;

    /** How long an attempt is alone before the next one begins: the time that RFC 8305, section 8, recommends. */
    public static final long HEAD_START_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private enum State {
        TO_COME,
        UNDER_WAY,
        WON,
        ENDED
    }

    private final State[] states;
    private final long headStartNanos;
    private int begun;
    private long lastBegunNanos;
    private int winner = NONE;
    private boolean stopped;

    /**
     * A race that has not begun.
     *
     * @param attempts how many attempts there are
     * @param headStartNanos how long an attempt is alone; {@link Alarm#NEVER} to try one after the other
     */
    public Race(int attempts, long headStartNanos) {
        this.states = new State[attempts];
        this.headStartNanos = headStartNanos;
        Arrays.fill(states, State.TO_COME);
    }

    /** The attempt that begins now; {@link #NONE} if none is due. */
    public int begin(long nowNanos) {
        if (isOver() || begun == states.length || !isDue(nowNanos)) {
            return NONE;
        }
        states[begun] = State.UNDER_WAY;
        lastBegunNanos = nowNanos;
        return begun++;
    }

    private boolean isDue(long nowNanos) {
        return lastHasFailed() || headStartNanos != Alarm.NEVER && nowNanos - lastBegunNanos >= headStartNanos;
    }

    private boolean lastHasFailed() {
        return begun == 0 || states[begun - 1] != State.UNDER_WAY;
    }

    /** When the next attempt begins if nothing happens before; {@link Alarm#NEVER} if that will not make one begin. */
    public long dueNanos() {
        boolean waits = !isOver() && begun < states.length && headStartNanos != Alarm.NEVER;
        return waits ? lastBegunNanos + headStartNanos : Alarm.NEVER;
    }

    /** Whether an attempt that has connected is the winner; if not, its connection is to be closed. */
    public boolean connected(int attempt) {
        boolean wins = !isOver();
        end(attempt, wins ? State.WON : State.ENDED);
        if (wins) {
            winner = attempt;
        }
        return wins;
    }

    /** Whether an attempt that did not connect has failed by itself; if not, it was cut because the race was over. */
    public boolean failed(int attempt) {
        boolean byItself = !isOver();
        end(attempt, State.ENDED);
        return byItself;
    }

    private void end(int attempt, State as) {
        if (states[attempt] != State.UNDER_WAY) {
            throw new IllegalStateException("attempt " + attempt + " ends, but is " + states[attempt]);
        }
        states[attempt] = as;
    }

    /** Ends the race without a winner, if it has none. */
    public void stop() {
        stopped = true;
    }

    /** Whether nothing more will change: an attempt has won, all have failed, or the race was stopped. */
    public boolean isOver() {
        return winner != NONE || stopped || begun == states.length && !anyUnderWay();
    }

    private boolean anyUnderWay() {
        for (State state : states) {
            if (state == State.UNDER_WAY) {
                return true;
            }
        }
        return false;
    }

    /** Whether an attempt has begun and not ended; if the race is over, it is to be cut. */
    public boolean isUnderWay(int attempt) {
        return states[attempt] == State.UNDER_WAY;
    }

    /** The attempt that has won, or {@link #NONE}. */
    public int winner() {
        return winner;
    }
}
