package dev.hawser.cli.demo;

import dev.hawser.Retirement;
import org.jspecify.annotations.Nullable;

/** What a pool told of one connection; its time is in nanoseconds since the experiment began. */
sealed interface PoolEvent {
    /** When it was told. */
    long atNanos();

    /** The number of the connection. */
    long connection();

    /** A connection was made, by a dial that began at that time, or at one that nobody was told. */
    record Opened(long atNanos, long connection, @Nullable Long dialedNanos) implements PoolEvent {}

    /** A connection was given to a call, after so many uses and so long a time of being idle. */
    record Leased(long atNanos, long connection, int uses, long idleNanos) implements PoolEvent {}

    /** A call gave a connection back. */
    record Returned(long atNanos, long connection) implements PoolEvent {}

    /** A connection left the pool. */
    record Retired(long atNanos, long connection, Retirement reason) implements PoolEvent {}
}
