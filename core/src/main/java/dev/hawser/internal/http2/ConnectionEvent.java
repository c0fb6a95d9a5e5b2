package dev.hawser.internal.http2;

/** Something that happened to the connection as a whole. */
public sealed interface ConnectionEvent {
    /** The server told how many streams may be open at once. */
    record CapacityChanged(int capacity) implements ConnectionEvent {}

    /**
     * The server takes no new stream; those above {@code lastStreamId} have failed as unprocessed.
     *
     * @param debug what it said of it
     */
    record GoingAway(int lastStreamId, ErrorCode code, String debug) implements ConnectionEvent {}

    /** A PING of ours was answered. */
    record PingAnswered(long opaque) implements ConnectionEvent {}

    /** A server that was suspected has shown that it is there. */
    record SuspicionCleared() implements ConnectionEvent {}

    /** The server acknowledged our settings. */
    record SettingsAcknowledged() implements ConnectionEvent {}
}
