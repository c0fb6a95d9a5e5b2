package dev.hawser.internal.transport;

import java.net.InetAddress;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a TCP connection is made with. TCP_NODELAY and SO_KEEPALIVE are always set.
 *
 * @param factory a user's maker of unconnected sockets, null for the transport's own channels
 * @param localAddress the address to bind to, null for any
 */
public record SocketSettings(
        @Nullable SocketFactory factory, @Nullable InetAddress localAddress) {
    /** Channels, bound to any local address. */
    public static final SocketSettings DEFAULT = new SocketSettings(null, null);
}
