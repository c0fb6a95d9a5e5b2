package dev.hawser.internal.http2;

import java.util.concurrent.TimeUnit;

/**
 * The frames that cost their sender next to nothing and do nothing for us. So many may come at once, and so many each
 * second; more of them end the connection by ENHANCE_YOUR_CALM (RFC 9113, section 10.5).
 */
enum Flood {
    /** Each makes us write as much; servers that measure the link send one for each round trip. */
    PING("PING frames", 1_000, 200),

    /** Each makes us write an answer, and may touch all streams; servers send one, and few later. */
    SETTINGS("SETTINGS frames", 100, 10),

    /** Frames without a byte of content that end nothing; servers that flush send some. */
    EMPTY_DATA("DATA frames without content", 1_000, 200),

    /** Of streams and of the connection; each DATA frame that we send earns some. */
    WINDOW_UPDATE("WINDOW_UPDATE frames", 1_000, 200),

    /** Of streams that are closed already; those of open ones are bounded by what we open. */
    RST_STREAM("RST_STREAM frames for closed streams", 1_000, 100),

    /** Each may touch all streams; servers send one or two. */
    GOAWAY("GOAWAY frames", 100, 10),

    /** A server has no reason to send any. */
    PRIORITY("PRIORITY frames", 100, 10),

    /** Extensions that were not asked for, and what is wrong but concerns a stream that is closed. */
    IGNORED("frames that mean nothing", 1_000, 200),

    /** What was on its way when we reset the stream; each field block must be decoded all the same. */
    LATE_HEADERS("HEADERS frames on streams that were reset", 1_000, 200);

    final String what;
    final int burst;
    final int perSecond;

    Flood(String what, int burst, int perSecond) {
        this.what = what;
        this.burst = burst;
        this.perSecond = perSecond;
    }

    /** How long it takes until one more is allowed. */
    long intervalNanos() {
        return TimeUnit.SECONDS.toNanos(1) / perSecond;
    }
}
