package dev.hawser.urlconnection;

import java.net.URLStreamHandler;
import java.net.spi.URLStreamHandlerProvider;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes all URL connections of a JVM go over {@link HawserUrlConnections#client()} that is started with
 * {@code -Dhawser.urlconnection=true} and has this library in its class path or module path: the JDK finds it there as a service. Without
 * the property the library changes nothing by being there.
 */
public final class HawserUrlStreamHandlerProvider extends URLStreamHandlerProvider {
    /** The system property that is {@code true} where the JVM's URL connections shall go over Hawser. */
    public static final String PROPERTY = "hawser.urlconnection";

    private final boolean on;

    /** The provider of this JVM, as its property has it now. */
    public HawserUrlStreamHandlerProvider() {
        this(Boolean.getBoolean(PROPERTY));
    }

    HawserUrlStreamHandlerProvider(boolean on) {
        this.on = on;
    }

    /** {@inheritDoc} Null, which leaves the choice to the JDK, unless it is on and the protocol is http or https. */
    @Override
    public @Nullable URLStreamHandler createURLStreamHandler(String protocol) {
        boolean ours = switch (protocol.toLowerCase(Locale.ROOT)) {
            case "http", "https" -> on;
            default -> false;
        };
        return ours ? HawserUrlConnections.factory().createURLStreamHandler(protocol) : null;
    }
}
