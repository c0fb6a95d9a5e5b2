package dev.hawser.spring.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.ConnectionPool;
import dev.hawser.spring.boot.HawserPools;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an application's actuator shows, by HTTP. */
@Timeout(120)
class ActuatorTest {
    private static @Nullable ServletWebServerApplicationContext started;

    private final TestServer server = new TestServer();
    private final RestClient user = RestClient.create("http://localhost:"
            + Objects.requireNonNull(application().getWebServer()).getPort() + "/actuator");

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}

    @BeforeAll
    static void startApplication() {
        started = (ServletWebServerApplicationContext) SpringApplication.run(
                App.class,
                "--server.port=0",
                "--spring.autoconfigure.exclude="
                        + "org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration",
                "--management.endpoints.web.exposure.include=*",
                "--management.endpoint.health.show-details=always",
                "--hawser.pool.max-connections=20",
                "--hawser.pools.payments.max-idle=3",
                "--hawser.pools.payments.max-connections=7");
    }

    @AfterAll
    static void stopApplication() {
        application().close();
    }

    private static ServletWebServerApplicationContext application() {
        return Objects.requireNonNull(started);
    }

    @BeforeEach
    void startServer() {
        server.start();
        server.handler(request -> MockResponse.of(200, "text"));
    }

    @AfterEach
    void stopServer() {
        server.close();
        pool("default").evictAll();
    }

    private static ConnectionPool pool(String name) {
        return application().getBean(HawserPools.class).get(name).connectionPool();
    }

    private void callTheServer() {
        application()
                .getBean(RestClient.Builder.class)
                .build()
                .get()
                .uri(server.url("/text").uri())
                .retrieve()
                .toBodilessEntity();
    }

    private JsonNode read(String path) {
        return new JsonMapper().readTree(user.get().uri(path).retrieve().body(String.class));
    }

    private int status(HttpMethod method, String path) {
        return user.method(method)
                .uri(path)
                .exchange((request, response) -> response.getStatusCode().value());
    }

    @Test
    void theEndpointShowsThePools() {
        callTheServer();

        JsonNode pools = read("/hawserpools").get("pools");
        JsonNode pool = read("/hawserpools/default");

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
                .isEqualTo(server.hostName() + ":" + server.port());
        assertThat(status(HttpMethod.GET, "/hawserpools/none")).isEqualTo(404);
    }

    @Test
    void theEndpointHasConnectionsMadeAnew() {
        callTheServer();

        assertThat(status(HttpMethod.DELETE, "/hawserpools/default")).isEqualTo(204);
        callTheServer();

        assertThat(server.connectionCount()).isEqualTo(2);
    }

    @Test
    void theHealthShowsThePools() {
        JsonNode health = read("/health").get("components").get("hawserPools");
        JsonNode pools = health.get("components");

        assertThat(health.get("status").asString()).isEqualTo("UP");
        assertThat(pools.get("payments").get("details").get("max").asInt()).isEqualTo(7);
        assertThat(pools.get("default").get("details").get("idle").asInt()).isZero();
    }

    @Test
    void theHealthIsOutOfServiceWhileAPoolIsSuspended() {
        pool("payments").suspend();
        try {
            assertThat(status(HttpMethod.GET, "/health")).isEqualTo(503);
        } finally {
            pool("payments").resume();
        }
        assertThat(status(HttpMethod.GET, "/health")).isEqualTo(200);
    }
}
