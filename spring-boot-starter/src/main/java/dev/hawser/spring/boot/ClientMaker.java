package dev.hawser.spring.boot;

import dev.hawser.AddressFilter;
import dev.hawser.BasicAuthenticator;
import dev.hawser.Dispatcher;
import dev.hawser.HawserClient;
import dev.hawser.ResponseLimits;
import dev.hawser.SocksSettings;
import dev.hawser.spring.boot.ClientProperties.LimitProperties;
import dev.hawser.spring.boot.ClientProperties.ProxyProperties;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/** Makes the builder of a client from its properties, and names those that are wrong. */
final class ClientMaker {
    private static final String PREFIX = "hawser.client.";

    private final ClientProperties properties;

    ClientMaker(ClientProperties properties) {
        this.properties = properties;
    }

    HawserClient.Builder builder() {
        refuseContradictions();
        HawserClient.Builder client = new HawserClient.Builder().dispatcher(dispatcher());
        Given.set(PREFIX + "call-timeout", properties.callTimeout(), client::callTimeout);
        Given.set(PREFIX + "write-timeout", properties.writeTimeout(), client::writeTimeout);
        Given.set(PREFIX + "ping-interval", properties.pingInterval(), client::pingInterval);
        Given.set(
                PREFIX + "expect-continue-timeout", properties.expectContinueTimeout(), client::expectContinueTimeout);
        Given.set(
                PREFIX + "retry-on-connection-failure",
                properties.retryOnConnectionFailure(),
                client::retryOnConnectionFailure);
        Given.set(PREFIX + "follow-ssl-redirects", properties.followSslRedirects(), client::followSslRedirects);
        Given.set(PREFIX + "fast-fallback", properties.fastFallback(), client::fastFallback);
        Given.set(PREFIX + "protocols", properties.protocols(), client::protocols);
        Given.set(PREFIX + "user-agent", properties.userAgent(), client::userAgent);
        Given.set(PREFIX + "local-address", properties.localAddress(), client::localAddress);
        Given.set(PREFIX + "unix-domain-socket", properties.unixDomainSocket(), client::unixDomainSocket);
        Given.set(PREFIX + "tunnels-cleartext", properties.tunnelsCleartext(), client::tunnelsCleartext);
        if (publicAddressesOnly()) {
            client.addressFilter(AddressFilter.PUBLIC_ONLY);
        }
        setProxy(properties.proxy(), client);
        return client.responseLimits(limits(properties.limits()));
    }

    private Dispatcher dispatcher() {
        Dispatcher dispatcher = new Dispatcher();
        Given.set(PREFIX + "max-requests", properties.maxRequests(), dispatcher::setMaxRequests);
        Given.set(PREFIX + "max-requests-per-host", properties.maxRequestsPerHost(), dispatcher::setMaxRequestsPerHost);
        return dispatcher;
    }

    private boolean publicAddressesOnly() {
        return Boolean.TRUE.equals(properties.publicAddressesOnly());
    }

    /** A Unix domain socket leaves no choice of proxies and addresses. */
    private void refuseContradictions() {
        Given<?> socket = Given.of(PREFIX + "unix-domain-socket", properties.unixDomainSocket());
        if (socket == null) {
            return;
        }
        Given<?> without = firstOf(
                Given.of(PREFIX + "proxy.host", properties.proxy().host()),
                Given.of(PREFIX + "local-address", properties.localAddress()),
                publicAddressesOnly() ? new Given<>(PREFIX + "public-addresses-only", true) : null);
        if (without != null) {
            throw ContradictingPropertiesException.because(
                    without, socket, "it would have no effect, as all connections lead to that socket");
        }
    }

    private static @Nullable Given<?> firstOf(@Nullable Given<?>... given) {
        for (Given<?> one : given) {
            if (one != null) {
                return one;
            }
        }
        return null;
    }

    private static void setProxy(ProxyProperties proxy, HawserClient.Builder client) {
        Given<Proxy.Type> type = Given.of(PREFIX + "proxy.type", proxy.type());
        Given<String> host = Given.of(PREFIX + "proxy.host", proxy.host());
        Given<Integer> port = Given.of(PREFIX + "proxy.port", proxy.port());
        if (type != null && type.value() == Proxy.Type.DIRECT) {
            if (host != null) {
                throw new ContradictingPropertiesException(type, host);
            }
            client.proxy(Proxy.NO_PROXY);
            return;
        }
        if (host == null) {
            refuseWithoutHost(firstOf(type, port, Given.of(PREFIX + "proxy.username", proxy.username())));
            return;
        }
        if (port == null) {
            throw new InvalidConfigurationPropertyValueException(
                    PREFIX + "proxy.port", null, "the proxy " + host.value() + " needs a port");
        }
        Proxy.Type kind = type == null ? Proxy.Type.HTTP : type.value();
        port.applyTo(number -> client.proxy(new Proxy(kind, InetSocketAddress.createUnresolved(host.value(), number))));
        setCredentials(kind, proxy, client);
    }

    private static void refuseWithoutHost(@Nullable Given<?> other) {
        if (other != null) {
            throw new InvalidConfigurationPropertyValueException(
                    PREFIX + "proxy.host", null, other.property() + " is set, so there must be a host");
        }
    }

    private static void setCredentials(Proxy.Type kind, ProxyProperties proxy, HawserClient.Builder client) {
        String password = proxy.password() == null ? "" : proxy.password();
        Given.set(PREFIX + "proxy.username", proxy.username(), username -> {
            if (kind == Proxy.Type.SOCKS) {
                client.socks(SocksSettings.version5(username, password));
            } else {
                client.proxyAuthenticator(BasicAuthenticator.forProxy(username, password));
            }
        });
    }

    private static ResponseLimits limits(LimitProperties properties) {
        String prefix = PREFIX + "limits.";
        ResponseLimits limits = ResponseLimits.DEFAULT;
        limits = with(limits, prefix + "head-size", properties.headSize(), bytes(ResponseLimits::withHeadBytes));
        limits = with(limits, prefix + "field-count", properties.fieldCount(), ResponseLimits::withFieldCount);
        limits = with(limits, prefix + "line-size", properties.lineSize(), bytes(ResponseLimits::withLineBytes));
        limits = with(
                limits,
                prefix + "drain-size",
                properties.drainSize(),
                (before, size) -> before.withDrain(size.toBytes(), before.drainTime()));
        limits = with(
                limits,
                prefix + "drain-time",
                properties.drainTime(),
                (before, time) -> before.withDrain(before.drainBytes(), time));
        return with(limits, prefix + "expansion", properties.expansion(), ResponseLimits::withExpansion);
    }

    private static BiFunction<ResponseLimits, DataSize, ResponseLimits> bytes(
            BiFunction<ResponseLimits, Integer, ResponseLimits> setter) {
        Function<DataSize, Integer> count = size -> (int) Math.min(size.toBytes(), Integer.MAX_VALUE);
        return (before, size) -> setter.apply(before, count.apply(size));
    }

    private static <T> ResponseLimits with(
            ResponseLimits limits,
            String property,
            @Nullable T value,
            BiFunction<ResponseLimits, T, ResponseLimits> change) {
        ResponseLimits[] changed = {limits};
        Given.set(property, value, given -> changed[0] = change.apply(limits, given));
        return changed[0];
    }
}
