package dev.hawser.testserver;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The streams of a connection that are open on either side, and the threads that answer them. */
final class Http2Streams {
    private final Map<Integer, Http2Stream> open = new ConcurrentHashMap<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /** The streams that the client has ended, by END_STREAM or a reset. */
    private final Set<Integer> endedByClient = ConcurrentHashMap.newKeySet();

    private final Http2Windows sendWindows;
    private final Http2Windows receiveWindows;
    private volatile int last;
    private volatile int lastTaken = Integer.MAX_VALUE;

    Http2Streams(Http2Windows sendWindows, Http2Windows receiveWindows) {
        this.sendWindows = sendWindows;
        this.receiveWindows = receiveWindows;
    }

    /** The id of the last stream that was taken. */
    int last() {
        return Math.min(last, lastTaken);
    }

    /** How many streams are open. */
    int active() {
        return open.size();
    }

    /** Those whose request is not complete. */
    List<Http2Stream> unfinished() {
        return open.values().stream().filter(stream -> !stream.isWhole()).toList();
    }

    /**
     * The stream whose request a HEADERS or DATA frame goes on with; null if the frame begins a new one, or belongs to one
     * that the server is done with.
     */
    @Nullable
    Http2Stream receiving(Http2Frame frame) throws Http2Violation {
        if (frame.is(Http2Frame.DATA)) {
            requireBegun(frame);
        }
        if (endedByClient.contains(frame.streamId())) {
            throw Http2Violation.ofConnection(
                    Http2ErrorCode.STREAM_CLOSED, "a frame after the end of its stream: " + frame);
        }
        return open.get(frame.streamId());
    }

    /** A frame other than HEADERS and PRIORITY is not for a stream that is yet to begin (RFC 9113, section 5.1). */
    void requireBegun(Http2Frame frame) throws Http2Violation {
        if (frame.streamId() > last) {
            throw Http2Violation.ofConnection(
                    Http2ErrorCode.PROTOCOL_ERROR, "a frame on a stream that has not begun: " + frame);
        }
    }

    /** A HEADERS frame came on a stream that is not open; says whether it begins one that is to be answered. */
    boolean begin(int streamId) throws Http2Violation {
        if (streamId % 2 == 0) {
            throw Http2Violation.ofConnection(Http2ErrorCode.PROTOCOL_ERROR, "a client's stream of id " + streamId);
        }
        if (streamId <= last) {
            return false; // trailers of one that the server has reset
        }
        last = streamId;
        return streamId <= lastTaken;
    }

    void open(Http2Stream stream) {
        sendWindows.open(stream.id());
        receiveWindows.open(stream.id());
        open.put(stream.id(), stream);
    }

    /** The client has ended its side. */
    void received(Http2Stream stream) {
        endedByClient.add(stream.id());
        receiveWindows.close(stream.id());
        if (stream.isAnswered()) {
            open.remove(stream.id());
        }
    }

    /** The server has ended its side, or gives it up. */
    void sent(int streamId) {
        Http2Stream stream = open.get(streamId);
        if (stream != null) {
            stream.answered();
            sendWindows.close(streamId);
            if (stream.isWhole()) {
                open.remove(streamId);
            }
        }
    }

    /** Ends both sides; returns the stream, or null if it was not open. */
    @Nullable
    Http2Stream remove(int streamId) {
        Http2Stream stream = open.remove(streamId);
        if (stream != null) {
            stream.answered();
            sendWindows.close(streamId);
            receiveWindows.close(streamId);
        }
        return stream;
    }

    /** Gives up the streams above an id, and takes no more of them. */
    void endAbove(int streamId) {
        lastTaken = Math.min(lastTaken, streamId);
        open.keySet().stream().filter(id -> id > streamId).forEach(this::remove);
    }

    void answer(Http2Stream stream, Thread thread) {
        thread.setDaemon(true);
        stream.responder(thread);
        threads.add(thread);
        thread.start();
    }

    void left(Thread thread) {
        threads.remove(thread);
    }

    /** Ends all threads, and waits for them, unless this one is interrupted meanwhile. */
    void end() {
        sendWindows.closeAll();
        open.values().forEach(Http2Stream::interrupt);
        boolean interrupted = Thread.interrupted();
        try {
            threads.forEach(Thread::interrupt);
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
