package dev.hawser.testserver;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hawser.HttpUrl;
import dev.hawser.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * A scripted HTTP/1.1 and HTTP/2 server for tests, in the shape and the words of MockWebServer: responses are enqueued,
 * requests are answered with them in order and can be taken and looked at.
 *
 * <pre>{@code
 * try (TestServer server = new TestServer()) {
 *     server.start();
 *     server.enqueue(MockResponse.of(200, "hello"));
 *     ... send a request to server.url("/greeting") ...
 *     assertEquals("/greeting", server.takeRequest().path());
 *     assertEquals(List.of(), server.protocolErrors());
 * }
 * }</pre>
 *
 * <p>A server is set up, started once and shut down once. Each connection is served by a daemon thread of its
 * own, and each stream of HTTP/2 by another. Safe for use by many threads.
 */
public final class TestServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ResponseQueue queue = new ResponseQueue();
    private final Journal journal = new Journal();
    private final OpenConnections connections = new OpenConnections();
    private final ServerStop stop = new ServerStop();
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<Integer, Http2Wire> wires = new ConcurrentHashMap<>();

    private volatile RequestHandler handler = queue;
    private volatile Http2Options http2Options = Http2Options.DEFAULT;

    @GuardedBy("lock")
    private @Nullable SSLContext sslContext;

    @GuardedBy("lock")
    private ServerTls.ClientAuth clientAuth = ServerTls.ClientAuth.NONE;

    @GuardedBy("lock")
    private Consumer<SSLParameters> tlsParameters = parameters -> {};

    @GuardedBy("lock")
    private List<Protocol> protocols = List.of(Protocol.HTTP_1_1);

    @GuardedBy("lock")
    private long bodyLimit = Long.MAX_VALUE;

    @GuardedBy("lock")
    private @Nullable Acceptor acceptor;

    @GuardedBy("lock")
    private State state = State.NEW;

    /** A server that is yet to be started. */
    public TestServer() {}

    /** Starts on a free port of the loopback interface. */
    public void start() {
        start(0);
    }

    /** Starts on a port of the loopback interface; 0 is a free one. */
    public void start(int port) {
        start(InetAddress.getLoopbackAddress(), port, "localhost");
    }

    /** Starts on a port of the interface with that address; 0 is a free one. */
    public void start(InetAddress address, int port) {
        start(address, port, address.isAnyLocalAddress() ? "localhost" : address.getHostAddress());
    }

    /** The port that the server listens on. */
    public int port() {
        return acceptor().port();
    }

    /** The name or address that the server is reached by. */
    public String hostName() {
        return acceptor().hostName();
    }

    /** The URL of a path on this server, as in {@code url("/search?q=rope")}. */
    public HttpUrl url(String path) {
        return acceptor().url(path);
    }

    /** Adds a response, which the next request that finds it first in the queue is answered with. */
    public void enqueue(MockResponse response) {
        queue.add(response);
    }

    /** Sets what answers the requests that come from now on, in place of the queue. */
    public void handler(RequestHandler handler) {
        this.handler = Objects.requireNonNull(handler, "handler");
    }

    /**
     * Sets what the server speaks, in order of preference; HTTP/1.1 only by default. Before the start. Over TLS the client
     * chooses by ALPN, and speaks HTTP/1.1 if it knows no ALPN; in the clear, {@link Protocol#H2_PRIOR_KNOWLEDGE} is
     * recognised by the preface (RFC 9113, section 3.4), and expected if HTTP/1.1 is not named beside it.
     *
     * @throws IllegalArgumentException if there are none, or HTTP/1.0 is among them
     */
    public void protocols(List<Protocol> protocols) {
        if (protocols.isEmpty() || protocols.contains(Protocol.HTTP_1_0)) {
            throw new IllegalArgumentException("Not what a server can be told to speak: " + protocols);
        }
        lock.lock();
        try {
            checkNew();
            this.protocols = List.copyOf(protocols);
        } finally {
            lock.unlock();
        }
    }

    /** Sets how HTTP/2 is spoken on connections that are accepted from now on; well by default. */
    public void http2Options(Http2Options options) {
        http2Options = Objects.requireNonNull(options, "options");
    }

    /**
     * The HTTP/2 connection of that number, open or not.
     *
     * @throws IllegalStateException if there is none: it was not accepted, or speaks HTTP/1.1
     */
    public Http2Wire http2(int connectionIndex) {
        Http2Wire wire = wires.get(connectionIndex);
        if (wire == null) {
            throw new IllegalStateException("Connection " + connectionIndex + " is none of HTTP/2; of those there are "
                    + wires.size() + ", of " + connectionCount() + " connections in all");
        }
        return wire;
    }

    /** Sets how many bytes of each request's body are kept; all of them by default. Before the start. */
    public void bodyLimit(long bytes) {
        lock.lock();
        try {
            checkNew();
            bodyLimit = bytes;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sets how many requests are kept for {@link #takeRequest}; all of them by default. Those that come while so
     * many wait to be taken are counted, but not kept.
     */
    public void requestLimit(int requests) {
        journal.limit(requests);
    }

    /** Serves TLS with the certificates that the context has; before the start. */
    public void useHttps(SSLContext context) {
        lock.lock();
        try {
            checkNew();
            sslContext = context;
        } finally {
            lock.unlock();
        }
    }

    /** Serves TLS with these certificates; before the start. */
    public void useHttps(HandshakeCertificates certificates) {
        useHttps(certificates.sslContext());
    }

    /** Asks TLS clients for a certificate, and goes on without one; before the start. */
    public void requestClientAuth() {
        lock.lock();
        try {
            checkNew();
            clientAuth = ServerTls.ClientAuth.WANTED;
        } finally {
            lock.unlock();
        }
    }

    /** Asks TLS clients for a certificate, and refuses those that have none; before the start. */
    public void requireClientAuth() {
        lock.lock();
        try {
            checkNew();
            clientAuth = ServerTls.ClientAuth.NEEDED;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sets what is done to the TLS parameters of each connection before its handshake, in place of nothing; before the
     * start. So a server can be made to speak some versions, cipher suites or application protocols only:
     * {@code server.tlsParameters(p -> p.setProtocols(new String[] {"TLSv1.2"}))}. Runs on the connection's thread.
     */
    public void tlsParameters(Consumer<SSLParameters> change) {
        lock.lock();
        try {
            checkNew();
            tlsParameters = Objects.requireNonNull(change, "change");
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the next request, in the order in which their bodies were read to the end. Waits for one as long as
     * it takes.
     */
    public RecordedRequest takeRequest() throws InterruptedException {
        return journal.take();
    }

    /** Takes the next request, or returns null if none comes in time. */
    public @Nullable RecordedRequest takeRequest(long timeout, TimeUnit unit) throws InterruptedException {
        return journal.take(unit.toNanos(timeout));
    }

    /** Takes the next request, or returns null if none comes in time. */
    public @Nullable RecordedRequest takeRequest(Duration timeout) throws InterruptedException {
        return journal.take(timeout.toNanos());
    }

    /** How many requests came, taken or not, answered or not. */
    public int requestCount() {
        return journal.requestCount();
    }

    /** How many connections were accepted, those included that are closed by now. */
    public int connectionCount() {
        return connections.accepted();
    }

    /**
     * How many connections are open on the server's side. That a client closed one is noticed while the server
     * reads from it, which it does between requests, not while a handler blocks or a response waits.
     */
    public int openConnectionCount() {
        return connections.count();
    }

    /** Waits until exactly so many connections are open; returns whether it came to that in time. */
    public boolean awaitOpenConnections(int count, Duration timeout) throws InterruptedException {
        return connections.await(count, timeout.toNanos());
    }

    /**
     * What was wrong with the bytes that clients sent, in order: one line each that names the connection and the
     * request by their numbers. What the server itself caused by a {@link SocketPolicy} is not among it.
     */
    public List<String> protocolErrors() {
        return journal.protocolErrors();
    }

    /**
     * Stops listening, closes all connections, interrupts handlers and waits for all threads to end. Does
     * nothing the second time, or if the server was not started.
     *
     * @throws IllegalStateException if a thread is still alive after 5 seconds: a handler that heeds no interrupt
     */
    public void shutdown() {
        Acceptor here = claimEnd();
        stop.announce();
        if (here == null) {
            return;
        }
        here.close();
        connections.end().forEach(ServerConnection::stop);
        try {
            here.awaitEnd(PATIENCE);
            if (!connections.await(0, PATIENCE.toNanos())) {
                throw new IllegalStateException("After " + PATIENCE.toSeconds() + " s, " + connections.count()
                        + " of the test server's connections still wait for their handlers");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As {@link #shutdown}. */
    @Override
    public void close() {
        shutdown();
    }

    private void start(InetAddress address, int port, String hostName) {
        ServerTls tls;
        ServerContext context;
        lock.lock();
        try {
            checkNew();
            state = State.STARTED;
            tls = sslContext == null ? null : new ServerTls(sslContext, clientAuth, alpn(), tlsParameters);
            context = new ServerContext(
                    () -> handler, journal, connections, stop, () -> http2Options, wires, protocols, bodyLimit);
        } finally {
            lock.unlock();
        }
        Acceptor listening = Acceptor.listen(new InetSocketAddress(address, port), hostName, tls, context);
        lock.lock();
        try {
            acceptor = listening;
        } finally {
            lock.unlock();
        }
        listening.start();
    }

    /** The names of what is offered over TLS. */
    @GuardedBy("lock")
    private List<String> alpn() {
        return protocols.stream()
                .filter(protocol -> protocol != Protocol.H2_PRIOR_KNOWLEDGE)
                .map(Protocol::toString)
                .toList();
    }

    @GuardedBy("lock")
    private void checkNew() {
        if (state != State.NEW) {
            throw new IllegalStateException(
                    "A test server is set up before it is started, and started once; this one is "
                            + state.name().toLowerCase(Locale.ROOT));
        }
    }

    private Acceptor acceptor() {
        lock.lock();
        try {
            if (acceptor == null) {
                throw new IllegalStateException("The test server is not started: call start() first");
            }
            return acceptor;
        } finally {
            lock.unlock();
        }
    }

    /** What the caller is to close, or null if another does or there is nothing. */
    private @Nullable Acceptor claimEnd() {
        lock.lock();
        try {
            boolean mine = state == State.STARTED;
            state = State.ENDED;
            return mine ? acceptor : null;
        } finally {
            lock.unlock();
        }
    }

    private enum State {
        /** → STARTED by start, ENDED by shutdown. */
        NEW,
        /** → ENDED by shutdown. */
        STARTED,
        /** For good. */
        ENDED
    }
}
