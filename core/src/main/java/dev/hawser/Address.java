package dev.hawser;

import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.util.List;
import java.util.Objects;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A server, and all that is settled beforehand about how to reach it. Requests of equal addresses may share a
 * connection. Immutable, and safe for use by many threads.
 */
public final class Address {
    private final HttpUrl url;
    private final Dns dns;
    private final @Nullable InetAddress localAddress;
    private final @Nullable SocketFactory socketFactory;
    private final @Nullable TlsSetup tls;
    private final List<ConnectionSpec> connectionSpecs;
    private final List<Protocol> protocols;
    private final ProxySetup proxySetup;
    private final int hash;

    /**
     * An address.
     *
     * @param url a URL of the server; scheme, host and port of it count
     * @param dns what resolves the host
     * @param localAddress the address of this machine to connect from, or null for any
     * @param socketFactory what makes sockets, or null for the client's own
     * @param tls who speaks TLS with the server; null if, and only if, the URL is not https
     * @param connectionSpecs what TLS may be spoken, the best first, and whether it may be left out
     * @param protocols what the client is ready to speak, the best first
     * @param proxy the proxy to use, or null to ask {@code proxySelector}
     * @param proxySelector what chooses proxies
     * @throws IllegalArgumentException if there is a TLS set-up for a URL that is not https, or none for one that is
     */
    public Address(
            HttpUrl url,
            Dns dns,
            @Nullable InetAddress localAddress,
            @Nullable SocketFactory socketFactory,
            @Nullable TlsSetup tls,
            List<ConnectionSpec> connectionSpecs,
            List<Protocol> protocols,
            @Nullable Proxy proxy,
            @Nullable ProxySelector proxySelector) {
        this(
                url,
                dns,
                localAddress,
                socketFactory,
                tls,
                connectionSpecs,
                protocols,
                new ProxySetup(proxy, proxySelector, Authenticator.NONE, SocksSettings.DEFAULT, false));
    }

    /**
     * An address.
     *
     * @param url a URL of the server; scheme, host and port of it count
     * @param dns what resolves the host
     * @param localAddress the address of this machine to connect from, or null for any
     * @param socketFactory what makes sockets, or null for the client's own
     * @param tls who speaks TLS with the server; null if, and only if, the URL is not https
     * @param connectionSpecs what TLS may be spoken, the best first, and whether it may be left out
     * @param protocols what the client is ready to speak, the best first
     * @param proxySetup which proxies to use, and how
     * @throws IllegalArgumentException if there is a TLS set-up for a URL that is not https, or none for one that is
     */
    public Address(
            HttpUrl url,
            Dns dns,
            @Nullable InetAddress localAddress,
            @Nullable SocketFactory socketFactory,
            @Nullable TlsSetup tls,
            List<ConnectionSpec> connectionSpecs,
            List<Protocol> protocols,
            ProxySetup proxySetup) {
        if (url.isHttps() != (tls != null)) {
            throw new IllegalArgumentException(
                    url.origin() + (tls == null ? " needs a" : " has no use for a") + " TLS set-up");
        }
        this.url = url;
        this.dns = dns;
        this.localAddress = localAddress;
        this.socketFactory = socketFactory;
        this.tls = tls;
        this.connectionSpecs = List.copyOf(connectionSpecs);
        this.protocols = List.copyOf(protocols);
        this.proxySetup = proxySetup;
        this.hash = 31 * (31 * url.host().hashCode() + url.port()) + Boolean.hashCode(url.isHttps());
    }

    /** A URL with the server's scheme, host and port, and the path {@code /}. */
    public HttpUrl url() {
        return url.origin();
    }

    /** The server's name or IP address, as {@link HttpUrl#host()} has it. */
    public String host() {
        return url.host();
    }

    /** The server's port. */
    public int port() {
        return url.port();
    }

    /** Whether the server is spoken to over TLS. */
    public boolean isHttps() {
        return url.isHttps();
    }

    /** What resolves the host. */
    public Dns dns() {
        return dns;
    }

    /** The address of this machine to connect from, or null for any. */
    public @Nullable InetAddress localAddress() {
        return localAddress;
    }

    /** What makes sockets, or null for the client's own. */
    public @Nullable SocketFactory socketFactory() {
        return socketFactory;
    }

    /** Who speaks TLS with the server, or null if the server is not spoken to over TLS. */
    public @Nullable TlsSetup tls() {
        return tls;
    }

    /** What makes TLS engines, or null if none is used. */
    public @Nullable SSLContext sslContext() {
        return tls == null ? null : tls.sslContext();
    }

    /** What layers TLS over a socket, or null if none is used. */
    public @Nullable SSLSocketFactory sslSocketFactory() {
        return tls == null ? null : tls.sslSocketFactory();
    }

    /** What holds a certificate against the host, or null for the standard check (RFC 9110, section 4.3.4). */
    public @Nullable HostnameVerifier hostnameVerifier() {
        return tls == null ? null : tls.hostnameVerifier();
    }

    /** The certificates that hosts are pinned to, or null if the server is not spoken to over TLS. */
    public @Nullable CertificatePinner certificatePinner() {
        return tls == null ? null : tls.certificatePinner();
    }

    /** What TLS may be spoken, the best first, and whether it may be left out. */
    public List<ConnectionSpec> connectionSpecs() {
        return connectionSpecs;
    }

    /** What the client is ready to speak, the best first. */
    public List<Protocol> protocols() {
        return protocols;
    }

    /** The proxy to use, or null to ask the {@link #proxySelector()}. */
    public @Nullable Proxy proxy() {
        return proxySetup.proxy();
    }

    /** What chooses proxies. */
    public @Nullable ProxySelector proxySelector() {
        return proxySetup.selector();
    }

    /** What answers a proxy that demands credentials before it opens a tunnel. */
    public Authenticator proxyAuthenticator() {
        return proxySetup.authenticator();
    }

    /** Which proxies lead to the server, and how they are spoken to. */
    public ProxySetup proxySetup() {
        return proxySetup;
    }

    /** Whether both name the same server, to be reached in the same way. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof Address that
                && hash == that.hash
                && url.port() == that.url.port()
                && url.isHttps() == that.url.isHttps()
                && url.host().equals(that.url.host())
                && dns.equals(that.dns)
                && Objects.equals(localAddress, that.localAddress)
                && Objects.equals(socketFactory, that.socketFactory)
                && Objects.equals(tls, that.tls)
                && connectionSpecs.equals(that.connectionSpecs)
                && protocols.equals(that.protocols)
                && proxySetup.equals(that.proxySetup);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Host and port, and the proxy if one is set. */
    @Override
    public String toString() {
        String name = host().indexOf(':') < 0 ? host() : "[" + host() + "]";
        return name + ":" + port() + (proxy() == null ? "" : " through " + proxy());
    }
}
