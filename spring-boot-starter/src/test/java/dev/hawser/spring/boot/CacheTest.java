package dev.hawser.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Cache;
import dev.hawser.CacheStores;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.web.client.RestClient;

/** Responses that are kept, as the properties below {@code hawser.cache} have it. */
@Timeout(60)
class CacheTest {
    private final TestServer server = new TestServer();
    private final ApplicationContextRunner boot = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(HawserAutoConfiguration.class))
            .withPropertyValues("hawser.pools.payments.max-idle=3");

    @BeforeEach
    void start() {
        server.start();
        server.handler(request -> new MockResponse.Builder()
                .addHeader("Cache-Control", "max-age=60")
                .body("kept")
                .build());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void getByAPool(ApplicationContext context, String pool) {
        RestClient client = RestClient.builder()
                .apply(context.getBean(HawserPools.class).use(pool))
                .build();
        assertThat(client.get().uri(server.url("/").uri()).retrieve().body(String.class))
                .isEqualTo("kept");
    }

    @Test
    void thereAreNoneUnlessAPropertySaysSo() {
        boot.run(context -> {
            getByAPool(context, "default");
            getByAPool(context, "default");

            assertThat(context).doesNotHaveBean(Cache.class);
            assertThat(server.requestCount()).isEqualTo(2);
        });
    }

    @Test
    void areKeptInMemoryForTheClientsOfAllPools() {
        boot.withPropertyValues("hawser.cache.max-size=1MB").run(context -> {
            getByAPool(context, "default");
            getByAPool(context, "payments");

            assertThat(server.requestCount()).isEqualTo(1);
            assertThat(context.getBean(Cache.class).maxSize()).isEqualTo(1 << 20);
            assertThat(context.getBean(Cache.class).directory()).isNull();
        });
    }

    @Test
    void areKeptInAFolderBeyondTheEndOfTheApplication(@TempDir Path folder) {
        ApplicationContextRunner keeping = boot.withPropertyValues("hawser.cache.directory=" + folder);
        keeping.run(context -> {
            getByAPool(context, "default");
            assertThat(context.getBean(Cache.class).maxSize()).isEqualTo(100 << 20);
        });

        keeping.run(context -> getByAPool(context, "default"));

        assertThat(server.requestCount()).isEqualTo(1);
    }

    @Test
    void areInACacheThatClosesWithTheContext() {
        Cache[] seen = new Cache[1];
        boot.withPropertyValues("hawser.cache.max-size=1MB").run(context -> {
            seen[0] = context.getBean(Cache.class);
            assertThat(seen[0].isClosed()).isFalse();
        });

        assertThat(seen[0].isClosed()).isTrue();
    }

    @Test
    void areInTheUsersOwnCacheIfThereIsOne() {
        Cache own = new Cache(CacheStores.inMemory(10_000));
        boot.withBean(Cache.class, () -> own).run(context -> {
            getByAPool(context, "default");
            getByAPool(context, "default");

            assertThat(own.hitCount()).isEqualTo(1);
        });
    }

    @Test
    void areNotKeptByAClientThatIsCustomizedSo() {
        boot.withPropertyValues("hawser.cache.max-size=1MB")
                .withBean(HawserClientCustomizer.class, () -> (pool, client) -> {
                    if (pool.equals("payments")) {
                        client.cache(null);
                    }
                })
                .run(context -> {
                    getByAPool(context, "default");
                    getByAPool(context, "payments");

                    assertThat(server.requestCount()).isEqualTo(2);
                });
    }

    @Test
    void inAFolderThatIsNoneStopTheStart(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no folder");

        boot.withPropertyValues("hawser.cache.directory=" + file)
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasStackTraceContaining("hawser.cache.directory")
                        .hasStackTraceContaining(file.toString()));
    }
}
