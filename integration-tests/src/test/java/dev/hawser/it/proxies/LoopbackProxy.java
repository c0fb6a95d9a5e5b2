package dev.hawser.it.proxies;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A proxy that carries bytes to a port of the loopback interface, once a connection has said what it wants as a script has it. */
public final class LoopbackProxy implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Script script;

    /** What is spoken before bytes are carried. */
    @FunctionalInterface
    interface Script {
        /**
         * Speaks with the client.
         *
         * @param number the connection's number, from 0
         * @return the port to carry bytes to, or -1 to close the connection
         */
        int speak(int number, DataInputStream in, OutputStream out) throws IOException;
    }

    LoopbackProxy(Script script) throws IOException {
        this.script = script;
        start(this::accept);
    }

    /** A proxy that does as CONNECT says, whatever the host: it carries bytes to that port. */
    public static LoopbackProxy tunnels() {
        try {
            return new LoopbackProxy((number, in, out) -> {
                String connect = readHead(in).get(0);
                write(out, "HTTP/1.1 200 OK\r\n\r\n");
                return Integer.parseInt(connect.replaceFirst("^CONNECT \\S+:(\\d+) HTTP/1\\.1$", "$1"));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A proxy as a client is told of it. */
    public Proxy as(Proxy.Type type) {
        return new Proxy(type, new InetSocketAddress("127.0.0.1", listener.getLocalPort()));
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How many connections were accepted. */
    int accepted() {
        return accepted.get();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "loopback proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                sockets.add(client);
                int number = accepted.getAndIncrement();
                start(() -> serve(number, client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(int number, Socket client) {
        try (client) {
            int port = script.speak(number, new DataInputStream(client.getInputStream()), client.getOutputStream());
            if (port < 0) {
                return;
            }
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
                sockets.add(server);
                start(() -> carry(client, server));
                carry(server, client);
            }
        } catch (IOException e) {
            // the client or the server has gone
        }
    }

    /** Carries bytes until there are no more; if one of the two has gone, the other goes too. */
    private static void carry(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException gone) {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed as far as it can be
        }
    }

    /** The lines of a head, without the empty one. */
    static List<String> readHead(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        while (true) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException();
            }
            if (b == '\n') {
                if (line.isEmpty()) {
                    return lines;
                }
                lines.add(line.toString());
                line.setLength(0);
            } else if (b != '\r') {
                line.append((char) b);
            }
        }
    }

    /** Reads up to a byte of 0. */
    static String readText(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int b = in.read(); b > 0; b = in.read()) {
            text.append((char) b);
        }
        return text.toString();
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
