package dev.hawser;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The setting that leads all connections of a client to one Unix domain socket: {@link HawserClient.Builder#unixDomainSocket}. It
 * makes no sockets, as the JDK has none of that kind but channels; the client makes those. Two are equal if their paths are.
 * Immutable, and safe for use by many threads.
 */
public final class UnixDomainSocketFactory extends SocketFactory {
    private final UnixDomainAddress address;

    /**
     * The way to a socket. That it exists is seen when a connection is made.
     *
     * @throws IllegalArgumentException if the path is not one of the default file system, or is empty
     */
    public UnixDomainSocketFactory(Path path) {
        if (path.toString().isEmpty()) {
            throw new IllegalArgumentException("the path of the Unix domain socket is empty");
        }
        this.address = new UnixDomainAddress(UnixDomainSocketAddress.of(path));
    }

    /** Where the socket is in the file system. */
    public Path path() {
        return address.path();
    }

    /** The address that routes and events show. */
    public UnixDomainAddress address() {
        return address;
    }

    private SocketException refusal() {
        return new SocketException("There is no java.net.Socket for the Unix domain socket " + address);
    }

    /** Fails: there is no {@link Socket} for a Unix domain socket. */
    @Override
    public Socket createSocket() throws SocketException {
        throw refusal();
    }

    /** Fails: there is no {@link Socket} for a Unix domain socket. */
    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw refusal();
    }

    /** Fails: there is no {@link Socket} for a Unix domain socket. */
    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw refusal();
    }

    /** Fails: there is no {@link Socket} for a Unix domain socket. */
    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw refusal();
    }

    /** Fails: there is no {@link Socket} for a Unix domain socket. */
    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        throw refusal();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UnixDomainSocketFactory that && path().equals(that.path());
    }

    @Override
    public int hashCode() {
        return path().hashCode();
    }

    /** The path. */
    @Override
    public String toString() {
        return "UnixDomainSocketFactory{" + address + "}";
    }
}
