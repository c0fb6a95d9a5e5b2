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
        return new Opening(remote, settings, clock, alarms, buffers, lookout);
    }
}
