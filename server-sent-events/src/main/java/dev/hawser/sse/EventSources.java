package dev.hawser.sse;

import dev.hawser.Call;
import dev.hawser.ConnectionPool;
import dev.hawser.Dispatcher;
import dev.hawser.HawserClient;
import dev.hawser.Response;
import java.time.Duration;
import java.util.Objects;

/**
 * Makers of {@link EventSource}s.
 *
 * <pre>{@code
 * EventSource.Factory sources = new EventSources.Builder(client).reconnects(true).build();
 * EventSource news = sources.newEventSource(request, listener);
 * }</pre>
 */
public final class EventSources {
    private EventSources() {}

    /** A factory of event sources that do not reconnect, otherwise with the defaults of {@link Builder}. */
    public static EventSource.Factory createFactory(HawserClient client) {
        return new Builder(client).build();
    }

    /**
     * A factory of event sources that do not reconnect, and whose calls are of that maker: its timeouts hold for the stream, and its dispatcher's limits
     * count each open one.
     */
    public static EventSource.Factory createFactory(Call.Factory calls) {
        return calls instanceof HawserClient client
                ? createFactory(client)
                : new SourceFactory(calls, () -> false, 0, SourceSettings.DEFAULT);
    }

    /** Reads the events of a response on this thread, to their end, and closes it; {@code listener} is told as by an event source that does not reconnect. */
    public static void processResponse(Response response, EventSourceListener listener) {
        ResponseSource.process(response, listener);
    }

    /** A maker of factories. */
    public static final class Builder {
        private final HawserClient client;
        private boolean reconnects;
        private Duration reconnectDelay = SourceSettings.DEFAULT.reconnectDelay();
        private Duration maxReconnectDelay = SourceSettings.DEFAULT.maxReconnectDelay();
        private Duration silenceTimeout = Duration.ZERO;
        private int maxEventBytes = SourceSettings.DEFAULT.maxEventBytes();

        /**
         * A builder with the defaults.
         *
         * @param client its pool and settings are used, but no call timeout, and its read timeout only up to the head of each response. Its
         *     dispatcher's limits do not count event sources
         */
        public Builder(HawserClient client) {
            this.client = Objects.requireNonNull(client, "client");
        }

        /**
         * Sets whether it is connected again when the connection fails, cannot be made, or the server ends the stream (WHATWG HTML, section
         * 9.2.3); false by default. The last event's id is then sent as {@code Last-Event-ID}. It ends with 204, and with the client's pool, and fails with any status but
         * 200, with another media type, and with what another attempt will not mend, such as a bad certificate.
         */
        public Builder reconnects(boolean reconnects) {
            this.reconnects = reconnects;
            return this;
        }

        /**
         * Sets how long to wait before it is connected again; 3 seconds by default. The server may set another time by {@code retry}.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder reconnectDelay(Duration delay) {
            this.reconnectDelay = notNegative("reconnectDelay", delay);
            return this;
        }

        /**
         * Sets how long to wait at most: with each attempt in a row that fails the time doubles, up to this, unless the server has asked for more; one minute
         * by default.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder maxReconnectDelay(Duration delay) {
            this.maxReconnectDelay = notNegative("maxReconnectDelay", delay);
            return this;
        }

        /**
         * Sets how long the server may send nothing, neither events nor comments, before the connection has failed; zero, the default, is no limit.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder silenceTimeout(Duration timeout) {
            this.silenceTimeout = notNegative("silenceTimeout", timeout);
            return this;
        }

        /**
         * Sets the longest event in bytes; 1 MiB by default. A longer one is a failure, and not reconnected.
         *
         * @throws IllegalArgumentException if it is less than 1,024
         */
        public Builder maxEventBytes(int most) {
            if (most < 1_024) {
                throw new IllegalArgumentException("maxEventBytes < 1024: " + most);
            }
            this.maxEventBytes = most;
            return this;
        }

        private static Duration notNegative(String name, Duration duration) {
            if (duration.isNegative()) {
                throw new IllegalArgumentException(name + " is negative: " + duration);
            }
            return duration;
        }

        /** The factory. */
        public EventSource.Factory build() {
            Dispatcher unlimited = new Dispatcher();
            unlimited.setMaxRequests(Integer.MAX_VALUE);
            unlimited.setMaxRequestsPerHost(Integer.MAX_VALUE);
            ConnectionPool pool = client.connectionPool();
            HawserClient patient = client.newBuilder()
                    .connectionPool(pool) // which closes with the client
                    .dispatcher(unlimited)
                    .readTimeout(silenceTimeout)
                    .callTimeout(Duration.ZERO)
                    .build();
            return new SourceFactory(
                    patient,
                    pool::isClosed,
                    client.readTimeoutMillis(),
                    new SourceSettings(reconnects, reconnectDelay, maxReconnectDelay, maxEventBytes));
        }
    }
}
