package dev.hawser.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.AddressFilter;
import dev.hawser.Authenticator;
import dev.hawser.ConnectionPool;
import dev.hawser.ConnectionPoolSettings;
import dev.hawser.HawserClient;
import dev.hawser.Protocol;
import dev.hawser.ResponseLimits;
import dev.hawser.ReuseOrder;
import dev.hawser.SocksSettings;
import dev.hawser.Spread;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What each property does, and what happens to a wrong one. */
@Timeout(60)
class PropertiesTest {
    private final ApplicationContextRunner boot =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HawserAutoConfiguration.class));

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(HawserAutoConfiguration.class)
    static class App {}

    /** A property for each component of the pool's settings, with a value that is not its default. */
    private static final String[] ALL_OF_THE_POOL = {
        "max-idle=31",
        "max-idle-per-address=11",
        "keep-alive=61s",
        "keep-alive-without-hint=17s",
        "keep-alive-without-hint-by-proxy=19s",
        "max-connections=101",
        "max-connections-per-address=51",
        "max-waiters=41",
        "acquire-timeout=1500ms",
        "max-concurrent-dials=3",
        "max-lifetime=11m",
        "lifetime-jitter=0.25",
        "max-requests-per-connection=1001",
        "min-idle-per-address=2",
        "max-streams-per-connection=77",
        "max-multiplexed-connections-per-address=6",
        "validate-after-inactivity=5ms",
        "reuse-order=round-robin",
        "address-refresh=31s",
        "spread=fewest-connections",
        "leak-stacks=true",
        "leak-detection-threshold=21s"
    };

    private static String[] below(String prefix, String... properties) {
        return Arrays.stream(properties).map(property -> prefix + property).toArray(String[]::new);
    }

    private static void assertAllSet(ConnectionPoolSettings settings, String name) {
        assertThat(settings)
                .usingRecursiveComparison()
                .ignoringFields("listener")
                .isEqualTo(new ConnectionPoolSettings(
                        name,
                        31,
                        11,
                        Duration.ofSeconds(61),
                        Duration.ofSeconds(17),
                        Duration.ofSeconds(19),
                        101,
                        51,
                        41,
                        Duration.ofMillis(1500),
                        3,
                        Duration.ofMinutes(11),
                        0.25,
                        1001,
                        2,
                        77,
                        6,
                        Duration.ofMillis(5),
                        ReuseOrder.ROUND_ROBIN,
                        Duration.ofSeconds(31),
                        Spread.FEWEST_CONNECTIONS,
                        true,
                        Duration.ofSeconds(21),
                        null));
    }

    @Nested
    class OfThePool {
        @Test
        void thereIsOneForEachSetting() {
            assertThat(PoolProperties.class.getRecordComponents())
                    .as("all settings but name and listener")
                    .hasSize(ConnectionPoolSettings.class.getRecordComponents().length - 2)
                    .hasSize(ALL_OF_THE_POOL.length);
        }

        @Test
        void setTheDefaultPool() {
            boot.withPropertyValues(below("hawser.pool.", ALL_OF_THE_POOL))
                    .run(context -> assertAllSet(
                            context.getBean(HawserPools.class)
                                    .get("default")
                                    .connectionPool()
                                    .settings(),
                            "default"));
        }

        @Test
        void setANamedPool() {
            boot.withPropertyValues(below("hawser.pools.payments.", ALL_OF_THE_POOL))
                    .run(context -> assertAllSet(
                            context.getBean(HawserPools.class)
                                    .get("payments")
                                    .connectionPool()
                                    .settings(),
                            "payments"));
        }

        @Test
        void areThoseOfThePoolIfNothingIsSet() {
            boot.run(context -> assertThat(context.getBean(HawserPools.class)
                            .get("default")
                            .connectionPool()
                            .settings())
                    .usingRecursiveComparison()
                    .ignoringFields("listener")
                    .isEqualTo(new ConnectionPool().settings()));
        }
    }

    @Nested
    class OfTheClient {
        @Test
        void setIt() {
            boot.withPropertyValues(below(
                            "hawser.client.",
                            "call-timeout=40s",
                            "write-timeout=7s",
                            "ping-interval=3s",
                            "expect-continue-timeout=2s",
                            "retry-on-connection-failure=false",
                            "follow-ssl-redirects=false",
                            "fast-fallback=false",
                            "protocols=http-1-1",
                            "user-agent=knots/1",
                            "local-address=127.0.0.1",
                            "public-addresses-only=true",
                            "tunnels-cleartext=true",
                            "max-requests=10",
                            "max-requests-per-host=4",
                            "limits.head-size=32KB",
                            "limits.field-count=50",
                            "limits.line-size=4KB",
                            "limits.drain-size=1MB",
                            "limits.drain-time=20ms",
                            "limits.expansion=30"))
                    .run(context -> {
                        HawserClient client = context.getBean(HawserClient.class);
                        assertThat(client.callTimeoutMillis()).isEqualTo(40_000);
                        assertThat(client.writeTimeoutMillis()).isEqualTo(7_000);
                        assertThat(client.pingIntervalMillis()).isEqualTo(3_000);
                        assertThat(client.expectContinueTimeout()).hasSeconds(2);
                        assertThat(client.retryOnConnectionFailure()).isFalse();
                        assertThat(client.followSslRedirects()).isFalse();
                        assertThat(client.fastFallback()).isFalse();
                        assertThat(client.protocols()).containsExactly(Protocol.HTTP_1_1);
                        assertThat(client.userAgent()).isEqualTo("knots/1");
                        assertThat(client.localAddress()).isEqualTo(InetAddress.getByName("127.0.0.1"));
                        assertThat(client.addressFilter()).isSameAs(AddressFilter.PUBLIC_ONLY);
                        assertThat(client.tunnelsCleartext()).isTrue();
                        assertThat(client.dispatcher().getMaxRequests()).isEqualTo(10);
                        assertThat(client.dispatcher().getMaxRequestsPerHost()).isEqualTo(4);
                        assertThat(client.responseLimits())
                                .isEqualTo(new ResponseLimits(32_768, 50, 4_096, 1 << 20, Duration.ofMillis(20), 30));
                    });
        }

        @Test
        void setAProxyWithItsCredentials() {
            boot.withPropertyValues(below(
                            "hawser.client.proxy.",
                            "type=socks",
                            "host=proxy.example",
                            "port=1080",
                            "username=jack",
                            "password=tar"))
                    .run(context -> {
                        HawserClient client = context.getBean(HawserClient.class);
                        assertThat(client.proxy())
                                .isEqualTo(new Proxy(
                                        Proxy.Type.SOCKS, InetSocketAddress.createUnresolved("proxy.example", 1080)));
                        assertThat(client.socks()).isEqualTo(SocksSettings.version5("jack", "tar"));
                    });
            boot.withPropertyValues(below("hawser.client.proxy.", "host=proxy.example", "port=3128", "username=jack"))
                    .run(context -> {
                        HawserClient client = context.getBean(HawserClient.class);
                        assertThat(client.proxy())
                                .isEqualTo(new Proxy(
                                        Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.example", 3128)));
                        assertThat(client.proxyAuthenticator()).isNotSameAs(Authenticator.NONE);
                    });
            boot.withPropertyValues("hawser.client.proxy.type=direct")
                    .run(context -> assertThat(
                                    context.getBean(HawserClient.class).proxy())
                            .isEqualTo(Proxy.NO_PROXY));
        }

        @Test
        void setAUnixDomainSocket() {
            boot.withPropertyValues("hawser.client.unix-domain-socket=/run/knots.sock")
                    .run(context -> assertThat(
                                    context.getBean(HawserClient.class).socketFactory())
                            .isNotNull());
        }

        @Test
        void sayHowRequestBodiesAreSent() {
            boot.withPropertyValues("hawser.client.buffer-request-body=true", "hawser.client.chunk-size=8KB")
                    .run(context -> assertThat(context).hasNotFailed());
            boot.withPropertyValues("hawser.client.chunk-size=0B")
                    .run(context -> assertThat(context)
                            .hasFailed()
                            .getFailure()
                            .hasStackTraceContaining("hawser.client.chunk-size"));
        }
    }

    /** What an operator reads when the application does not start. */
    @Nested
    @ExtendWith(OutputCaptureExtension.class)
    class AWrongOne {
        private void start(String... properties) {
            SpringApplication application = new SpringApplication(App.class);
            application.setWebApplicationType(WebApplicationType.NONE);
            assertThatThrownBy(() -> {
                        try (ConfigurableApplicationContext started = application.run(
                                Arrays.stream(properties).map(p -> "--" + p).toArray(String[]::new))) {
                            assertThat(started).isNull();
                        }
                    })
                    .isInstanceOf(RuntimeException.class);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "hawser.pool.max-connections          | 0   | maxConnections must be at least 1: 0",
                    "hawser.pool.max-idle                 | -1  | maxIdleConnections must be at least 0: -1",
                    "hawser.pool.lifetime-jitter          | 2   | lifetimeJitter must be from 0 to 1: 2.0",
                    "hawser.pool.keep-alive               | 0s  | keepAliveDuration <= 0: PT0S",
                    "hawser.pools.payments.max-waiters    | -3  | maxWaiters must be at least 0: -3",
                    "hawser.drain-timeout                 | -1s | must not be negative",
                    "hawser.metrics.max-addresses         | -1  | must not be negative",
                    "hawser.cache.max-size                | 0B  | must be at least 1 byte",
                    "hawser.client.call-timeout           | -1s | callTimeout < 0",
                    "hawser.client.max-requests           | 0   | maxRequests must be at least 1: 0",
                    "hawser.client.protocols              | h2-prior-knowledge,http-2 | ",
                    "hawser.client.limits.field-count     | 0   | fieldCount must be at least 1: 0",
                    "hawser.client.proxy.port             | 80  | must be a host",
                    "hawser.serviceclient.knots.pool      | x   | there are [default]",
                    "hawser.pools.default.max-idle        | 1   | hawser.pool",
                })
        void stopsTheStartAndIsNamed(String property, String value, String reason, CapturedOutput output) {
            start(property + "=" + value);

            assertThat(output)
                    .contains("APPLICATION FAILED TO START")
                    .contains("Action:")
                    .contains("configuration property '" + family(property) + "'")
                    .contains(reason == null ? "" : reason);
        }

        /** The property that is at fault if another one is set alone. */
        private static String family(String property) {
            return switch (property) {
                case "hawser.client.proxy.port" -> "hawser.client.proxy.host";
                case "hawser.pools.default.max-idle" -> "hawser.pools";
                default -> property;
            };
        }

        @ParameterizedTest
        @CsvSource({
            "hawser.pool.max-connections,many",
            "hawser.pool.keep-alive,soon",
            "hawser.pool.reuse-order,any",
            "hawser.enabled,perhaps"
        })
        void thatIsOfAnotherTypeStopsTheStart(String property, String value, CapturedOutput output) {
            start(property + "=" + value);

            assertThat(output)
                    .contains("APPLICATION FAILED TO START")
                    .contains("Failed to bind properties under '" + property + "'")
                    .contains("Value: \"" + value + "\"");
        }

        @Test
        void thatIsMisspeltStopsTheStart(CapturedOutput output) {
            start("spring.config.location=classpath:/misspelt.yml");

            assertThat(output)
                    .contains("APPLICATION FAILED TO START")
                    .contains("hawser.pool.max-conections")
                    .contains("misspelt.yml");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "hawser.pool.min-idle-per-address=9 | hawser.pool.max-idle=5 |",
                    "hawser.pool.min-idle-per-address=9 | hawser.pool.max-idle=4 | x",
                    "hawser.pool.min-idle-per-address=3 | hawser.pool.max-idle-per-address=2 | x",
                    "hawser.pool.min-idle-per-address=3 | hawser.pool.max-connections=2 | x",
                    "hawser.pool.min-idle-per-address=3 | hawser.pool.max-connections-per-address=2 | x",
                    "hawser.pools.payments.min-idle-per-address=3 | hawser.pool.max-connections=2 | x",
                    "hawser.pool.keep-alive-without-hint=2m | hawser.pool.keep-alive=1m | x",
                    "hawser.client.local-address=127.0.0.1 | hawser.client.unix-domain-socket=/run/x | x",
                    "hawser.client.proxy.type=direct | hawser.client.proxy.host=a | x",
                    "hawser.enabled=true | spring.http.clients.imperative.factory=jetty | x",
                })
        void thatContradictsAnotherStopsTheStartAndBothAreNamed(
                String one, String other, String otherGiven, CapturedOutput output) {
            if (otherGiven == null) {
                start(one);
            } else {
                start(one, other);
            }

            String property = one.substring(0, one.indexOf('='));
            String second = other.substring(0, other.indexOf('='));
            assertThat(output)
                    .contains("APPLICATION FAILED TO START")
                    .contains("Two properties contradict each other: " + property + " is ")
                    .contains(second + " is ")
                    .contains(property + ": from ")
                    .contains(second + (otherGiven == null ? ": not set" : ": from "));
        }
    }

    /** What editors read. */
    @Nested
    class TheMetadata {
        private Map<String, JsonNode> properties() throws Exception {
            Map<String, JsonNode> properties = new TreeMap<>();
            try (InputStream in =
                    HawserProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
                new JsonMapper()
                        .readTree(in)
                        .get("properties")
                        .forEach(property -> properties.put(property.get("name").asString(), property));
            }
            return properties;
        }

        @Test
        void describesEveryPropertyOfPoolAndClient() throws Exception {
            assertThat(properties().keySet())
                    .containsAll(Arrays.stream(ALL_OF_THE_POOL)
                            .map(property -> "hawser.pool." + property.substring(0, property.indexOf('=')))
                            .toList())
                    .contains(
                            "hawser.client.call-timeout",
                            "hawser.client.proxy.host",
                            "hawser.cache.directory",
                            "hawser.cache.max-size",
                            "hawser.pools");
            assertThat(properties().values()).allSatisfy(property -> {
                assertThat(property.get("type")).as("type of %s", property).isNotNull();
                assertThat(property.get("description").asString())
                        .as("description of %s", property)
                        .endsWith(".");
            });
        }

        private static String asProperty(JsonNode value) {
            List<String> values = new ArrayList<>();
            if (value.isArray()) {
                value.forEach(each -> values.add(each.asString()));
            } else {
                values.add(value.asString());
            }
            return String.join(",", values);
        }

        @Test
        void namesTheDefaultsThatHold() throws Exception {
            ApplicationContextRunner asDocumented = boot;
            for (JsonNode property : properties().values()) {
                JsonNode value = property.get("defaultValue");
                if (value != null && !property.get("name").asString().endsWith("proxy.type")) {
                    asDocumented =
                            asDocumented.withPropertyValues(property.get("name").asString() + "=" + asProperty(value));
                }
            }
            asDocumented.run(context -> {
                HawserClient client = context.getBean(HawserClient.class);
                HawserClient plain = new HawserClient();
                assertThat(client.connectionPool().settings())
                        .usingRecursiveComparison()
                        .ignoringFields("listener")
                        .isEqualTo(plain.connectionPool().settings());
                assertThat(client.responseLimits()).isEqualTo(plain.responseLimits());
                assertThat(client.writeTimeoutMillis()).isEqualTo(plain.writeTimeoutMillis());
                assertThat(client.pingIntervalMillis()).isEqualTo(plain.pingIntervalMillis());
                assertThat(client.expectContinueTimeout()).isEqualTo(plain.expectContinueTimeout());
                assertThat(client.retryOnConnectionFailure()).isEqualTo(plain.retryOnConnectionFailure());
                assertThat(client.followSslRedirects()).isEqualTo(plain.followSslRedirects());
                assertThat(client.fastFallback()).isEqualTo(plain.fastFallback());
                assertThat(client.protocols()).isEqualTo(plain.protocols());
                assertThat(client.tunnelsCleartext()).isEqualTo(plain.tunnelsCleartext());
                assertThat(client.dispatcher().getMaxRequests())
                        .isEqualTo(plain.dispatcher().getMaxRequests());
                assertThat(client.dispatcher().getMaxRequestsPerHost())
                        .isEqualTo(plain.dispatcher().getMaxRequestsPerHost());
            });
        }
    }
}
