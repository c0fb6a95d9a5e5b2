package dev.hawser.internal.http2;

/** Something that happened to the connection as a whole. */
public sealed interface ConnectionEvent {
    /** Lets know whom it concerns, with no lock held; often nobody. */
    default void tell(Http2Listener listener) {}

    /** The server told how many streams may be open at once. */
    record CapacityChanged(int capacity) implements ConnectionEvent {
        @Override
        public void tell(Http2Listener listener) {
            listener.capacityChanged();
        }
    }

    /**
     * The server takes no new stream; those above {@code lastStreamId} have failed as unprocessed.
     *
     * @param debug what it said of it
     */
    record GoingAway(int lastStreamId, ErrorCode code, String debug) implements ConnectionEvent {
        @Override
        public void tell(Http2Listener listener) {
            listener.goingAway();
        }
    }

    /** A PING of ours was answered. */
    record PingAnswered(long opaque) implements ConnectionEvent {}

    /** A server that was suspected has shown that it is there. */
    record SuspicionCleared() implements ConnectionEvent {
        @Override
        public void tell(Http2Listener listener) {
            listener.suspicionChanged();
        }
    }

    /** The server acknowledged our settings. */
    record SettingsAcknowledged() implements ConnectionEvent {}
}
