package dev.hawser.spring.boot;

import static dev.hawser.spring.boot.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.AddressFilter;
import dev.hawser.Connection;
import dev.hawser.ConnectionPoolListener;
import dev.hawser.CookieJar;
import dev.hawser.HawserClient;
import dev.hawser.MemoryCookieJar;
import dev.hawser.spring.HawserClientHttpRequestFactory;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.ImportHttpServices;

/** Hawser behind Spring Boot's own clients, set up by Boot's properties and its own. */
@Timeout(60)
class AutoConfigurationTest {
    private final TestServer server = new TestServer();
    private final ApplicationContextRunner boot = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SslAutoConfiguration.class,
                    HttpClientAutoConfiguration.class,
                    ImperativeHttpClientAutoConfiguration.class,
                    HttpServiceClientPropertiesAutoConfiguration.class,
                    RestClientAutoConfiguration.class,
                    RestTemplateAutoConfiguration.class,
                    HttpServiceClientAutoConfiguration.class,
                    HawserAutoConfiguration.class,
                    HawserServiceClientAutoConfiguration.class));

    @BeforeEach
    void start() {
        server.start();
        server.handler(request -> MockResponse.of(200, request.path()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String url(String path) {
        return server.url(path).toString();
    }

    private static HawserClient clientOf(ClientHttpRequestFactory factory) {
        assertThat(factory).isInstanceOf(HawserClientHttpRequestFactory.class);
        return ((HawserClientHttpRequestFactory) factory).client();
    }

    @Nested
    class BootsOwnClients {
        @Test
        void sendThroughOnePool() {
            boot.run(context -> {
                RestClient rest = context.getBean(RestClient.Builder.class).build();
                RestClient another = context.getBean(RestClient.Builder.class).build();
                var template = context.getBean(RestTemplateBuilder.class).build();

                assertThat(rest.get().uri(url("/a")).retrieve().body(String.class))
                        .isEqualTo("/a");
                assertThat(another.get().uri(url("/b")).retrieve().body(String.class))
                        .isEqualTo("/b");
                assertThat(template.getForObject(url("/c"), String.class)).isEqualTo("/c");

                assertThat(server.connectionCount()).isEqualTo(1);
                assertThat(context.getBean(HawserPools.class)
                                .get(HawserPools.DEFAULT)
                                .connectionPool()
                                .idleConnectionCount())
                        .isEqualTo(1);
            });
        }

        @Test
        void haveTheFactoryOfTheContext() {
            boot.run(context -> {
                HawserClient client = clientOf(context.getBean(ClientHttpRequestFactory.class));
                assertThat(client.connectionPool())
                        .isSameAs(context.getBean(HawserClient.class).connectionPool());
            });
        }

        @ParameterizedTest
        @ValueSource(strings = {"false", "off", "no"})
        void areLeftToBootIfItIsSwitchedOff(String off) {
            boot.withPropertyValues("hawser.enabled=" + off).run(context -> {
                assertThat(context).doesNotHaveBean(HawserPools.class);
                assertThat(context.getBean(ClientHttpRequestFactory.class))
                        .isNotInstanceOf(HawserClientHttpRequestFactory.class);
            });
        }

        @Test
        void areLeftToTheFactoryThatBootsPropertyChooses() {
            boot.withPropertyValues("spring.http.clients.imperative.factory=jdk")
                    .run(context -> {
                        assertThat(context).doesNotHaveBean(HawserPools.class);
                        assertThat(context.getBean(ClientHttpRequestFactory.class))
                                .isInstanceOf(JdkClientHttpRequestFactory.class);
                    });
        }

        @Test
        void areLeftToABuilderOfTheUsersOwn() {
            boot.withBean(ClientHttpRequestFactoryBuilder.class, ClientHttpRequestFactoryBuilder::jdk)
                    .run(context -> assertThat(context.getBean(ClientHttpRequestFactory.class))
                            .isInstanceOf(JdkClientHttpRequestFactory.class));
        }
    }

    @Nested
    class BootsProperties {
        @Test
        void setTimeoutsAndRedirects() {
            boot.withPropertyValues(
                            "spring.http.clients.connect-timeout=3s",
                            "spring.http.clients.read-timeout=4s",
                            "spring.http.clients.redirects=dont-follow")
                    .run(context -> {
                        HawserClient client = clientOf(context.getBean(ClientHttpRequestFactory.class));
                        assertThat(client.connectTimeoutMillis()).isEqualTo(3_000);
                        assertThat(client.readTimeoutMillis()).isEqualTo(4_000);
                        assertThat(client.followRedirects()).isFalse();
                    });
        }

        @Test
        void leaveHawsersDefaults() {
            boot.run(context -> {
                HawserClient client = clientOf(context.getBean(ClientHttpRequestFactory.class));
                assertThat(client.connectTimeoutMillis()).isEqualTo(10_000);
                assertThat(client.followRedirects()).isTrue();
                assertThat(client.cookieJar()).isSameAs(CookieJar.NO_COOKIES);
                assertThat(client.addressFilter()).isNull();
            });
        }

        @Test
        void switchCookiesOnAndOff() {
            boot.withPropertyValues("spring.http.clients.cookie-handling=enable")
                    .run(context -> assertThat(clientOf(context.getBean(ClientHttpRequestFactory.class))
                                    .cookieJar())
                            .isInstanceOf(MemoryCookieJar.class));
            MemoryCookieJar own = new MemoryCookieJar();
            ApplicationContextRunner withJar =
                    boot.withBean(HawserClientCustomizer.class, () -> (pool, client) -> client.cookieJar(own));
            withJar.withPropertyValues("spring.http.clients.cookie-handling=enable-when-possible")
                    .run(context -> assertThat(clientOf(context.getBean(ClientHttpRequestFactory.class))
                                    .cookieJar())
                            .isSameAs(own));
            withJar.withPropertyValues("spring.http.clients.cookie-handling=disable")
                    .run(context -> assertThat(clientOf(context.getBean(ClientHttpRequestFactory.class))
                                    .cookieJar())
                            .isSameAs(CookieJar.NO_COOKIES));
        }

        @Test
        void keepCookiesBetweenRequests() {
            server.handler(request -> request.path().equals("/set")
                    ? new MockResponse.Builder()
                            .addHeader("Set-Cookie", "knot=bowline")
                            .body("")
                            .build()
                    : MockResponse.of(200, String.valueOf(request.header("Cookie"))));
            boot.withPropertyValues("spring.http.clients.cookie-handling=enable")
                    .run(context -> {
                        RestClient rest =
                                context.getBean(RestClient.Builder.class).build();
                        rest.get().uri(url("/set")).retrieve().toBodilessEntity();

                        assertThat(rest.get().uri(url("/get")).retrieve().body(String.class))
                                .isEqualTo("knot=bowline");
                    });
        }

        @Test
        void takeTheAddressFilterOfTheContext() {
            boot.withBean(InetAddressFilter.class, InetAddressFilter::externalAddresses)
                    .run(context -> {
                        RestClient rest =
                                context.getBean(RestClient.Builder.class).build();

                        assertThatThrownBy(() ->
                                        rest.get().uri(url("/")).retrieve().toBodilessEntity())
                                .isInstanceOf(ResourceAccessException.class)
                                .hasMessageContaining("127.0.0.1");
                        assertThat(server.connectionCount()).isZero();
                    });
        }

        @Test
        void filterBesideTheClientsOwnFilter() {
            InetAddressFilter all = InetAddressFilter.all();
            boot.run(context -> {
                HawserClient client = new HawserClient.Builder()
                        .addressFilter(AddressFilter.PUBLIC_ONLY)
                        .build();
                HttpClientSettings settings = HttpClientSettings.defaults().withInetAddressFilter(all);
                HawserClient filtered = HawserClientHttpRequestFactoryBuilder.of(client)
                        .build(settings)
                        .client();

                AddressFilter filter = filtered.addressFilter();
                assertThat(filter).isNotNull().isNotSameAs(AddressFilter.PUBLIC_ONLY);
                assertThat(filter.allows(InetAddress.getLoopbackAddress())).isFalse();
                assertThat(filter)
                        .as("equal, so that connections are shared")
                        .isEqualTo(HawserClientHttpRequestFactoryBuilder.of(client)
                                .build(settings)
                                .client()
                                .addressFilter());
            });
        }
    }

    @Nested
    class Customizers {
        @Test
        void changeTheFactoryBuilder() {
            boot.withBean(BuilderCustomizer.class)
                    .run(context -> assertThat(clientOf(context.getBean(ClientHttpRequestFactory.class))
                                    .userAgent())
                            .isEqualTo("customized/1"));
        }

        @Test
        void changeEachPoolAndClientByItsName() {
            boot.withPropertyValues("hawser.pools.payments.max-idle=3")
                    .withBean(
                            HawserPoolCustomizer.class,
                            () -> (name, pool) -> pool.maxConnections(name.equals("payments") ? 7 : 9))
                    .withBean(
                            HawserClientCustomizer.class, () -> (name, client) -> client.userAgent("agent-of-" + name))
                    .run(context -> {
                        HawserPools pools = context.getBean(HawserPools.class);
                        assertThat(pools.get("payments")
                                        .connectionPool()
                                        .settings()
                                        .maxConnections())
                                .isEqualTo(7);
                        assertThat(pools.get("payments").client().userAgent()).isEqualTo("agent-of-payments");
                        assertThat(pools.get("default")
                                        .connectionPool()
                                        .settings()
                                        .maxConnections())
                                .isEqualTo(9);
                    });
        }

        @Test
        void doNotTakeEachOthersListeners() {
            Opened bean = new Opened();
            Opened customized = new Opened();
            Opened late = new Opened();
            boot.withBean("bean", ConnectionPoolListener.class, () -> bean)
                    .withBean(HawserPoolCustomizer.class, () -> (name, pool) -> pool.listener(customized))
                    .run(context -> {
                        context.getBean(HawserPools.class).get("default").addListener(late);
                        context.getBean(RestClient.Builder.class)
                                .build()
                                .get()
                                .uri(url("/"))
                                .retrieve()
                                .toBodilessEntity();

                        eventually(() -> {
                            assertThat(bean.count).hasValue(1);
                            assertThat(customized.count).hasValue(1);
                            assertThat(late.count).hasValue(1);
                        });
                    });
        }
    }

    @Test
    void aListenerThatThrowsKeepsNothingFromTheOthers() {
        RuntimeException fault = new IllegalStateException("a fault of the listener");
        List<Throwable> faults = new CopyOnWriteArrayList<>();
        Opened other = new Opened();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> faults.add(thrown));
        try {
            boot.withBean("broken", ConnectionPoolListener.class, () -> new ConnectionPoolListener() {
                        @Override
                        public void connectionOpened(Connection connection) {
                            throw fault;
                        }
                    })
                    .withBean("other", ConnectionPoolListener.class, () -> other)
                    .run(context -> assertThat(context.getBean(RestClient.Builder.class)
                                    .build()
                                    .get()
                                    .uri(url("/a"))
                                    .retrieve()
                                    .body(String.class))
                            .isEqualTo("/a"));
            eventually(() -> {
                assertThat(other.count).hasValue(1);
                assertThat(faults).contains(fault);
            });
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    static final class BuilderCustomizer
            implements ClientHttpRequestFactoryBuilderCustomizer<HawserClientHttpRequestFactoryBuilder> {
        @Override
        public HawserClientHttpRequestFactoryBuilder customize(HawserClientHttpRequestFactoryBuilder builder) {
            return builder.withClientCustomizer(client -> client.userAgent("customized/1"));
        }
    }

    private static final class Opened implements ConnectionPoolListener {
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public void connectionOpened(Connection connection) {
            count.incrementAndGet();
        }
    }

    interface Knots {
        @GetExchange("/knots")
        String all();
    }

    interface Sails {
        @GetExchange("/sails")
        String all();
    }

    @Configuration
    @ImportHttpServices(group = "knots", types = Knots.class)
    @ImportHttpServices(group = "sails", types = Sails.class)
    static class Services {
        @Bean
        String unused() {
            return "";
        }
    }

    @Configuration
    @ImportHttpServices(group = "tied-knots", types = Knots.class)
    static class TiedServices {}

    @Nested
    class NamedPools {
        private final ApplicationContextRunner named = boot.withPropertyValues(
                "hawser.pool.max-idle=8",
                "hawser.pool.keep-alive=2m",
                "hawser.pools.payments.max-idle=3",
                "hawser.pools.search.max-connections=20");

        @Test
        void takeFromTheDefaultOneWhatTheyDoNotSet() {
            named.run(context -> {
                HawserPools pools = context.getBean(HawserPools.class);
                assertThat(pools.all()).extracting(HawserPool::name).containsExactly("default", "payments", "search");
                assertThat(pools.get("payments").connectionPool().settings().maxIdleConnections())
                        .isEqualTo(3);
                assertThat(pools.get("search").connectionPool().settings().maxIdleConnections())
                        .isEqualTo(8);
                assertThat(pools.get("search").connectionPool().settings().keepAliveDuration())
                        .hasMinutes(2);
            });
        }

        @Test
        void areChosenByRestClientAndRestTemplate() {
            named.withPropertyValues("spring.http.clients.read-timeout=4s").run(context -> {
                HawserPools pools = context.getBean(HawserPools.class);
                RestClient payments = context.getBean(RestClient.Builder.class)
                        .apply(pools.use("payments"))
                        .build();
                var search = context.getBean(RestTemplateBuilder.class)
                        .requestFactoryBuilder(pools.requestFactoryBuilder("search"))
                        .build();
                payments.get().uri(url("/")).retrieve().toBodilessEntity();
                search.getForObject(url("/"), String.class);

                assertThat(server.connectionCount()).isEqualTo(2);
                assertThat(pools.get("payments").connectionPool().idleConnectionCount())
                        .isEqualTo(1);
                assertThat(pools.get("search").connectionPool().idleConnectionCount())
                        .isEqualTo(1);
                assertThat(pools.get("default").connectionPool().connectionCount())
                        .isZero();
                assertThat(clientOf(search.getRequestFactory()).readTimeoutMillis())
                        .isEqualTo(4_000);
            });
        }

        @Test
        void areChosenByGroupsOfServiceClients() {
            named.withUserConfiguration(Services.class)
                    .withPropertyValues(
                            "spring.http.serviceclient.knots.base-url=" + url(""),
                            "spring.http.serviceclient.sails.base-url=" + url(""),
                            "hawser.serviceclient.knots.pool=payments")
                    .run(context -> {
                        assertThat(context.getBean(Knots.class).all()).isEqualTo("/knots");
                        assertThat(context.getBean(Sails.class).all()).isEqualTo("/sails");

                        HawserPools pools = context.getBean(HawserPools.class);
                        assertThat(pools.get("payments").connectionPool().connectionCount())
                                .isEqualTo(1);
                        assertThat(pools.get("default").connectionPool().connectionCount())
                                .isEqualTo(1);
                    });
        }

        @ParameterizedTest
        @ValueSource(strings = {"knotts", "sailses"})
        void stopTheStartIfTheyAreChosenByAGroupThatDoesNotExist(String group) {
            named.withUserConfiguration(Services.class)
                    .withPropertyValues(
                            "hawser.serviceclient.knots.pool=payments",
                            "hawser.serviceclient." + group + ".pool=payments")
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                            .hasMessageContaining("hawser.serviceclient." + group + ".pool")
                            .hasMessageContaining("\"" + group + "\"")
                            .hasMessageContaining("there are [knots, sails]"));
        }

        @Test
        void areChosenByTheEnvironmentForAGroupWhoseNameItCannotSpell() {
            named.withUserConfiguration(TiedServices.class)
                    .withInitializer(context -> context.getEnvironment()
                            .getPropertySources()
                            .addFirst(new SystemEnvironmentPropertySource(
                                    "test-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                    Map.of("HAWSER_SERVICECLIENT_TIEDKNOTS_POOL", "payments"))))
                    .withPropertyValues("spring.http.serviceclient.tied-knots.base-url=" + url(""))
                    .run(context -> {
                        assertThat(context.getBean(Knots.class).all()).isEqualTo("/knots");
                        assertThat(context.getBean(HawserPools.class)
                                        .get("payments")
                                        .connectionPool()
                                        .connectionCount())
                                .isEqualTo(1);
                    });
        }

        @Test
        void keepTheSettingsThatBootHasForAGroup() {
            server.handler(request -> request.path().equals("/knots")
                    ? new MockResponse.Builder()
                            .code(302)
                            .addHeader("Location", "/elsewhere")
                            .body("here")
                            .build()
                    : MockResponse.of(200, "elsewhere"));
            named.withUserConfiguration(Services.class)
                    .withPropertyValues(
                            "spring.http.serviceclient.knots.base-url=" + url(""),
                            "spring.http.serviceclient.knots.redirects=dont-follow",
                            "hawser.serviceclient.knots.pool=payments")
                    .run(context ->
                            assertThat(context.getBean(Knots.class).all()).isEqualTo("here"));
        }

        @Test
        void thatDoNotExistAreNamed() {
            named.run(context -> assertThatIllegalArgumentException()
                    .isThrownBy(() -> context.getBean(HawserPools.class).use("paiments"))
                    .withMessageContaining("paiments")
                    .withMessageContaining("[default, payments, search]"));
        }
    }

    @Nested
    class WhenTheContextCloses {
        @Test
        void thePoolsAreClosed() {
            HawserPool[] seen = new HawserPool[1];
            boot.run(context -> {
                context.getBean(RestClient.Builder.class)
                        .build()
                        .get()
                        .uri(url("/"))
                        .retrieve()
                        .toBodilessEntity();
                seen[0] = context.getBean(HawserPools.class).get("default");
                assertThat(seen[0].connectionPool().idleConnectionCount()).isEqualTo(1);
            });

            assertThat(seen[0].connectionPool().connectionCount()).isZero();
        }

        @Test
        void thePoolsOfAnotherStayOpen() {
            boot.run(other -> {
                RestClient rest = other.getBean(RestClient.Builder.class).build();
                rest.get().uri(url("/a")).retrieve().toBodilessEntity();

                boot.run(context -> {
                    RestClient own = context.getBean(RestClient.Builder.class).build();
                    own.get().uri(url("/b")).retrieve().toBodilessEntity();
                });

                assertThat(rest.get().uri(url("/c")).retrieve().body(String.class))
                        .isEqualTo("/c");
                assertThat(server.connectionCount()).as("one of each context").isEqualTo(2);
            });
        }
    }
}
