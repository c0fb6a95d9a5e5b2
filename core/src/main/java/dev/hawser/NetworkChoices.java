package dev.hawser;

import dev.hawser.internal.text.ProxyAddresses;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** What a client's builder was told of the ways to servers; to be changed by that alone. */
final class NetworkChoices {
    @Nullable
    Proxy proxy;

    @Nullable
    ProxySelector proxySelector;

    SocksSettings socks = SocksSettings.DEFAULT;
    boolean tunnelsCleartext;
    boolean fastFallback = true;
    Http2Windows http2Windows = Http2Windows.DEFAULT;
    Dns dns = Dns.SYSTEM;

    @Nullable
    AddressFilter addressFilter;

    @Nullable
    SocketFactory socketFactory;

    @Nullable
    InetAddress localAddress;

    /** The defaults. */
    NetworkChoices() {}

    /** A copy that has the JVM's proxy selector of now, if there is none yet. */
    NetworkChoices(NetworkChoices from) {
        proxy = from.proxy;
        proxySelector = from.proxySelector == null ? ProxySelector.getDefault() : from.proxySelector;
        socks = from.socks;
        tunnelsCleartext = from.tunnelsCleartext;
        fastFallback = from.fastFallback;
        http2Windows = from.http2Windows;
        dns = from.dns;
        addressFilter = from.addressFilter;
        socketFactory = from.socketFactory;
        localAddress = from.localAddress;
    }

    /** The same proxy, if it makes sense. */
    static @Nullable Proxy checked(@Nullable Proxy proxy) {
        String fault = proxy == null ? null : ProxyAddresses.faultOf(proxy);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        return proxy;
    }

    /** The same factory, if it is none of TLS sockets. */
    static SocketFactory checked(SocketFactory factory) {
        if (factory instanceof SSLSocketFactory) {
            throw new IllegalArgumentException("socketFactory instanceof SSLSocketFactory");
        }
        return factory;
    }
}
