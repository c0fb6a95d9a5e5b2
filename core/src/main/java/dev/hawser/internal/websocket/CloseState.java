package dev.hawser.internal.websocket;

/** How far a WebSocket is closed (RFC 6455, section 7.1). */
enum CloseState {
    /** {@link #sent} → SENT; {@link #received} → RECEIVED. */
    OPEN,
    /** {@link #received} → CLOSED. */
    SENT,
    /** {@link #sent} → CLOSED. */
    RECEIVED,
    /** For good. */
    CLOSED;

    /** Our Close frame has left. */
    CloseState sent() {
        return switch (this) {
            case OPEN -> SENT;
            case RECEIVED -> CLOSED;
            default -> throw new IllegalStateException("a second Close frame was sent: " + this);
        };
    }

    /** The peer's Close frame has come. */
    CloseState received() {
        return switch (this) {
            case OPEN -> RECEIVED;
            case SENT -> CLOSED;
            default -> throw new IllegalStateException("a second Close frame has come: " + this);
        };
    }

    /** Whether our Close frame has left. */
    boolean isSent() {
        return this == SENT || this == CLOSED;
    }
}
