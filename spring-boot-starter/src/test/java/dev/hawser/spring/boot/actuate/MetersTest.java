package dev.hawser.spring.boot.actuate;

import static dev.hawser.spring.boot.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.spring.boot.HawserAutoConfiguration;
import dev.hawser.spring.boot.HawserPools;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.SocketPolicy;
import dev.hawser.testserver.TestServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;

/** What the meters count. */
@Timeout(60)
class MetersTest {
    private final TestServer server = new TestServer();
    private final TestServer second = new TestServer();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final ApplicationContextRunner boot = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(HawserAutoConfiguration.class, HawserMetricsAutoConfiguration.class))
            .withBean(MeterRegistry.class, () -> meters);

    @BeforeEach
    void start() {
        server.start();
        second.start();
    }

    @AfterEach
    void stop() {
        server.close();
        second.close();
    }

    /** Runs with a request factory of the default pool, whose meters are in the registry. */
    private void run(BiConsumer<ClientHttpRequestFactory, HawserPools> test, String... properties) {
        boot.withPropertyValues(properties).run(context -> {
            context.getBean(HawserPoolMetrics.class).bindTo(meters);
            HawserPools pools = context.getBean(HawserPools.class);
            test.accept(pools.requestFactoryBuilder(HawserPools.DEFAULT).build(), pools);
        });
    }

    private static void get(ClientHttpRequestFactory factory, URI uri) {
        try (ClientHttpResponse response =
                factory.createRequest(uri, HttpMethod.GET).execute()) {
            response.getBody().readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private double count(String meter, String... tags) {
        return meters.get(meter).tags(tags).counter().count();
    }

    private double gauge(String meter, String... tags) {
        return meters.get(meter).tags(tags).gauge().value();
    }

    @Test
    void requestsThatAreSentAgain() {
        server.enqueue(MockResponse.of(200, "ok"));
        server.enqueue(new MockResponse.Builder()
                .socketPolicy(SocketPolicy.DISCONNECT_AFTER_REQUEST)
                .build());
        server.enqueue(MockResponse.of(200, "ok"));
        run((factory, pools) -> {
            get(factory, server.url("/").uri());
            get(factory, server.url("/").uri());

            assertThat(count("hawser.pool.requests.resent")).isEqualTo(1);
            eventually(() -> assertThat(count("hawser.pool.connections.closed", "reason", "peer_closed"))
                    .isEqualTo(1));
            eventually(() -> assertThat(count("hawser.pool.connections.opened")).isEqualTo(2));
        });
    }

    @Test
    void connectionsThatCouldNotBeMade() {
        URI nobody = second.url("/").uri();
        second.close();
        run((factory, pools) -> {
            assertThatThrownBy(
                            () -> factory.createRequest(nobody, HttpMethod.GET).execute())
                    .isInstanceOf(IOException.class);

            eventually(() -> assertThat(count("hawser.pool.connections.failed")).isEqualTo(1));
            assertThat(count("hawser.pool.connections.opened")).isZero();
        });
    }

    @Test
    void thoseWhoWaitAndForHowLong() {
        server.enqueue(MockResponse.of(200, "one"));
        server.enqueue(MockResponse.of(200, "two"));
        run(
                (factory, pools) -> {
                    AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
                    Thread waiting =
                            new Thread(() -> get(factory, server.url("/").uri()));
                    waiting.setUncaughtExceptionHandler((thread, thrown) -> fault.set(thrown));
                    try (ClientHttpResponse first = factory.createRequest(
                                    server.url("/").uri(), HttpMethod.GET)
                            .execute()) {
                        assertThat(first.getStatusCode().is2xxSuccessful()).isTrue();
                        waiting.start();
                        while (gauge("hawser.pool.pending") < 1) {
                            assertThat(Thread.currentThread().isInterrupted()).isFalse();
                            Thread.onSpinWait();
                        }
                        assertThat(gauge("hawser.pool.max")).isEqualTo(1);
                        assertThat(gauge("hawser.pool.connections", "state", "active"))
                                .isEqualTo(1);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                    join(waiting);
                    assertThat(fault).hasNullValue();
                    eventually(() -> assertThat(
                                    meters.get("hawser.pool.acquire").timer().count())
                            .isEqualTo(2));
                    assertThat(meters.get("hawser.pool.acquire").timer().max(TimeUnit.NANOSECONDS))
                            .isPositive();
                },
                "hawser.pool.max-connections=1");
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void serversBeyondTheBoundAreCountedTogether() {
        server.enqueue(MockResponse.of(200, "ok"));
        second.enqueue(MockResponse.of(200, "ok"));
        run(
                (factory, pools) -> {
                    get(factory, server.url("/").uri());
                    eventually(() -> assertThat(gauge(
                                    "http.client.open_connections",
                                    "server.port",
                                    String.valueOf(server.port()),
                                    "http.connection.state",
                                    "idle"))
                            .isEqualTo(1));
                    get(factory, second.url("/").uri());
                    eventually(() -> assertThat(gauge(
                                    "http.client.open_connections",
                                    "server.address",
                                    "_OTHER",
                                    "http.connection.state",
                                    "idle"))
                            .isEqualTo(1));
                    pools.get("default").connectionPool().evictAll();
                    eventually(() -> assertThat(meters.get("http.client.connection.duration")
                                    .tag("server.address", "_OTHER")
                                    .timer()
                                    .count())
                            .isEqualTo(1));
                },
                "hawser.metrics.max-addresses=1");
    }
}
