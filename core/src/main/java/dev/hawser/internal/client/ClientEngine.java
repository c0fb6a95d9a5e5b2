package dev.hawser.internal.client;

import dev.hawser.Address;
import dev.hawser.BlockingWebSocket;
import dev.hawser.Call;
import dev.hawser.ClientSettings;
import dev.hawser.HttpUrl;
import dev.hawser.Request;
import dev.hawser.WarmUp;
import dev.hawser.WebSocket;
import dev.hawser.WebSocketListener;
import dev.hawser.internal.cache.ResponseCache;
import dev.hawser.internal.call.CallContext;
import dev.hawser.internal.call.HttpCall;
import dev.hawser.internal.pool.Warmed;
import dev.hawser.internal.trust.HostNames;
import dev.hawser.internal.trust.TlsContexts;
import dev.hawser.internal.websocket.WebSockets;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** A client's engine: makes its calls, and ends what it shares with no other client. */
public final class ClientEngine {
    private final PoolEngine pool;
    private final DispatchEngine dispatcher;
    private final boolean ownsPool;
    private final boolean ownsDispatcher;
    private final CallContext context;
    private final Addresses addresses;
    private final WebSockets webSockets;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * An engine.
     *
     * @param ownsPool whether the pool was made for this client, or for one that it was derived from
     * @param ownsDispatcher the same for the dispatcher
     * @param cache what keeps responses; null for none
     */
    public ClientEngine(
            ClientSettings client,
            PoolEngine pool,
            boolean ownsPool,
            DispatchEngine dispatcher,
            boolean ownsDispatcher,
            @Nullable ResponseCache cache) {
        this.pool = pool;
        this.dispatcher = dispatcher;
        this.ownsPool = ownsPool;
        this.ownsDispatcher = ownsDispatcher;
        this.addresses = new Addresses(client);
        this.context = new CallContext(
                client,
                addresses,
                pool.pool(),
                pool.maker(),
                dispatcher,
                pool.report(),
                cache,
                pool.clock(),
                pool.alarms());
        this.webSockets = new WebSockets(
                this::newCall,
                client.webSocketSettings(),
                TimeUnit.MILLISECONDS.toNanos(client.pingIntervalMillis()),
                pool.clock(),
                pool.alarms(),
                dispatcher.jvmHold());
        if (ownsPool) {
            pool.shares().join();
        }
        if (ownsDispatcher) {
            dispatcher.shares().join();
        }
    }

    /** A context that trusts as {@code trust} does, tells why it refuses a certificate, and shows certificates of {@code shown}. */
    public static SSLContext tlsContext(X509TrustManager trust, KeyManager... shown) {
        try {
            return TlsContexts.of(trust, shown);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no SSLContext can be made: " + e.getMessage(), e);
        }
    }

    /** The standard check of a certificate against a host name. */
    public static HostnameVerifier standardHostnameVerifier() {
        return ClientEngine::isForHost;
    }

    private static boolean isForHost(String host, SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate own && HostNames.match(host, own);
        } catch (SSLPeerUnverifiedException e) {
            return false;
        }
    }

    /** A call that is not yet executed. */
    public Call newCall(Request request) {
        return new HttpCall(context, request);
    }

    /** Makes a WebSocket that connects by itself. */
    public WebSocket newWebSocket(Request request, WebSocketListener listener) {
        return webSockets.open(request, listener);
    }

    /** Connects a WebSocket for threads that wait. */
    public BlockingWebSocket openWebSocket(Request request) throws IOException {
        return webSockets.open(request);
    }

    /** Has connections to the server of a URL made until so many are idle. */
    public CompletableFuture<WarmUp> warmUp(HttpUrl url, int connections) {
        Address address = addresses.addressOf(url);
        CompletableFuture<Warmed> warming = pool.pool().warmUp(address, connections, context.background());
        return new WarmUpFuture(address, warming);
    }

    /** Closes its WebSockets, and ends pool and dispatcher, unless another client shares them or the user gave them. Idempotent. */
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        webSockets.close();
        if (ownsDispatcher && dispatcher.shares().leave()) {
            dispatcher.close();
        }
        if (ownsPool && pool.shares().leave()) {
            pool.close();
        }
    }
}
