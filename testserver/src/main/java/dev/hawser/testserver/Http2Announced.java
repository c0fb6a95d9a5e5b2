package dev.hawser.testserver;

import dev.hawser.internal.http2.FieldBlocks;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What the server told a client it may do, by settings and windows. What allows more holds from when it is sent, what
 * allows less from when it is acknowledged (RFC 9113, section 6.5.3).
 */
final class Http2Announced {
    private final Queue<Http2Frame> unacknowledged = new ConcurrentLinkedQueue<>();
    private final Http2Windows windows = new Http2Windows();
    private volatile int maxStreams = Integer.MAX_VALUE;
    private volatile int acknowledgedMaxStreams = Integer.MAX_VALUE;

    /** The windows of the client's DATA. */
    Http2Windows windows() {
        return windows;
    }

    /** How many streams may be open, as last announced. */
    int maxStreams() {
        return maxStreams;
    }

    /** How many streams may be open, as last acknowledged. */
    int acknowledgedMaxStreams() {
        return acknowledgedMaxStreams;
    }

    /** Takes note of a SETTINGS frame before it is sent; returns the frame size that it allows, or 0. */
    int announce(Http2Frame settings) {
        unacknowledged.add(settings);
        int frameSize = 0;
        for (int i = 0; i + 6 <= settings.length(); i += 6) {
            int value = settings.intAt(i + 2);
            switch (settings.intAt(i) >>> 16) {
                case Http2Frame.MAX_CONCURRENT_STREAMS -> maxStreams = value < 0 ? Integer.MAX_VALUE : value;
                case Http2Frame.INITIAL_WINDOW_SIZE -> windows.initial(Math.max(value, windows.initial()));
                case Http2Frame.MAX_FRAME_SIZE -> frameSize = value;
                default -> {}
            }
        }
        return frameSize;
    }

    /** The client has acknowledged the first settings that were not yet; false if there are none. */
    boolean acknowledged(FieldBlocks blocks) {
        Http2Frame settings = unacknowledged.poll();
        if (settings == null) {
            return false;
        }
        for (int i = 0; i + 6 <= settings.length(); i += 6) {
            int value = settings.intAt(i + 2);
            switch (settings.intAt(i) >>> 16) {
                case Http2Frame.HEADER_TABLE_SIZE -> blocks.limitDecoder(Math.max(value, 0));
                case Http2Frame.MAX_CONCURRENT_STREAMS ->
                    acknowledgedMaxStreams = value < 0 ? Integer.MAX_VALUE : value;
                case Http2Frame.INITIAL_WINDOW_SIZE -> windows.initial(Math.max(value, 0));
                default -> {}
            }
        }
        return true;
    }
}
