package dev.hawser.spring.boot;

import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.spring.HawserClientHttpRequestFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;

/**
 * Makes {@link HawserClientHttpRequestFactory}s with Spring Boot's settings. All that it makes share the pool of one client, but
 * connections only if their TLS, their proxies and their address filter are equal.
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class HawserClientHttpRequestFactoryBuilder
        implements ClientHttpRequestFactoryBuilder<HawserClientHttpRequestFactory> {
    private final HawserClient client;
    private final BundleTls tls;
    private final List<Consumer<HawserClient.Builder>> clientCustomizers;
    private final List<Consumer<HawserClientHttpRequestFactory>> customizers;

    private HawserClientHttpRequestFactoryBuilder(
            HawserClient client,
            BundleTls tls,
            List<Consumer<HawserClient.Builder>> clientCustomizers,
            List<Consumer<HawserClientHttpRequestFactory>> customizers) {
        this.client = client;
        this.tls = tls;
        this.clientCustomizers = List.copyOf(clientCustomizers);
        this.customizers = List.copyOf(customizers);
    }

    /** A builder of factories whose clients are derived from {@code client}, which stays the caller's. */
    public static HawserClientHttpRequestFactoryBuilder of(HawserClient client) {
        return new HawserClientHttpRequestFactoryBuilder(
                Objects.requireNonNull(client, "client"), new BundleTls(), List.of(), List.of());
    }

    /** The client that those of the factories are derived from. */
    public HawserClient client() {
        return client;
    }

    /** A builder whose factories' clients are changed by {@code customizer} after Boot's settings were applied. */
    public HawserClientHttpRequestFactoryBuilder withClientCustomizer(Consumer<HawserClient.Builder> customizer) {
        return new HawserClientHttpRequestFactoryBuilder(
                client, tls, plus(clientCustomizers, List.of(customizer)), customizers);
    }

    /** A builder whose factories keep their connections in another pool, which stays the caller's. */
    public HawserClientHttpRequestFactoryBuilder withConnectionPool(ConnectionPool pool) {
        return new HawserClientHttpRequestFactoryBuilder(
                client.newBuilder().connectionPool(pool).build(), tls, clientCustomizers, customizers);
    }

    @Override
    public HawserClientHttpRequestFactoryBuilder withCustomizer(Consumer<HawserClientHttpRequestFactory> customizer) {
        return withCustomizers(List.of(customizer));
    }

    @Override
    public HawserClientHttpRequestFactoryBuilder withCustomizers(
            Collection<Consumer<HawserClientHttpRequestFactory>> added) {
        return new HawserClientHttpRequestFactoryBuilder(client, tls, clientCustomizers, plus(customizers, added));
    }

    private static <T> List<T> plus(List<T> some, Collection<? extends T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    /**
     * A factory with these settings, and the client's own for those that are null.
     *
     * @throws IllegalArgumentException if a timeout is negative, or above zero and below a millisecond
     */
    @Override
    public HawserClientHttpRequestFactory build(@Nullable HttpClientSettings settings) {
        HawserClient.Builder changed = client.newBuilder();
        if (settings != null) {
            apply(settings, changed);
        }
        clientCustomizers.forEach(customizer -> customizer.accept(changed));
        HawserClientHttpRequestFactory factory = new HawserClientHttpRequestFactory(changed.build());
        customizers.forEach(customizer -> customizer.accept(factory));
        return factory;
    }

    private void apply(HttpClientSettings settings, HawserClient.Builder changed) {
        Duration connectTimeout = settings.connectTimeout();
        if (connectTimeout != null) {
            changed.connectTimeout(connectTimeout);
        }
        Duration readTimeout = settings.readTimeout();
        if (readTimeout != null) {
            changed.readTimeout(readTimeout);
        }
        HttpRedirects redirects = settings.redirects();
        if (redirects != null) {
            changed.followRedirects(redirects != HttpRedirects.DONT_FOLLOW);
        }
        if (settings.sslBundle() != null) {
            tls.of(settings.sslBundle()).applyTo(changed, client.connectionSpecs());
        }
        if (SettingsOfBoot41.ARE_PRESENT) {
            SettingsOfBoot41.apply(settings, changed, client);
        }
    }
}
