package dev.hawser;

import dev.hawser.internal.client.ClientEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client. It makes calls, and keeps their connections for the calls that follow:
 *
 * <pre>{@code
 * HawserClient client = new HawserClient();
 * Request request = new Request.Builder().url("https://example.com/").build();
 * try (Response response = client.newCall(request).execute()) {
 *     System.out.println(response.body().string());
 * }
 * }</pre>
 *
 * <p>Make one and use it for all requests: clients of their own share no connections. For other settings in
 * one place, derive a client with {@link #newBuilder()}; it shares the pool and the dispatcher.
 *
 * <p>Immutable, and safe for use by many threads. It needs not be closed; what it keeps goes by itself when
 * it is unused, and holds no JVM back. {@link #close()} makes it go at once.
 */
public final class HawserClient implements Call.Factory, WebSocket.Factory, ClientSettings, AutoCloseable {
    /** The version of this library. */
    public static final String VERSION = "0.1.0";

    /** A copy that nobody changes. */
    private final Builder settings;

    private final Dispatcher dispatcher;
    private final ConnectionPool connectionPool;
    private final List<Interceptor> interceptors;
    private final List<Interceptor> networkInterceptors;
    private final ClientEngine engine;

    /** A client with the defaults. */
    public HawserClient() {
        this(new Builder());
    }

    private HawserClient(Builder builder) {
        this.dispatcher = builder.dispatcher == null ? new Dispatcher() : builder.dispatcher;
        this.connectionPool = builder.connectionPool == null ? new ConnectionPool() : builder.connectionPool;
        this.settings = new Builder(builder, dispatcher, connectionPool);
        this.interceptors = List.copyOf(builder.interceptors);
        this.networkInterceptors = List.copyOf(builder.networkInterceptors);
        var cached = Cache.engine(settings.cache);
        this.engine = new ClientEngine(
                this, connectionPool.engine, settings.ownsPool, dispatcher.engine, settings.ownsDispatcher, cached);
    }

    @Override
    public Call newCall(Request request) {
        return engine.newCall(Objects.requireNonNull(request, "request"));
    }

    @Override
    public WebSocket newWebSocket(Request request, WebSocketListener listener) {
        return engine.newWebSocket(request, Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Connects a WebSocket, and waits until the server has accepted it.
     *
     * @throws WebSocketRefusedException if the server does not
     * @throws IOException as {@link Call#execute} does
     * @throws IllegalArgumentException if the request is not a GET
     */
    public BlockingWebSocket openWebSocket(Request request) throws IOException {
        return engine.openWebSocket(request);
    }

    /**
     * Makes connections to the server of a URL, TLS included, until so many are idle, so that the first calls find them
     * ready. From then on the pool holds {@link ConnectionPool.Builder#minIdlePerAddress} ready for it, if that is set.
     *
     * <p>The connections are made on threads of the pool, as many at once as
     * {@link ConnectionPool.Builder#maxConcurrentDials} allows, each within the connect timeout. The future tells how many
     * were made and why others were not; it does not end exceptionally. Cancelling it gives up those that are still to come.
     *
     * @param url a URL of the server; scheme, host and port count
     * @param connections how many; from 1
     * @throws IllegalArgumentException if the limits of the pool, such as {@code maxIdleConnections}, do not allow so many
     */
    public CompletableFuture<WarmUp> warmUp(HttpUrl url, int connections) {
        connectionPool.settings().checkWarmUp(connections);
        return engine.warmUp(url, connections);
    }

    /**
     * The check of a certificate against a host name that clients make by default (RFC 9110, section 4.3.4), for verifiers of one's own
     * that fall back on it.
     */
    public static HostnameVerifier standardHostnameVerifier() {
        return ClientEngine.standardHostnameVerifier();
    }

    /** A builder with this client's settings; the client that it builds shares this one's pool and dispatcher. */
    public Builder newBuilder() {
        return new Builder(settings, dispatcher, connectionPool);
    }

    /**
     * Ends this client's pool and dispatcher, unless another client shares them that is not closed, or the user gave them to
     * the builder. Idle connections are closed at once, those in use when they come back; calls that run go on. The WebSockets
     * that this client has opened are closed with code 1001. Idempotent.
     */
    @Override
    public void close() {
        engine.close();
    }

    /** What runs enqueued calls. */
    public Dispatcher dispatcher() {
        return dispatcher;
    }

    /** Where connections are kept. */
    public ConnectionPool connectionPool() {
        return connectionPool;
    }

    @Override
    public List<Interceptor> interceptors() {
        return interceptors;
    }

    @Override
    public List<Interceptor> networkInterceptors() {
        return networkInterceptors;
    }

    @Override
    public EventListener.Factory eventListenerFactory() {
        return settings.eventListenerFactory;
    }

    @Override
    public boolean retryOnConnectionFailure() {
        return settings.retryOnConnectionFailure;
    }

    @Override
    public boolean followRedirects() {
        return settings.followRedirects;
    }

    @Override
    public boolean followSslRedirects() {
        return settings.followSslRedirects;
    }

    @Override
    public Authenticator authenticator() {
        return settings.authenticator;
    }

    @Override
    public Authenticator proxyAuthenticator() {
        return settings.proxyAuthenticator;
    }

    @Override
    public CookieJar cookieJar() {
        return settings.cookieJar;
    }

    @Override
    public @Nullable Cache cache() {
        return settings.cache;
    }

    @Override
    public @Nullable Proxy proxy() {
        return settings.network.proxy;
    }

    @Override
    public @Nullable ProxySelector proxySelector() {
        return settings.network.proxySelector;
    }

    @Override
    public SocksSettings socks() {
        return settings.network.socks;
    }

    @Override
    public boolean tunnelsCleartext() {
        return settings.network.tunnelsCleartext;
    }

    @Override
    public boolean fastFallback() {
        return settings.network.fastFallback;
    }

    @Override
    public Http2Windows http2Windows() {
        return settings.network.http2Windows;
    }

    @Override
    public Dns dns() {
        return settings.network.dns;
    }

    @Override
    public @Nullable AddressFilter addressFilter() {
        return settings.network.addressFilter;
    }

    @Override
    public @Nullable SocketFactory socketFactory() {
        return settings.network.socketFactory;
    }

    @Override
    public @Nullable InetAddress localAddress() {
        return settings.network.localAddress;
    }

    @Override
    public @Nullable SSLContext sslContext() {
        return settings.tls.sslContext;
    }

    @Override
    public @Nullable SSLSocketFactory sslSocketFactory() {
        return settings.tls.sslSocketFactory;
    }

    @Override
    public @Nullable X509TrustManager x509TrustManager() {
        return settings.tls.trustManager;
    }

    @Override
    public @Nullable HostnameVerifier hostnameVerifier() {
        return settings.tls.hostnameVerifier;
    }

    @Override
    public CertificatePinner certificatePinner() {
        return settings.tls.certificatePinner;
    }

    @Override
    public List<ConnectionSpec> connectionSpecs() {
        return settings.tls.connectionSpecs;
    }

    @Override
    public List<Protocol> protocols() {
        return settings.protocols;
    }

    @Override
    public String userAgent() {
        return settings.userAgent;
    }

    @Override
    public int callTimeoutMillis() {
        return settings.timeouts.callMillis();
    }

    @Override
    public int connectTimeoutMillis() {
        return settings.timeouts.connectMillis();
    }

    @Override
    public int readTimeoutMillis() {
        return settings.timeouts.readMillis();
    }

    @Override
    public int writeTimeoutMillis() {
        return settings.timeouts.writeMillis();
    }

    @Override
    public int pingIntervalMillis() {
        return settings.timeouts.pingMillis();
    }

    @Override
    public Duration expectContinueTimeout() {
        return settings.timeouts.expectContinue();
    }

    @Override
    public WebSocketSettings webSocketSettings() {
        return settings.webSocketSettings;
    }

    @Override
    public ResponseLimits responseLimits() {
        return settings.responseLimits;
    }

    /** A maker of {@link HawserClient}s. */
    public static final class Builder extends TimeoutsBuilder<Builder> {
        private @Nullable Dispatcher dispatcher;
        private boolean ownsDispatcher = true;
        private @Nullable ConnectionPool connectionPool;
        private boolean ownsPool = true;
        private final List<Interceptor> interceptors = new ArrayList<>();
        private final List<Interceptor> networkInterceptors = new ArrayList<>();
        private EventListener.Factory eventListenerFactory = call -> EventListener.NONE;
        private boolean retryOnConnectionFailure = true;
        private boolean followRedirects = true;
        private boolean followSslRedirects = true;
        private Authenticator authenticator = Authenticator.NONE;
        private Authenticator proxyAuthenticator = Authenticator.NONE;
        private final NetworkChoices network;
        private final TlsChoices tls;
        private List<Protocol> protocols = List.of(Protocol.HTTP_2, Protocol.HTTP_1_1);
        private String userAgent = "hawser/" + VERSION;
        private CookieJar cookieJar = CookieJar.NO_COOKIES;
        private ResponseLimits responseLimits = ResponseLimits.DEFAULT;
        private WebSocketSettings webSocketSettings = WebSocketSettings.DEFAULT;
        private @Nullable Cache cache;

        /** A builder with the defaults. */
        public Builder() {
            this.network = new NetworkChoices();
            this.tls = new TlsChoices();
        }

        private Builder(Builder from, Dispatcher dispatcher, ConnectionPool connectionPool) {
            this.dispatcher = dispatcher;
            this.ownsDispatcher = from.ownsDispatcher;
            this.connectionPool = connectionPool;
            this.ownsPool = from.ownsPool;
            this.interceptors.addAll(from.interceptors);
            this.networkInterceptors.addAll(from.networkInterceptors);
            this.eventListenerFactory = from.eventListenerFactory;
            this.retryOnConnectionFailure = from.retryOnConnectionFailure;
            this.followRedirects = from.followRedirects;
            this.followSslRedirects = from.followSslRedirects;
            this.authenticator = from.authenticator;
            this.proxyAuthenticator = from.proxyAuthenticator;
            this.network = new NetworkChoices(from.network);
            this.tls = new TlsChoices(from.tls);
            this.protocols = from.protocols;
            this.userAgent = from.userAgent;
            this.timeouts = from.timeouts;
            this.cookieJar = from.cookieJar;
            this.responseLimits = from.responseLimits;
            this.webSocketSettings = from.webSocketSettings;
            this.cache = from.cache;
        }

        /** Sets what runs enqueued calls. It stays the user's: no client's {@code close()} ends it. */
        public Builder dispatcher(Dispatcher dispatcher) {
            this.dispatcher = Objects.requireNonNull(dispatcher, "dispatcher");
            this.ownsDispatcher = false;
            return this;
        }

        /** Sets where connections are kept. It stays the user's: no client's {@code close()} ends it. */
        public Builder connectionPool(ConnectionPool connectionPool) {
            this.connectionPool = Objects.requireNonNull(connectionPool, "connectionPool");
            this.ownsPool = false;
            return this;
        }

        /** The interceptors around each call, to be changed. */
        public List<Interceptor> interceptors() {
            return interceptors;
        }

        /** Adds an interceptor around each call, inside of those added before. */
        public Builder addInterceptor(Interceptor interceptor) {
            interceptors.add(Objects.requireNonNull(interceptor, "interceptor"));
            return this;
        }

        /** The interceptors around each exchange with a server, to be changed. */
        public List<Interceptor> networkInterceptors() {
            return networkInterceptors;
        }

        /** Adds an interceptor around each exchange with a server, inside of those added before. */
        public Builder addNetworkInterceptor(Interceptor interceptor) {
            networkInterceptors.add(Objects.requireNonNull(interceptor, "interceptor"));
            return this;
        }

        /** Sets one listener for the steps of all calls. */
        public Builder eventListener(EventListener eventListener) {
            Objects.requireNonNull(eventListener, "eventListener");
            return eventListenerFactory(call -> eventListener);
        }

        /** Sets what makes a listener for the steps of each call. */
        public Builder eventListenerFactory(EventListener.Factory eventListenerFactory) {
            this.eventListenerFactory = Objects.requireNonNull(eventListenerFactory, "eventListenerFactory");
            return this;
        }

        /**
         * Sets whether a request is sent again by itself where that is safe after a failure; true by default. It is safe if nothing
         * of it was written; or if it was written on a kept connection that ended before one byte of a response, and its method is
         * idempotent (RFC 9110, section 9.2.2) or it has an {@code Idempotency-Key}. By the same rule it is sent again over HTTP/1.1, once in a
         * call, if a server refuses it over HTTP/2 and TLS by HTTP_1_1_REQUIRED (RFC 9113, section 7). A body that can be read but once is not
         * sent again.
         */
        public Builder retryOnConnectionFailure(boolean retryOnConnectionFailure) {
            this.retryOnConnectionFailure = retryOnConnectionFailure;
            return this;
        }

        /** Sets whether redirects are followed, up to 20 in a row; true by default. */
        public Builder followRedirects(boolean followRedirects) {
            this.followRedirects = followRedirects;
            return this;
        }

        /** Sets whether redirects from https to http, and from http to https, are followed; true by default. */
        public Builder followSslRedirects(boolean followProtocolRedirects) {
            this.followSslRedirects = followProtocolRedirects;
            return this;
        }

        /** Sets what answers servers that demand credentials (401); {@link Authenticator#NONE} by default. */
        public Builder authenticator(Authenticator authenticator) {
            this.authenticator = Objects.requireNonNull(authenticator, "authenticator");
            return this;
        }

        /** Sets what answers proxies that demand credentials (407); {@link Authenticator#NONE} by default. */
        public Builder proxyAuthenticator(Authenticator proxyAuthenticator) {
            this.proxyAuthenticator = Objects.requireNonNull(proxyAuthenticator, "proxyAuthenticator");
            return this;
        }

        /**
         * Sets the proxy that all requests go through, whatever the selector says; {@link Proxy#NO_PROXY} for none. With
         * null, the default, the {@link #proxySelector} is asked.
         *
         * @throws IllegalArgumentException if it makes no sense: it has no host, its port is 0, or its address is no
         *     {@link java.net.InetSocketAddress}
         */
        public Builder proxy(@Nullable Proxy proxy) {
            network.proxy = NetworkChoices.checked(proxy);
            return this;
        }

        /**
         * Sets what chooses the proxies of a server, and is told of those that cannot be connected to; by default the one
         * of the JVM when the client is built, {@link ProxySelector#getDefault()}, which heeds the system properties
         * {@code http.proxyHost}, {@code https.proxyHost} and {@code socksProxyHost}. It is asked for each new
         * connection, not for each request, and its proxies are tried in order. If it throws, or names a proxy that makes
         * no sense, the call fails with an {@link java.io.IOException}. Must be safe for use by many threads.
         */
        public Builder proxySelector(ProxySelector proxySelector) {
            network.proxySelector = Objects.requireNonNull(proxySelector, "proxySelector");
            return this;
        }

        /** Sets how SOCKS proxies are spoken to, with which credentials; {@link SocksSettings#DEFAULT} by default. */
        public Builder socks(SocksSettings socks) {
            network.socks = Objects.requireNonNull(socks, "socks");
            return this;
        }

        /**
         * Sets whether an HTTP proxy opens a tunnel (CONNECT) for http URLs, too, as it does for https; false by default:
         * it is sent the requests, and forwards them.
         */
        public Builder tunnelsCleartext(boolean tunnelsCleartext) {
            network.tunnelsCleartext = tunnelsCleartext;
            return this;
        }

        /**
         * Sets whether the next address of a server is tried when the last one has not connected within 250 ms, IPv6 and
         * IPv4 in turns, and the first to connect is used (RFC 8305, "Happy Eyeballs"); true by default. Otherwise the
         * next is tried when the last one has failed.
         *
         * <p>In either case, addresses that failed within the last five minutes are tried after the others.
         */
        public Builder fastFallback(boolean fastFallback) {
            network.fastFallback = fastFallback;
            return this;
        }

        /** Sets what a server may send over HTTP/2 before it is read, on the connections that this client makes. */
        public Builder http2Windows(Http2Windows windows) {
            network.http2Windows = Objects.requireNonNull(windows, "windows");
            return this;
        }

        /** Sets what resolves host names; {@link Dns#SYSTEM} by default. */
        public Builder dns(Dns dns) {
            network.dns = Objects.requireNonNull(dns, "dns");
            return this;
        }

        /** Sets which IP addresses may be connected to; all by default. See {@link AddressFilter#PUBLIC_ONLY}. */
        public Builder addressFilter(AddressFilter addressFilter) {
            network.addressFilter = Objects.requireNonNull(addressFilter, "addressFilter");
            return this;
        }

        /**
         * Sets what makes unconnected sockets; the client itself by default. Prefer the default: a connection
         * on a foreign socket is slower, and is not noticed to be closed while it is idle.
         *
         * @throws IllegalArgumentException for a factory of TLS sockets, which belongs in
         *     {@link #sslSocketFactory}
         */
        public Builder socketFactory(SocketFactory socketFactory) {
            network.socketFactory = NetworkChoices.checked(Objects.requireNonNull(socketFactory, "socketFactory"));
            return this;
        }

        /**
         * Has all connections lead to a Unix domain socket, such as {@code /var/run/docker.sock}; the URLs then say what is asked
         * for there, and their hosts are names for the server and are not resolved: {@code http://localhost/version}. Replaces a
         * {@link #socketFactory}. Proxies, a {@link #localAddress} and an {@link #addressFilter} have no part in it.
         *
         * @throws IllegalArgumentException if the path is not one of the default file system, or is empty
         */
        public Builder unixDomainSocket(Path path) {
            return socketFactory(new UnixDomainSocketFactory(path));
        }

        /** Sets the address of this machine that connections are made from; null, the default, for any. */
        public Builder localAddress(@Nullable InetAddress localAddress) {
            network.localAddress = localAddress;
            return this;
        }

        /**
         * Sets what makes TLS engines, and what it trusts; the system's by default, {@link SSLContext#getDefault()}. This is the
         * fast way to TLS. The context's key managers show the client's certificate. Replaces an {@link #sslSocketFactory}.
         *
         * @param trustManager the one that the context was made with: chains are completed by it, to be held against
         *     pins; that it is the same cannot be checked
         * @throws IllegalArgumentException if the context is not initialised, or the trust manager names its issuers
         *     as null
         */
        public Builder sslContext(SSLContext sslContext, X509TrustManager trustManager) {
            tls.speakBy(sslContext, trustManager);
            return this;
        }

        /**
         * Sets what servers' certificates are trusted, and what shows the client's. Unlike a context made of both, it tells what
         * is wrong with the chain of a certificate that is refused: {@link PeerCertificateException}.
         *
         * @throws IllegalArgumentException if the JDK cannot make a context of them
         */
        public Builder sslContext(X509TrustManager trustManager, KeyManager... keyManagers) {
            return sslContext(ClientEngine.tlsContext(TlsSetup.checked(trustManager), keyManagers), trustManager);
        }

        /**
         * Sets what layers TLS over a socket, and what it trusts. Replaces an {@code sslContext}, which is faster.
         *
         * @param trustManager the one that the factory was made with, as with a context
         * @throws IllegalArgumentException if the trust manager names its issuers as null
         */
        public Builder sslSocketFactory(SSLSocketFactory sslSocketFactory, X509TrustManager trustManager) {
            tls.speakBy(Objects.requireNonNull(sslSocketFactory, "sslSocketFactory"), trustManager);
            return this;
        }

        /**
         * Sets what holds a certificate against a host name, in place of the standard check (RFC 9110, section
         * 4.3.4). One that accepts too much makes TLS worthless.
         */
        public Builder hostnameVerifier(HostnameVerifier hostnameVerifier) {
            tls.hostnameVerifier = Objects.requireNonNull(hostnameVerifier, "hostnameVerifier");
            return this;
        }

        /** Sets the certificates that hosts are pinned to; by default there are none. */
        public Builder certificatePinner(CertificatePinner certificatePinner) {
            tls.certificatePinner = Objects.requireNonNull(certificatePinner, "certificatePinner");
            return this;
        }

        /**
         * Sets the protocols that may be spoken, the best first; HTTP/2 and HTTP/1.1 by default. Over TLS the server chooses
         * (RFC 7301); in the clear HTTP/1.1 is spoken, or HTTP/2 with {@link Protocol#H2_PRIOR_KNOWLEDGE}.
         *
         * @throws IllegalArgumentException unless they have HTTP/1.1, or are {@link Protocol#H2_PRIOR_KNOWLEDGE} alone
         */
        public Builder protocols(List<Protocol> protocols) {
            this.protocols = Protocol.checked(protocols);
            return this;
        }

        /**
         * Sets what TLS may be spoken, and whether it may be left out; {@link ConnectionSpec#MODERN_TLS} and
         * {@link ConnectionSpec#CLEARTEXT} by default. The first that has something in common with the TLS set-up is
         * offered. If the handshake fails and neither the certificate nor the time is to blame, the next one is tried
         * on a connection of its own. Without one for TLS, calls to https fail, and without one in cleartext those to
         * http: with an {@link java.net.UnknownServiceException}, before a connection is made.
         *
         * @throws IllegalArgumentException if there are none
         */
        public Builder connectionSpecs(List<ConnectionSpec> connectionSpecs) {
            tls.connectionSpecs = TlsChoices.checked(connectionSpecs);
            return this;
        }

        /**
         * Sets the {@code User-Agent} of requests that have none of their own; {@code hawser/} and the version by default.
         *
         * @throws IllegalArgumentException if no header can have that value
         */
        public Builder userAgent(String userAgent) {
            this.userAgent = Headers.of("User-Agent", userAgent).value(0);
            return this;
        }

        @Override
        Builder self() {
            return this;
        }

        /** Sets bounds and habits of WebSockets; {@link WebSocketSettings#DEFAULT} by default. */
        public Builder webSocketSettings(WebSocketSettings webSocketSettings) {
            this.webSocketSettings = Objects.requireNonNull(webSocketSettings, "webSocketSettings");
            return this;
        }

        /**
         * Sets bounds on what a server may make the client hold or read; {@link ResponseLimits#DEFAULT} by default. Those of
         * heads and trailers over HTTP/2 hold for all calls on the connections that this client makes.
         */
        public Builder responseLimits(ResponseLimits limits) {
            this.responseLimits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /**
         * Sets what keeps cookies, and says which are sent; {@link CookieJar#NO_COOKIES} by default. It is not asked for a
         * request that has a {@code Cookie} field of its own.
         */
        public Builder cookieJar(CookieJar cookieJar) {
            this.cookieJar = Objects.requireNonNull(cookieJar, "cookieJar");
            return this;
        }

        /**
         * Sets what keeps responses to be used again; null, the default, for nothing. It stays the user's: no client closes it. A
         * stale response that may be used while it is asked for anew (RFC 5861) brings a call of the dispatcher's, with events of its
         * own, and without the interceptors around each call.
         */
        public Builder cache(@Nullable Cache cache) {
            this.cache = cache;
            return this;
        }

        /** The client. */
        public HawserClient build() {
            return new HawserClient(this);
        }
    }
}
