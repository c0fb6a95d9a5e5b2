package dev.hawser.internal.http2;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What both directions of one connection share, and the steps that both take. */
final class ConnectionState {
    /** How many streams may be open before the server told it (RFC 9113, section 6.5.2, has it be no fewer). */
    private static final int CAPACITY_BEFORE_SETTINGS = 100;

    /** The room for what is to be sent, at first. */
    private static final int OUTPUT_CAPACITY = 1024;

    final LocalSettings local;
    final FrameWriter writer = new FrameWriter(new WireBuffer(OUTPUT_CAPACITY));
    final HpackEncoder encoder = new HpackEncoder();
    final StreamTable streams = new StreamTable();
    final SendWindow sendWindow = new SendWindow(LocalSettings.DEFAULT_WINDOW);
    final ReceiveWindow receiveWindow;
    final RecentResets resets = new RecentResets();
    final FloodGuard guard;
    final Pings pings = new Pings();
    final Heartbeat heartbeat;

    private final List<Http2Stream> news = new ArrayList<>();
    private @Nullable List<ConnectionEvent> events;

    /** The number of the next stream; negative when there are no more. */
    int nextId = 1;

    /** The last stream whose request was handed to the transport. Requests leave in the order of their streams. */
    private int lastHanded = -1;

    private int handedBefore = -1;

    // What the peer's settings say.
    int capacity = CAPACITY_BEFORE_SETTINGS;
    int initialSendWindow = LocalSettings.DEFAULT_WINDOW;
    int maxFrameSize = FrameType.DEFAULT_MAX_SIZE;
    long maxHeaderListSize = Long.MAX_VALUE;
    boolean settingsReceived;

    /** Whether the peer knows our settings. */
    boolean settingsAcknowledged;

    /** The last stream that the peer may have seen to, by its GOAWAY. */
    int lastAccepted = Integer.MAX_VALUE;

    /** Whether either side said GOAWAY, so that no stream may be opened. */
    boolean goingAway;

    /** Whether the peer's GOAWAY said that it wants HTTP/1.1. */
    boolean http11Required;

    /** Whether the connection has ended. */
    boolean closed;

    /** The time of the present step. */
    long now;

    ConnectionState(LocalSettings local, long now) {
        this.local = local;
        this.now = now;
        this.receiveWindow = new ReceiveWindow(
                local.windows().connectionBytes(), local.windows().connectionBytes());
        this.guard = new FloodGuard(now);
        this.heartbeat = new Heartbeat(local.pingNanos(), now);
    }

    /** How far the peer may go beyond a stream's window, as it may not know of it yet (RFC 9113, section 6.9.3). */
    int receiveSlack() {
        return settingsAcknowledged ? 0 : Math.max(0, LocalSettings.DEFAULT_WINDOW - local.streamStart());
    }

    /** Takes in that bytes of a stream are held no longer. */
    void free(Http2Stream stream, int count) {
        int granted = stream.receiveWindow.free(count, stream.received.count() == 0);
        if (granted > 0 && stream.state.mayReceive()) {
            writer.windowUpdate(stream.id, granted);
        }
    }

    /** Ends our side of a stream. */
    void endSent(Http2Stream stream) {
        stream.state = stream.state.endSent();
        removeIfClosed(stream);
    }

    /** Ends the peer's side of a stream. */
    void endReceived(Http2Stream stream) {
        stream.whole = true;
        stream.state = stream.state.endReceived();
        removeIfClosed(stream);
        tell(stream);
    }

    private void removeIfClosed(Http2Stream stream) {
        if (stream.state == StreamState.CLOSED) {
            streams.remove(stream);
            stream.complete = stream.whole && stream.failure == null;
        }
    }

    /** Resets a stream that is not closed. */
    void reset(Http2Stream stream, StreamFailure failure) {
        writer.rstStream(stream.id, failure.code());
        resets.add(stream.id, now);
        close(stream, failure);
    }

    /** Ends both sides of a stream that is not closed. A response that is whole stays so. */
    void close(Http2Stream stream, StreamFailure failure) {
        stream.state = StreamState.CLOSED;
        streams.remove(stream);
        if (!stream.whole) {
            stream.failure = failure;
        }
        tell(stream);
    }

    /** What is queued is handed to the transport. */
    void handOver() {
        handedBefore = lastHanded;
        lastHanded = nextId - 2;
    }

    /** How many requests are queued. */
    int queued() {
        return (nextId - 2 - lastHanded) / 2;
    }

    /** Nothing has left of what was handed over last. */
    void nothingLeft() {
        lastHanded = handedBefore;
    }

    /** Ends the connection, and all streams with it. */
    void closeAll(ErrorCode code, String what) {
        closed = true;
        goingAway = true;
        for (Http2Stream stream : streams.all()) {
            stream.unsent = stream.id > lastHanded;
            close(stream, new StreamFailure(code, StreamFailure.Kind.GIVEN_UP, what));
        }
    }

    /** Lets the owner of a stream know, later, that something changed. */
    void tell(Http2Stream stream) {
        if (!stream.hasNews) {
            stream.hasNews = true;
            news.add(stream);
        }
    }

    /** Lets those know who wait for room to send, and have some now. */
    void tellWaiting() {
        if (sendWindow.available() > 0) {
            streams.forEach(stream -> {
                if (stream.wantsRoom && stream.sendWindow.available() > 0) {
                    stream.wantsRoom = false;
                    tell(stream);
                }
            });
        }
    }

    void takeNews(Collection<? super StreamOwner> into) {
        for (Http2Stream stream : news) {
            stream.hasNews = false;
            into.add(stream.owner);
        }
        news.clear();
    }

    void happened(ConnectionEvent event) {
        if (events == null) {
            events = new ArrayList<>();
        }
        events.add(event);
    }

    List<ConnectionEvent> takeEvents() {
        List<ConnectionEvent> taken = events;
        events = null;
        return taken == null ? List.of() : taken;
    }
}
