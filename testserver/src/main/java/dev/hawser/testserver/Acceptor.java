package dev.hawser.testserver;

import dev.hawser.HttpUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A port that is listened on, and the thread that accepts connections there. */
final class Acceptor implements Runnable {
    private static final int BACKLOG = 1024;

    private final ServerSocket socket;
    private final String hostName;
    private final @Nullable ServerTls tls;
    private final ServerContext context;
    private final Thread thread;

    private Acceptor(ServerSocket socket, String hostName, @Nullable ServerTls tls, ServerContext context) {
        this.socket = socket;
        this.hostName = hostName;
        this.tls = tls;
        this.context = context;
        this.thread = new Thread(this, "hawser-testserver " + socket.getLocalPort());
        thread.setDaemon(true);
    }

    /** An acceptor that listens, but accepts nothing before it is {@linkplain #start started}. */
    static Acceptor listen(InetSocketAddress address, String hostName, @Nullable ServerTls tls, ServerContext context) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(address, BACKLOG);
            return new Acceptor(socket, hostName, tls, context);
        } catch (IOException e) {
            throw new UncheckedIOException("The test server cannot listen on " + address, e);
        }
    }

    void start() {
        thread.start();
    }

    /** Waits for the thread to end; only then is the port free. */
    void awaitEnd(Duration timeout) throws InterruptedException {
        thread.join(timeout.toMillis());
    }

    int port() {
        return socket.getLocalPort();
    }

    String hostName() {
        return hostName;
    }

    HttpUrl url(String path) {
        HttpUrl base = new HttpUrl.Builder()
                .scheme(tls == null ? "http" : "https")
                .host(hostName)
                .port(port())
                .build();
        HttpUrl url = base.resolve(path);
        if (url == null) {
            throw new IllegalArgumentException("Not a path: " + path);
        }
        return url;
    }

    @Override
    public void run() {
        try {
            while (true) {
                serve(socket.accept());
            }
        } catch (IOException e) {
            // The server is shut down.
        } finally {
            close();
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed as far as it can be.
        }
    }

    private void serve(Socket accepted) throws IOException {
        ServerConnection connection =
                context.connections().admit(index -> new ServerConnection(index, accepted, tls, context));
        if (connection == null) {
            accepted.close();
        } else {
            connection.start();
        }
    }
}
