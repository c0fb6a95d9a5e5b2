package dev.hawser.internal.time;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A time limit that one user after the other arms and disarms: in the steady state two atomic writes, no
 * lock and no allocation.
 *
 * <p>The state is the armed time itself, so expiry is one compare-and-set that succeeds only while that very
 * time is armed and overdue: a deadline that was disarmed in time can never hit the next user. The alarm
 * behind it stays set from one use to the next and looks at the state when it rings. Arming writes the state
 * and then reads the alarm; a ringing alarm is first taken off and then reads the state; both are volatile,
 * so one of the two sees the other and no armed time is lost.
 *
 * <p>Of two users at a time only one may arm it. Expiry is final.
 */
public abstract class Deadline {
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Deadline.class, "state", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final long DISARMED = 0;
    private static final long EXPIRED = 1;

    /** Set in each armed time, which tells it from the two states above at the price of 2 ns. */
    private static final long ARMED = 2;

    private final Alarm alarm;
    private volatile long state = DISARMED;

    /** A deadline, not armed, with an alarm of its own. */
    protected Deadline(Alarms alarms) {
        this.alarm = alarms.alarm(this::ring);
    }

    /**
     * A deadline that shares its alarm with others.
     *
     * @param alarm rings no later than it is told, and then calls {@link #ring} of each deadline that shares it
     */
    protected Deadline(Alarm alarm) {
        this.alarm = alarm;
    }

    /**
     * What happens when the deadline passes while it is armed: at most once, on the alarms' thread, when
     * {@link #expired()} is already true. Must not block.
     */
    protected abstract void expire();

    /**
     * Sets the limit. Has no effect on an expired deadline.
     *
     * @throws IllegalStateException if it is armed
     */
    public final void arm(long atNanos) {
        if (STATE.compareAndSet(this, DISARMED, atNanos | ARMED)) {
            alarm.ringBy(atNanos);
        } else if (state != EXPIRED) {
            throw new IllegalStateException("the deadline is already armed");
        }
    }

    /** Lifts the limit. Returns false if it had expired, and then the expiry action runs or has run. */
    public final boolean disarm() {
        long armed = state;
        return armed != EXPIRED && (armed == DISARMED || STATE.compareAndSet(this, armed, DISARMED));
    }

    /** Whether an armed limit has passed. */
    public final boolean expired() {
        return state == EXPIRED;
    }

    /** Takes the alarm off, so that nothing holds the expiry action any more; for when the last use is over. */
    public final void release() {
        alarm.cancel();
    }

    /** The alarm's task: looks whether the limit has passed; returns when to look again, as {@link Alarms.Task#ring} does. */
    public final long ring(long nowNanos) {
        for (; ; ) {
            long armed = state;
            if (armed == DISARMED || armed == EXPIRED) {
                return Alarm.NEVER;
            }
            if (armed - nowNanos > 0) {
                return armed;
            }
            if (STATE.compareAndSet(this, armed, EXPIRED)) {
                expire();
                return Alarm.NEVER;
            }
        }
    }
}
