package dev.hawser.spring.boot;

import static dev.hawser.spring.boot.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Connection;
import dev.hawser.ConnectionPoolListener;
import dev.hawser.Retirement;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/** One Spring Boot application that calls another, which runs on a server of each kind. */
@Timeout(Backend.PATIENCE_SECONDS)
@ParameterizedClass
@EnumSource(Backend.Kind.class)
class ApplicationTest {
    /** For all tests with one kind of server. */
    private static @Nullable Backend started;

    private final Backend.Kind kind;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(6);

    ApplicationTest(Backend.Kind kind) {
        this.kind = kind;
    }

    @BeforeParameterizedClassInvocation
    static void startBackend(Backend.Kind kind) {
        started = new Backend(kind);
    }

    @AfterParameterizedClassInvocation
    static void stopBackend() {
        shared().close();
    }

    private static Backend shared() {
        return Objects.requireNonNull(started);
    }

    @BeforeEach
    @Timeout(Backend.PATIENCE_SECONDS)
    void forget() {
        awaitOpen(shared(), 0);
        shared().answers().forget();
    }

    @AfterEach
    void stop() throws Exception {
        threads.shutdownNow();
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private ConfigurableApplicationContext caller(String... properties) {
        String[] all = new String[properties.length + 2];
        all[0] = "--server.port=0";
        all[1] = Backend.NO_JETTY;
        System.arraycopy(properties, 0, all, 2, properties.length);
        ConfigurableApplicationContext context = SpringApplication.run(Caller.class, all);
        open.add(0, context);
        return context;
    }

    /** The application under test: nothing in it names Hawser, but the listener that the test looks at. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Caller {
        @Bean
        RestTemplate template(RestTemplateBuilder builder) {
            return builder.build();
        }

        @Bean
        RestClient rest(RestClient.Builder builder) {
            return builder.build();
        }

        @Bean
        Told told() {
            return new Told();
        }
    }

    /** What a pool tells. */
    static final class Told implements ConnectionPoolListener {
        private final List<Long> opened = new CopyOnWriteArrayList<>();
        private final List<Long> reused = new CopyOnWriteArrayList<>();
        private final List<Retirement> closed = new CopyOnWriteArrayList<>();
        private final CountDownLatch firstClosed = new CountDownLatch(1);
        private final CountDownLatch sevenClosed = new CountDownLatch(7);

        @Override
        public void connectionOpened(Connection connection) {
            opened.add(connection.id());
        }

        @Override
        public void connectionLeased(Connection connection, int uses, long idleNanos) {
            if (uses > 0) {
                reused.add(connection.id());
            }
        }

        @Override
        public void connectionRetired(Connection connection, Retirement reason) {
            closed.add(reason);
            firstClosed.countDown();
            sevenClosed.countDown();
        }
    }

    /** Two waves of six requests, by six threads; the server answers none before all six have come. */
    private void twelveRequests(Backend backend, RestTemplate template) throws Exception {
        CyclicBarrier wave = new CyclicBarrier(6);
        List<Future<?>> all = new ArrayList<>();
        for (int thread = 0; thread < 6; thread++) {
            all.add(threads.submit(() -> {
                for (int i = 0; i < 2; i++) {
                    wave.await();
                    assertThat(template.getForObject(backend.url("/six"), String.class))
                            .isEqualTo("six");
                }
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
    }

    @Test
    void twelveRequestsBySixThreadsOpenSevenConnections() throws Exception {
        Backend backend = shared();
        ConfigurableApplicationContext caller = caller();
        Told told = caller.getBean(Told.class);

        twelveRequests(backend, caller.getBean(RestTemplate.class));

        eventually(() -> {
            assertThat(told.opened).hasSize(7);
            assertThat(told.reused).hasSize(5);
            assertThat(told.closed).containsExactly(Retirement.IDLE_LIMIT, Retirement.IDLE_LIMIT);
        });
        assertThat(caller.getBean(HawserPools.class)
                        .get("default")
                        .connectionPool()
                        .idleConnectionCount())
                .isEqualTo(5);
        assertThat(backend.answers().clientPorts())
                .as("connections that the server saw")
                .hasSize(7);
        awaitOpen(backend, 5);

        MeterRegistry meters = caller.getBean(MeterRegistry.class);
        eventually(() -> assertMeters(meters, backend));
    }

    private static void assertMeters(MeterRegistry meters, Backend backend) {
        assertThat(value(meters, "hawser.pool.connections", "state", "idle")).isEqualTo(5);
        assertThat(value(meters, "hawser.pool.connections", "state", "active")).isZero();
        assertThat(value(meters, "hawser.pool.connections.opened")).isEqualTo(7);
        assertThat(value(meters, "hawser.pool.connections.closed", "reason", "idle_limit"))
                .isEqualTo(2);
        assertThat(value(meters, "hawser.pool.leases", "connection", "new")).isEqualTo(7);
        assertThat(value(meters, "hawser.pool.leases", "connection", "reused")).isEqualTo(5);
        assertThat(value(meters, "hawser.pool.pending")).isZero();
        assertThat(value(meters, "hawser.pool.max")).isNaN();
        assertThat(value(meters, "hawser.pool.requests.resent")).isZero();
        assertThat(meters.get("hawser.pool.acquire").timer().count()).isEqualTo(12);
        assertThat(meters.get("hawser.pool.acquire").timer().totalTime(TimeUnit.NANOSECONDS))
                .isPositive();
        assertThat(meters.get("http.client.open_connections")
                        .tag("server.address", "localhost")
                        .tag("server.port", backend.url("").substring("http://localhost:".length()))
                        .tag("http.connection.state", "idle")
                        .gauge()
                        .value())
                .isEqualTo(5);
        assertThat(meters.get("http.client.connection.duration").timer().count())
                .isEqualTo(2);
    }

    /** The server closes when it has heard of it, which is a moment after the client did. */
    private static void awaitOpen(Backend backend, int count) {
        while (backend.openConnections() != count) {
            assertThat(Thread.currentThread().isInterrupted())
                    .as("still %s open", backend.openConnections())
                    .isFalse();
            Thread.onSpinWait();
        }
    }

    private static double value(MeterRegistry meters, String name, String... tags) {
        return meters.get(name)
                .tag("pool", "default")
                .tags(tags)
                .meter()
                .measure()
                .iterator()
                .next()
                .getValue();
    }

    @Test
    void connectionsLeaveBeforeTheServerEndsThem() throws Exception {
        Backend backend =
                new Backend(kind, "--server.tomcat.keep-alive-timeout=1s", "--server.jetty.connection-idle-timeout=1s");
        open.add(backend);
        ConfigurableApplicationContext caller = caller();
        Told told = caller.getBean(Told.class);

        twelveRequests(backend, caller.getBean(RestTemplate.class));

        told.sevenClosed.await();
        assertThat(told.closed)
                .as("Tomcat says how long it keeps a connection, Jetty ends it")
                .endsWith(kind == Backend.Kind.TOMCAT ? Retirement.KEEP_ALIVE_EXPIRED : Retirement.PEER_CLOSED);
        awaitOpen(backend, 0);
    }

    @Test
    void aRequestInFlightIsAnsweredWhileTheApplicationStops() throws Exception {
        Backend backend = shared();
        ConfigurableApplicationContext caller = caller();
        RestClient rest = caller.getBean(RestClient.class);
        Told told = caller.getBean(Told.class);
        HawserPool pool = caller.getBean(HawserPools.class).get("default");
        Future<String> answer = threads.submit(
                () -> rest.get().uri(backend.url("/held")).retrieve().body(String.class));
        backend.answers().awaitHeld();
        rest.get().uri(backend.url("/text")).retrieve().toBodilessEntity();

        Future<?> stopped = threads.submit(caller::close);
        told.firstClosed.await();
        assertThat(stopped.isDone()).isFalse();
        backend.answers().release();

        assertThat(answer.get()).isEqualTo("held");
        stopped.get();
        assertThat(pool.connectionPool().connectionCount()).isZero();
        assertThat(told.closed).containsOnly(Retirement.SHUTDOWN);
    }

    @Test
    void aRequestThatTakesTooLongIsCutOffWhenTheApplicationStops() throws Exception {
        Backend backend = shared();
        ConfigurableApplicationContext caller = caller("--hawser.drain-timeout=50ms");
        RestClient rest = caller.getBean(RestClient.class);
        Future<Throwable> failure = threads.submit(() -> {
            try {
                rest.get().uri(backend.url("/held")).retrieve().toBodilessEntity();
                return null;
            } catch (ResourceAccessException e) {
                return e;
            }
        });
        backend.answers().awaitHeld();

        caller.close();

        assertThat(failure.get()).isInstanceOf(ResourceAccessException.class);
        backend.answers().release();
    }
}
