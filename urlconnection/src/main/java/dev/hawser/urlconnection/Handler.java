package dev.hawser.urlconnection;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;

/** What the JDK asks for the connections of one protocol. */
final class Handler extends URLStreamHandler {
    private final Door door;
    private final int defaultPort;

    Handler(Door door, int defaultPort) {
        this.door = door;
        this.defaultPort = defaultPort;
    }

    @Override
    protected int getDefaultPort() {
        return defaultPort;
    }

    @Override
    protected URLConnection openConnection(URL url) throws IOException {
        return door.open(url, null);
    }

    @Override
    protected URLConnection openConnection(URL url, Proxy proxy) throws IOException {
        return door.open(url, proxy);
    }
}
