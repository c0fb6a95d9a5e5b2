package dev.hawser.internal.transport;

import dev.hawser.internal.transport.Transport.Health;
import dev.hawser.internal.transport.Transport.Watcher;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.SelectionKey;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The watch over one idle channel, and the handshake between the {@link Lookout}'s thread, which begins it,
 * and the caller who leases the connection, who ends it. Each watch is begun once and ended once, in
 * whatever order the two come; while one of them has the channel in hand, the other keeps off.
 *
 * <p>The state is null, a {@link State}, or the thread of the caller: then the lookout's thread has the
 * channel in hand, and the caller is parked until it lets go.
 */
final class Vigil {
    private enum State {
        /** The lookout's thread has it in hand: to WATCHED, to OVER, or to null if a caller waits. */
        HELD,
        /** The selector has it: to HELD by the lookout's thread, to null by the caller. */
        WATCHED,
        /** One of the two has ended it, before the other came to begin or end it: to null by the other. */
        OVER
    }

    /** How often a peer may say something while nothing was asked: TLS has tickets and key updates to send. */
    private static final int MOST_EXAMINATIONS = 100;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Vigil.class, "state", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ChannelTransport connection;
    private final Lookout lookout;
    private volatile @Nullable Object state;

    // These belong to the one who has the channel in hand.
    private @Nullable Transport speaker;
    private @Nullable Watcher watcher;
    private @Nullable SelectionKey key;
    private int examinations;

    Vigil(ChannelTransport connection, Lookout lookout) {
        this.connection = connection;
        this.lookout = lookout;
    }

    /**
     * Begins it; only on the lookout's thread.
     *
     * @param speaker what understands the peer: the transport itself, or TLS above it
     * @param watcher is told of what speaks against the connection, at most once
     */
    void begin(Transport speaker, Watcher watcher) {
        if (!STATE.compareAndSet(this, null, State.HELD)) {
            state = null; // the caller has come first
            return;
        }
        this.speaker = speaker;
        this.watcher = watcher;
        examinations = 0;
        boolean watched = false;
        try {
            watcher.begun();
            connection.channel().configureBlocking(false);
            key = lookout.register(connection.channel(), this);
            watched = true;
        } catch (IOException e) {
            // It is closed, or there are no descriptors left to watch it with: it is looked at when it is leased.
        } finally {
            letGo(watched);
        }
    }

    /** Looks what the peer has said; only on the lookout's thread. */
    void examine() {
        if (!STATE.compareAndSet(this, State.WATCHED, State.HELD)) {
            return;
        }
        Watcher toTell = watcher;
        Health health = Health.ALIVE;
        boolean known = false;
        try {
            health = look();
            known = true;
        } finally {
            letGo(known && health == Health.ALIVE);
        }
        if (health != Health.ALIVE && toTell != null) {
            toTell.found(health);
        }
    }

    private Health look() {
        Transport above = speaker;
        Watcher judge = watcher;
        if (above == null || judge == null) {
            throw new IllegalStateException("watched, but by nobody");
        }
        if (++examinations > MOST_EXAMINATIONS) {
            return connection.found(Health.STRAY_BYTES);
        }
        Health health = judge.judge(above);
        above.park();
        return health;
    }

    /** Gives the channel back to the selector, or to the caller if one waits or it is not to be watched. */
    private void letGo(boolean watch) {
        if (watch && STATE.compareAndSet(this, State.HELD, State.WATCHED)) {
            return;
        }
        restore();
        if (!STATE.compareAndSet(this, State.HELD, State.OVER)) {
            Object waiting = state;
            state = null;
            LockSupport.unpark((Thread) waiting);
        }
    }

    /** Ends it; by the one who has leased the connection or closes it idle. Afterwards the channel is as it was. */
    void end() {
        for (; ; ) {
            Object now = state;
            if (now == null) {
                if (STATE.compareAndSet(this, null, State.OVER)) {
                    return;
                }
            } else if (now == State.OVER) {
                state = null;
                return;
            } else if (now == State.HELD) {
                if (STATE.compareAndSet(this, State.HELD, Thread.currentThread())) {
                    awaitRelease();
                    return;
                }
            } else if (STATE.compareAndSet(this, State.WATCHED, null)) {
                restore();
                lookout.flush();
                return;
            }
        }
    }

    private void awaitRelease() {
        Thread caller = Thread.currentThread();
        boolean interrupted = false;
        while (state == caller) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            caller.interrupt();
        }
    }

    /** Has the channel as it was. Its key is taken out by the lookout's thread. */
    private void restore() {
        SelectionKey cancelled = key;
        key = null;
        speaker = null;
        watcher = null;
        if (cancelled != null) {
            cancelled.cancel();
        }
        try {
            connection.watchEnded();
        } catch (IOException e) {
            // It is closed, which its user will notice.
        }
    }

    /** Sees to it that the descriptor of a closed channel is freed, which its key holds; for any thread. */
    void closed() {
        if (connection.channel().isRegistered()) {
            lookout.flush();
        }
    }
}
