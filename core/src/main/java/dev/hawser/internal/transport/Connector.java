package dev.hawser.internal.transport;

import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import java.net.InetSocketAddress;

/** A maker of transports. Safe for use by many threads. */
public final class Connector {
    private final Clock clock;
    private final Alarms alarms;
    private final Buffers buffers;
    private final Lookout lookout;

    /** A connector whose transports share alarms and buffers, and are watched while idle by one lookout. */
    public Connector(Clock clock, Alarms alarms, Buffers buffers, Lookout lookout) {
        this.clock = clock;
        this.alarms = alarms;
        this.buffers = buffers;
        this.lookout = lookout;
    }

    /** A connection to one address, yet to be made. Does nothing on the network. */
    public Opening open(InetSocketAddress remote, SocketSettings settings) {
        return open(remote, remote, settings);
    }

    /**
     * As above.
     *
     * @param peer whose text names the peer in messages
     */
    public Opening open(InetSocketAddress remote, Object peer, SocketSettings settings) {
        return new Opening(remote, peer, settings, clock, alarms, buffers, lookout);
    }
}
