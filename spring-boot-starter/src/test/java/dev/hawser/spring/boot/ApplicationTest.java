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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One Spring Boot application that calls another, with all that the starter adds. */
@Timeout(20)
@ParameterizedClass
@EnumSource(Backend.Kind.class)
class ApplicationTest {
    private final Backend.Kind kind;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(6);

    ApplicationTest(Backend.Kind kind) {
        this.kind = kind;
    }

    @AfterEach
    void stop() throws Exception {
        threads.shutdownNow();
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private Backend backend(String... properties) {
        Backend backend = new Backend(kind, properties);
        open.add(backend);
        return backend;
    }

    private ServletWebServerApplicationContext caller(String... properties) {
        String[] all = new String[properties.length + 3];
        all[0] = "--server.port=0";
        all[1] = Backend.NO_JETTY;
        all[2] = "--management.endpoints.web.exposure.include=*";
        System.arraycopy(properties, 0, all, 3, properties.length);
        ServletWebServerApplicationContext context =
                (ServletWebServerApplicationContext) SpringApplication.run(Caller.class, all);
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
                    wave.await(10, TimeUnit.SECONDS);
                    assertThat(template.getForObject(backend.url("/six"), String.class))
                            .isEqualTo("six");
                }
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void twelveRequestsBySixThreadsOpenSevenConnections() throws Exception {
        Backend backend = backend();
        ServletWebServerApplicationContext caller = caller();
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
        Backend backend = backend("--server.tomcat.keep-alive-timeout=2s", "--server.jetty.connection-idle-timeout=2s");
        ServletWebServerApplicationContext caller = caller();
        Told told = caller.getBean(Told.class);

        twelveRequests(backend, caller.getBean(RestTemplate.class));

        assertThat(told.sevenClosed.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(told.closed)
                .as("Tomcat says how long it keeps a connection, Jetty ends it")
                .endsWith(kind == Backend.Kind.TOMCAT ? Retirement.KEEP_ALIVE_EXPIRED : Retirement.PEER_CLOSED);
        awaitOpen(backend, 0);
    }

    @Test
    void theEndpointShowsThePools() {
        Backend backend = backend();
        ServletWebServerApplicationContext caller =
                caller("--hawser.pool.max-connections=20", "--hawser.pools.payments.max-idle=3");
        RestClient rest = caller.getBean(RestClient.class);
        rest.get().uri(backend.url("/text")).retrieve().toBodilessEntity();

        JsonNode pools = actuator(caller, "/hawserpools").get("pools");
        JsonNode pool = actuator(caller, "/hawserpools/default");

        assertThat(pools.propertyNames()).containsExactly("default", "payments");
        assertThat(pools.get("default").get("settings").get("max-connections").asInt())
                .isEqualTo(20);
        assertThat(pools.get("payments").get("settings").get("max-idle").asInt())
                .isEqualTo(3);
        assertThat(pools.get("default").get("settings").get("keep-alive").asString())
                .isEqualTo("5m");
        assertThat(pools.get("default").get("total").get("idle").asInt()).isEqualTo(1);
        assertThat(pools.get("default").has("connections")).isFalse();
        assertThat(pool.get("connections")).hasSize(1);
        assertThat(pool.get("connections").get(0).get("protocol").asString()).isEqualTo("http/1.1");
        assertThat(pool.get("connections").get(0).get("uses").asInt()).isEqualTo(1);
        assertThat(pool.get("addresses").get(0).get("address").asString())
                .isEqualTo(backend.url("").substring("http://".length()));
        assertThat(status(caller, HttpMethod.GET, "/hawserpools/none")).isEqualTo(404);
        assertThat(status(caller, HttpMethod.DELETE, "/hawserpools/default")).isEqualTo(204);
        rest.get().uri(backend.url("/text")).retrieve().toBodilessEntity();
        assertThat(backend.answers().clientPorts()).hasSize(2);
    }

    @Test
    void theHealthShowsThePools() {
        ServletWebServerApplicationContext caller =
                caller("--management.endpoint.health.show-details=always", "--hawser.pools.payments.max-connections=3");

        JsonNode health = actuator(caller, "/health").get("components").get("hawserPools");
        assertThat(health.get("status").asString()).isEqualTo("UP");
        assertThat(health.get("components")
                        .get("payments")
                        .get("details")
                        .get("max")
                        .asInt())
                .isEqualTo(3);
        assertThat(health.get("components")
                        .get("default")
                        .get("details")
                        .get("idle")
                        .asInt())
                .isZero();

        caller.getBean(HawserPools.class).get("payments").connectionPool().suspend();
        assertThat(status(caller, HttpMethod.GET, "/health")).isEqualTo(503);
    }

    private static String actuatorUrl(ServletWebServerApplicationContext caller, String path) {
        return "http://localhost:"
                + Objects.requireNonNull(caller.getWebServer()).getPort() + "/actuator" + path;
    }

    private static JsonNode actuator(ServletWebServerApplicationContext caller, String path) {
        String json = RestClient.create()
                .get()
                .uri(actuatorUrl(caller, path))
                .retrieve()
                .body(String.class);
        return new JsonMapper().readTree(json);
    }

    private static int status(ServletWebServerApplicationContext caller, HttpMethod method, String path) {
        return RestClient.create()
                .method(method)
                .uri(actuatorUrl(caller, path))
                .exchange((request, response) -> response.getStatusCode().value());
    }

    @Test
    void aRequestInFlightIsAnsweredWhileTheApplicationStops() throws Exception {
        Backend backend = backend();
        ServletWebServerApplicationContext caller = caller();
        RestClient rest = caller.getBean(RestClient.class);
        Told told = caller.getBean(Told.class);
        HawserPool pool = caller.getBean(HawserPools.class).get("default");
        Future<String> answer = threads.submit(
                () -> rest.get().uri(backend.url("/held")).retrieve().body(String.class));
        backend.answers().awaitHeld();
        rest.get().uri(backend.url("/text")).retrieve().toBodilessEntity();

        Future<?> stopped = threads.submit(caller::close);
        assertThat(told.firstClosed.await(20, TimeUnit.SECONDS))
                .as("the idle connection is closed")
                .isTrue();
        assertThat(stopped.isDone()).isFalse();
        backend.answers().release();

        assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("held");
        stopped.get(20, TimeUnit.SECONDS);
        assertThat(pool.connectionPool().connectionCount()).isZero();
        assertThat(told.closed).containsOnly(Retirement.SHUTDOWN);
    }

    @Test
    void aRequestThatTakesTooLongIsCutOffWhenTheApplicationStops() throws Exception {
        Backend backend = backend();
        ServletWebServerApplicationContext caller = caller("--hawser.drain-timeout=50ms");
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

        assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(ResourceAccessException.class);
        backend.answers().release();
    }
}
