package dev.hawser;

import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.List;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The settings of a client, as its builder was told them. They never change; safe for use by many threads. */
public interface ClientSettings {
    /** The interceptors around each call, the first one outermost; unmodifiable. */
    List<Interceptor> interceptors();

    /** The interceptors around each exchange with a server, the first one outermost; unmodifiable. */
    List<Interceptor> networkInterceptors();

    /** What makes a listener for each call. */
    EventListener.Factory eventListenerFactory();

    /** Whether a request is sent again by itself where that is safe after a failure. */
    boolean retryOnConnectionFailure();

    /** Whether redirects are followed. */
    boolean followRedirects();

    /** Whether redirects from https to http, and from http to https, are followed. */
    boolean followSslRedirects();

    /** What answers servers that demand credentials. */
    Authenticator authenticator();

    /** What answers proxies that demand credentials. */
    Authenticator proxyAuthenticator();

    /** What keeps cookies, and says which are sent. */
    CookieJar cookieJar();

    /** What keeps responses to be used again, or null if nothing does. */
    @Nullable
    Cache cache();

    /** The proxy that all requests go through, {@link Proxy#NO_PROXY} for none, or null if the selector is asked. */
    @Nullable
    Proxy proxy();

    /** What chooses the proxies of a server, or null if there is none. */
    @Nullable
    ProxySelector proxySelector();

    /** How SOCKS proxies are spoken to. */
    SocksSettings socks();

    /** Whether HTTP proxies open a tunnel for http, too. */
    boolean tunnelsCleartext();

    /** Whether the next address of a server is tried before the last one has failed. */
    boolean fastFallback();

    /** What a server may send over HTTP/2 before it is read. */
    Http2Windows http2Windows();

    /** What resolves host names. */
    Dns dns();

    /** Which IP addresses may be connected to, or null for all. */
    @Nullable
    AddressFilter addressFilter();

    /** What makes sockets, or null if the client does. */
    @Nullable
    SocketFactory socketFactory();

    /** The address of this machine that connections are made from, or null for any. */
    @Nullable
    InetAddress localAddress();

    /** What makes TLS engines, or null for the system's. */
    @Nullable
    SSLContext sslContext();

    /** What layers TLS over a socket, or null if an engine is used. */
    @Nullable
    SSLSocketFactory sslSocketFactory();

    /** What trusts servers' certificates in the {@link #sslContext()} or {@link #sslSocketFactory()}, or null for the system's. */
    @Nullable
    X509TrustManager x509TrustManager();

    /** What holds a certificate against a host name, or null for the standard check. */
    @Nullable
    HostnameVerifier hostnameVerifier();

    /** The certificates that hosts are pinned to. */
    CertificatePinner certificatePinner();

    /** What TLS may be spoken, the best first, and whether it may be left out; unmodifiable. */
    List<ConnectionSpec> connectionSpecs();

    /** The protocols that may be spoken with servers, the best first. */
    List<Protocol> protocols();

    /** The {@code User-Agent} of requests that have none of their own. */
    String userAgent();

    /** The time that a whole call may take, in milliseconds; 0 is no limit. */
    int callTimeoutMillis();

    /** The time to connect to one address, and again for its TLS handshake, in milliseconds; 0 is no limit. */
    int connectTimeoutMillis();

    /** The time that one read may wait for bytes, in milliseconds; 0 is no limit. */
    int readTimeoutMillis();

    /** The time that one write may wait for room, in milliseconds; 0 is no limit. */
    int writeTimeoutMillis();

    /** How often a connection of HTTP/2 is asked whether its server is there, in milliseconds; 0 is never. */
    int pingIntervalMillis();

    /** How long a request with {@code Expect: 100-continue} waits for the answer before it sends its body. */
    Duration expectContinueTimeout();

    /** Bounds and habits of WebSockets. */
    WebSocketSettings webSocketSettings();

    /** Bounds on what a server may make the client hold or read. */
    ResponseLimits responseLimits();
}
