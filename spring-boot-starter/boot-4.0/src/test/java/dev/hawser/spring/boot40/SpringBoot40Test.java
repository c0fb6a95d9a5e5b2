package dev.hawser.spring.boot40;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.HawserClient;
import dev.hawser.spring.HawserClientHttpRequestFactory;
import dev.hawser.spring.boot.HawserPools;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.ImportHttpServices;

/** The whole starter in an application of Spring Boot 4.0, which has neither handling of cookies nor an address filter. */
@Timeout(60)
class SpringBoot40Test {
    private final TestServer server = new TestServer();

    interface Knots {
        @GetExchange("/knots")
        String all();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @ImportHttpServices(group = "knots", types = Knots.class)
    static class App {}

    @BeforeEach
    void start() {
        server.start();
        server.handler(request -> MockResponse.of(200, request.path()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static ServletWebServerApplicationContext run(String... properties) {
        return (ServletWebServerApplicationContext) SpringApplication.run(App.class, properties);
    }

    @Test
    void itIsSpringBoot40() {
        assertThat(SpringBootVersion.getVersion()).startsWith("4.0.");
    }

    @Test
    void clientsPoolsEndpointAndMetersAreThere() {
        String url = server.url("").toString();
        try (ServletWebServerApplicationContext context = run(
                "--server.port=0",
                "--management.endpoints.web.exposure.include=*",
                "--spring.http.clients.connect-timeout=3s",
                "--spring.http.clients.redirects=dont-follow",
                "--spring.http.serviceclient.knots.base-url=" + url,
                "--hawser.pool.max-idle=8",
                "--hawser.pools.payments.max-idle=3",
                "--hawser.serviceclient.knots.pool=payments")) {
            ClientHttpRequestFactory factory = context.getBean(ClientHttpRequestFactory.class);
            HawserPools pools = context.getBean(HawserPools.class);
            RestClient rest = context.getBean(RestClient.Builder.class).build();

            assertThat(rest.get().uri(url + "a").retrieve().body(String.class)).isEqualTo("/a");
            assertThat(context.getBean(RestTemplateBuilder.class).build().getForObject(url + "b", String.class))
                    .isEqualTo("/b");
            assertThat(context.getBean(Knots.class).all()).isEqualTo("/knots");

            assertThat(factory).isInstanceOf(HawserClientHttpRequestFactory.class);
            HawserClient client = ((HawserClientHttpRequestFactory) factory).client();
            assertThat(client.connectTimeoutMillis()).isEqualTo(3_000);
            assertThat(client.followRedirects()).isFalse();
            assertThat(pools.get("default").connectionPool().connectionCount()).isEqualTo(1);
            assertThat(pools.get("payments").connectionPool().connectionCount()).isEqualTo(1);
            String actuator = "http://localhost:"
                    + Objects.requireNonNull(context.getWebServer()).getPort() + "/actuator";
            assertThat(rest.get().uri(actuator + "/hawserpools").retrieve().body(String.class))
                    .contains("\"payments\"")
                    .contains("\"max-idle\":8");
            assertThat(rest.get().uri(actuator + "/health").retrieve().body(String.class))
                    .contains("UP");
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            // Two requests each to the server and to the actuator.
            assertThat(leases(meters, "new")).isEqualTo(2);
            assertThat(leases(meters, "reused")).isEqualTo(2);
        }
    }

    private static double leases(MeterRegistry meters, String connection) {
        return meters.get("hawser.pool.leases")
                .tag("pool", "default")
                .tag("connection", connection)
                .counter()
                .count();
    }
}
