package dev.hawser.internal.http2;

import org.jspecify.annotations.Nullable;

/** The types of frames (RFC 9113, section 6). */
enum FrameType {
    DATA(0),
    HEADERS(1),
    PRIORITY(2),
    RST_STREAM(3),
    SETTINGS(4),
    PUSH_PROMISE(5),
    PING(6),
    GOAWAY(7),
    WINDOW_UPDATE(8),
    CONTINUATION(9);

    /** The length of what precedes each frame's payload (RFC 9113, section 4.1). */
    static final int HEADER_LENGTH = 9;

    /** The largest payload of one who has not announced another (RFC 9113, section 6.5.2). */
    static final int DEFAULT_MAX_SIZE = 16_384;

    /** Flags, of the types that have them. */
    static final int END_STREAM = 0x1;

    static final int ACK = 0x1;
    static final int END_HEADERS = 0x4;
    static final int PADDED = 0x8;
    static final int PRIORITIZED = 0x20;

    private static final FrameType[] BY_NUMBER = values();

    /** The type on the wire. */
    final int number;

    FrameType(int number) {
        this.number = number;
    }

    /** The type of a number; null if the standard knows none, and the frame is to be ignored (RFC 9113, section 5.5). */
    static @Nullable FrameType of(int number) {
        return number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }
}
