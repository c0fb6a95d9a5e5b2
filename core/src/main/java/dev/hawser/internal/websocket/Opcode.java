package dev.hawser.internal.websocket;

import org.jspecify.annotations.Nullable;

/** What a frame carries (RFC 6455, section 11.8). */
enum Opcode {
    CONTINUATION(0),
    TEXT(1),
    BINARY(2),
    CLOSE(8),
    PING(9),
    PONG(10);

    /** The longest payload of a control frame (section 5.5). */
    static final int MOST_CONTROL_BYTES = 125;

    private final int number;

    Opcode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** Whether it is about the connection, and may come between the frames of a message (section 5.5). */
    boolean isControl() {
        return number >= 8;
    }

    /** The opcode of that number, null if it is reserved. */
    static @Nullable Opcode of(int number) {
        return switch (number) {
            case 0 -> CONTINUATION;
            case 1 -> TEXT;
            case 2 -> BINARY;
            case 8 -> CLOSE;
            case 9 -> PING;
            case 10 -> PONG;
            default -> null;
        };
    }
}
