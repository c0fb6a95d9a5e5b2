package dev.hawser.internal.websocket;

import dev.hawser.BlockingWebSocket;
import dev.hawser.Call;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.WebSocket;
import dev.hawser.WebSocketListener;
import dev.hawser.WebSocketMessage;
import dev.hawser.WebSocketSettings;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import dev.hawser.internal.time.JvmHold;
import dev.hawser.internal.time.Workers;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What all WebSockets of one client have in common, and who makes them. Their threads are made with the first. Safe for use by many threads. */
public final class WebSockets {
    private static final int NONCE_BYTES = 16;

    private final Call.Factory calls;
    private final WebSocketSettings settings;
    private final long pingNanos;
    private final Clock clock;
    private final Alarms alarms;
    private final JvmHold jvmHold;

    /** Null before the first is made. */
    private final AtomicReference<@Nullable Means> means = new AtomicReference<>();

    /** Those that have not ended. */
    private final Set<WebSocketSession> open = ConcurrentHashMap.newKeySet();

    private final Holders holders;

    /** What is not made before it is needed. */
    private record Means(Executor workers, SecureRandom random) {}

    /**
     * Of one client.
     *
     * @param calls makes the calls that open them
     * @param pingNanos the interval of pings; 0 for none
     * @param jvmHold what holds the JVM as long as one with a listener is open
     */
    public WebSockets(
            Call.Factory calls,
            WebSocketSettings settings,
            long pingNanos,
            Clock clock,
            Alarms alarms,
            JvmHold jvmHold) {
        this.calls = calls;
        this.settings = settings;
        this.pingNanos = pingNanos;
        this.clock = clock;
        this.alarms = alarms;
        this.jvmHold = jvmHold;
        this.holders = new Holders(clock, alarms);
    }

    /** Makes one that connects by itself. */
    public WebSocket open(Request request, WebSocketListener listener) {
        WebSocketSession session = new WebSocketSession(this, request, listener, jvmHold::end, () -> {});
        jvmHold.begin();
        open.add(session);
        session.connectLater();
        return session;
    }

    /** Connects one for threads that wait. */
    public BlockingWebSocket open(Request request) throws IOException {
        Mailbox mailbox = new Mailbox();
        WebSocketSession session =
                new WebSocketSession(this, request, new Delivery(mailbox), () -> {}, mailbox::admitNothing);
        open.add(session);
        boolean connected = false;
        try {
            Response response = session.connect();
            connected = true;
            BlockingWebSocket socket = new BlockingSession(session, mailbox, response);
            holders.begun(session, socket);
            if (!open.contains(session)) {
                holders.ended(session); // it has ended before its holder was known
            }
            return socket;
        } finally {
            if (!connected) {
                open.remove(session);
            }
        }
    }

    /** Begins to close all that are open: what is queued is sent, then a Close frame that says that this side goes away. */
    public void close() {
        for (WebSocketSession session : open) {
            boolean unused = session.close(CloseCode.GOING_AWAY, null);
        }
    }

    /** One has ended. */
    void ended(WebSocketSession session) {
        open.remove(session);
        holders.ended(session);
    }

    /** Puts all that is told into a mailbox. */
    private static final class Delivery extends WebSocketListener {
        private final Mailbox mailbox;

        Delivery(Mailbox mailbox) {
            this.mailbox = mailbox;
        }

        @Override
        public void onMessage(WebSocket webSocket, String text) {
            mailbox.put(WebSocketMessage.of(text));
        }

        @Override
        public void onMessage(WebSocket webSocket, byte[] bytes) {
            mailbox.put(WebSocketMessage.of(bytes));
        }

        @Override
        public void onClosed(WebSocket webSocket, int code, String reason) {
            mailbox.closed(code, reason);
        }

        @Override
        public void onFailure(WebSocket webSocket, Throwable failure, @Nullable Response response) {
            mailbox.failed(failure);
        }
    }

    private Means means() {
        Means made = means.get();
        if (made == null) {
            Means fresh = new Means(Workers.unbounded("hawser websocket"), new SecureRandom());
            Means first = means.compareAndExchange(null, fresh);
            made = first == null ? fresh : first;
        }
        return made;
    }

    Call newCall(Request request) {
        return calls.newCall(request);
    }

    WebSocketSettings settings() {
        return settings;
    }

    long pingNanos() {
        return pingNanos;
    }

    Clock clock() {
        return clock;
    }

    Alarms alarms() {
        return alarms;
    }

    /** What runs their threads. */
    Executor workers() {
        return means().workers;
    }

    MaskKeys maskKeys() {
        return new MaskKeys(means().random);
    }

    /** The random bytes of an opening handshake's key (RFC 6455, section 4.1). */
    byte[] nonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        means().random.nextBytes(nonce);
        return nonce;
    }
}
