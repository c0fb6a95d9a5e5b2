package dev.hawser.doh;

import dev.hawser.ConnectionPool;
import dev.hawser.Dispatcher;
import dev.hawser.Dns;
import dev.hawser.HawserClient;
import dev.hawser.HttpUrl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Address;

/**
 * A {@link Dns} that asks a resolver over HTTPS (RFC 8484), so that nobody on the way sees or changes what is looked up.
 *
 * <pre>{@code
 * DnsOverHttps resolver = new DnsOverHttps.Builder()
 *         .client(client)
 *         .url(HttpUrl.get("https://dns.example/dns-query"))
 *         .bootstrapDnsHosts(InetAddress.getByName("192.0.2.53"))
 *         .build();
 * HawserClient careful = client.newBuilder().dns(CachingDns.of(resolver)).build();
 * }</pre>
 *
 * <p>Each look-up asks for IPv4 and IPv6 addresses at once and remembers nothing; {@link dev.hawser.CachingDns} does, for as
 * long as the answer holds. It has connections of its own, at most one of them idle, and never waits for those of the given
 * client. Safe for use by many threads.
 */
public final class DnsOverHttps implements Dns, AutoCloseable {
    /** Special names that are no business of a public resolver (RFC 6761, 6762, 7686, 8375; ICANN's resolution on .internal). */
    private static final Set<String> PRIVATE_DOMAINS =
            Set.of("localhost", "local", "internal", "test", "invalid", "onion", "alt");

    private final HawserClient client;
    private final ConnectionPool pool;
    private final Dispatcher dispatcher;
    private final HttpUrl url;
    private final boolean includeIPv6;
    private final boolean post;
    private final boolean resolvePrivateAddresses;
    private final boolean resolvePublicAddresses;

    private DnsOverHttps(Builder builder, HawserClient base, HttpUrl url) {
        this.pool = new ConnectionPool(1, 5, TimeUnit.MINUTES);
        this.dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
        this.client = base.newBuilder()
                .connectionPool(pool)
                .dispatcher(dispatcher)
                .dns(bootstrap(builder, base, url))
                .build();
        this.url = url;
        this.includeIPv6 = builder.includeIPv6;
        this.post = builder.post;
        this.resolvePrivateAddresses = builder.resolvePrivateAddresses;
        this.resolvePublicAddresses = builder.resolvePublicAddresses;
    }

    private static Dns bootstrap(Builder builder, HawserClient base, HttpUrl url) {
        List<InetAddress> known = builder.bootstrapDnsHosts;
        if (known == null) {
            return builder.systemDns == null ? base.dns() : builder.systemDns;
        }
        return host -> {
            if (!host.equals(url.host())) {
                throw new UnknownHostException(host + ": only " + url.host() + " is known before there is a resolver");
            }
            return known;
        };
    }

    /** The client that asks. */
    public HawserClient client() {
        return client;
    }

    /** Where the resolver is. */
    public HttpUrl url() {
        return url;
    }

    /** Whether IPv6 addresses are asked for, too. */
    public boolean includeIPv6() {
        return includeIPv6;
    }

    /** Whether questions are put as POST, not as GET. */
    public boolean post() {
        return post;
    }

    /** Whether the resolver is asked for names that only a private network has. */
    public boolean resolvePrivateAddresses() {
        return resolvePrivateAddresses;
    }

    /** Whether the resolver is asked for all other names. */
    public boolean resolvePublicAddresses() {
        return resolvePublicAddresses;
    }

    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
        return answer(hostname).addresses();
    }

    /**
     * {@inheritDoc} They hold for the shortest time of the DNS records that led to them, less the time that HTTP caches kept
     * them. An IP address is its own answer.
     *
     * @throws UnknownHostException if there are no addresses, if the resolver could not be asked, or if it said anything else
     *     than a valid answer; the message says which
     */
    @Override
    public Answer answer(String hostname) throws UnknownHostException {
        byte[] literal = Address.toByteArray(hostname, hostname.indexOf(':') < 0 ? Address.IPv4 : Address.IPv6);
        if (literal != null) {
            return new Answer(List.of(InetAddress.getByAddress(hostname, literal)), null);
        }
        boolean isPrivate = isPrivate(hostname);
        if (isPrivate ? !resolvePrivateAddresses : !resolvePublicAddresses) {
            throw new UnknownHostException(hostname + ": " + (isPrivate ? "private" : "public")
                    + " names are not looked up at " + url + ", by its settings");
        }
        return new Lookup(client, url, post, hostname).run(includeIPv6);
    }

    /** Whether a name has one label only, or ends in one that is set aside for private use. */
    static boolean isPrivate(String hostname) {
        String name = hostname.endsWith(".") ? hostname.substring(0, hostname.length() - 1) : hostname;
        String lower = name.toLowerCase(Locale.ROOT);
        int dot = lower.lastIndexOf('.');
        return dot < 0
                || PRIVATE_DOMAINS.contains(lower.substring(dot + 1))
                || lower.equals("home.arpa")
                || lower.endsWith(".home.arpa");
    }

    /** Ends its connections; what is being looked up, or will be, fails. */
    @Override
    public void close() {
        dispatcher.cancelAll();
        pool.close();
    }

    /** The resolver's URL. */
    @Override
    public String toString() {
        return "DnsOverHttps{" + url + "}";
    }

    /** A maker of {@link DnsOverHttps}. */
    public static final class Builder {
        private @Nullable HawserClient client;
        private @Nullable HttpUrl url;
        private @Nullable Dns systemDns;
        private @Nullable List<InetAddress> bootstrapDnsHosts;
        private boolean includeIPv6 = true;
        private boolean post;
        private boolean resolvePrivateAddresses;
        private boolean resolvePublicAddresses = true;

        /** A builder with the defaults; it lacks a client and a URL. */
        public Builder() {}

        /**
         * Sets whose settings are used to ask, such as its timeouts and its TLS. Its dispatcher and its connection pool are
         * not: calls that wait for a name may have taken all that those have.
         */
        public Builder client(HawserClient client) {
            this.client = Objects.requireNonNull(client, "client");
            return this;
        }

        /** Sets where the resolver is, such as {@code https://dns.example/dns-query}. */
        public Builder url(HttpUrl url) {
            this.url = Objects.requireNonNull(url, "url");
            return this;
        }

        /** Sets whether IPv6 addresses are asked for, too; true by default. */
        public Builder includeIPv6(boolean includeIPv6) {
            this.includeIPv6 = includeIPv6;
            return this;
        }

        /** Sets whether questions are put as POST; false by default: a GET can be answered by caches. */
        public Builder post(boolean post) {
            this.post = post;
            return this;
        }

        /**
         * Sets whether the resolver is asked for names that only a private network has: of one label, or below {@code local},
         * {@code internal}, {@code home.arpa} and the like. False by default, so that they do not leak.
         */
        public Builder resolvePrivateAddresses(boolean resolvePrivateAddresses) {
            this.resolvePrivateAddresses = resolvePrivateAddresses;
            return this;
        }

        /** Sets whether the resolver is asked for all other names; true by default. */
        public Builder resolvePublicAddresses(boolean resolvePublicAddresses) {
            this.resolvePublicAddresses = resolvePublicAddresses;
            return this;
        }

        /** Sets the IP addresses of the resolver, which then is not looked up itself. Null, the default, for none. */
        public Builder bootstrapDnsHosts(@Nullable List<InetAddress> bootstrapDnsHosts) {
            if (bootstrapDnsHosts != null && bootstrapDnsHosts.isEmpty()) {
                throw new IllegalArgumentException("bootstrapDnsHosts is empty");
            }
            this.bootstrapDnsHosts = bootstrapDnsHosts == null ? null : List.copyOf(bootstrapDnsHosts);
            return this;
        }

        /** Sets the IP addresses of the resolver, as {@link #bootstrapDnsHosts(List)} does. */
        public Builder bootstrapDnsHosts(InetAddress... bootstrapDnsHosts) {
            return bootstrapDnsHosts(List.of(bootstrapDnsHosts));
        }

        /** Sets what looks up the resolver itself if its addresses are not given; the client's own {@link Dns} by default. */
        public Builder systemDns(Dns systemDns) {
            this.systemDns = Objects.requireNonNull(systemDns, "systemDns");
            return this;
        }

        /**
         * The resolver.
         *
         * @throws IllegalStateException if no client or no URL was set
         */
        public DnsOverHttps build() {
            if (client == null || url == null) {
                throw new IllegalStateException((client == null ? "client" : "url") + " is not set");
            }
            return new DnsOverHttps(this, client, url);
        }
    }
}
