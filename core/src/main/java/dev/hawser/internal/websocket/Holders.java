package dev.hawser.internal.websocket;

import dev.hawser.BlockingWebSocket;
import dev.hawser.internal.time.Alarm;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Which open WebSockets of threads that wait can still be reached by who opened them. One that was dropped without being closed is ended:
 * nobody can receive from it or close it any more, and its thread would read for as long as the server likes. Safe for use by many
 * threads.
 */
final class Holders {
    /** How often it is looked for them, while there are any that may be dropped; beside that it takes a run of the garbage collector. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Clock clock;
    private final Alarm alarm;
    private final ReferenceQueue<BlockingWebSocket> dropped = new ReferenceQueue<>();
    private final Map<WebSocketSession, Held> held = new ConcurrentHashMap<>();

    Holders(Clock clock, Alarms alarms) {
        this.clock = clock;
        this.alarm = alarms.alarm(this::endDropped);
    }

    /** What a user holds of a session; the session does not refer to it. */
    private static final class Held extends PhantomReference<BlockingWebSocket> {
        private final WebSocketSession session;

        Held(BlockingWebSocket socket, WebSocketSession session, ReferenceQueue<BlockingWebSocket> dropped) {
            super(socket, dropped);
            this.session = session;
        }
    }

    /** Notes by what a session is held, until {@link #ended}. */
    void begun(WebSocketSession session, BlockingWebSocket socket) {
        held.put(session, new Held(socket, session, dropped));
        alarm.ringBy(clock.nanoTime() + LOOK_NANOS);
    }

    /** It need not be held any more. */
    void ended(WebSocketSession session) {
        held.remove(session);
    }

    private long endDropped(long now) {
        if (!held.isEmpty()) {
            alarm.ringBy(now + LOOK_NANOS);
        }
        for (Reference<?> each = dropped.poll(); each != null; each = dropped.poll()) {
            WebSocketSession session = ((Held) each).session;
            if (held.remove(session) != null) {
                session.dropped();
            }
        }
        return Alarm.NEVER;
    }
}
