package dev.hawser.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hawser.benchmarks.clients.Client;
import dev.hawser.benchmarks.clients.Contender;
import dev.hawser.benchmarks.clients.Contender.Getter;
import dev.hawser.benchmarks.load.LoadPlan;
import dev.hawser.benchmarks.load.LoadResult;
import dev.hawser.benchmarks.load.LoadRun;
import dev.hawser.benchmarks.server.Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every client does what it is compared by, in this JVM and in one of its own. */
@Timeout(60)
class ClientsTest {
    private static Server server;

    @BeforeAll
    static void startServer() throws Exception {
        server = Server.start(Server.Kind.JAVA, List.of());
    }

    @AfterAll
    static void endServer() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void getsTheBodyAgainAndAgain(Client client) throws Exception {
        URI url = server.url("127.0.0.1");
        try (Contender contender = client.open(10, false)) {
            Getter getter = contender.getter(url);
            for (int i = 0; i < 20; i++) {
                assertThat(getter.get()).isEqualTo("Hello, world!".length());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOOR", "HAWSER"})
    void aRunInAJvmOfItsOwnCountsRequestsAndSockets(Client client) throws Exception {
        LoadOptions options = new LoadOptions();
        LoadPlan plan = new LoadPlan(client, server.url("127.0.0.1"), false, 2, 20, 0.1, 0.1);

        LoadResult result = options.run(plan, server, List.of());

        assertThat(result.requests()).isPositive();
        assertThat(result.cpuNanos()).isPositive();
        // 50 idle ones that are not counted, 20 that are, 2 in use; the JVM may have one or two for itself.
        if (Files.isDirectory(Path.of("/proc/self/fd"))) {
            assertThat(result.sockets()).isBetween(72L, 76L);
        }
    }

    /** TLS is nginx's business here. */
    @ParameterizedTest
    @EnumSource(names = {"FLOOR", "HAWSER"})
    void aRunOverTlsTrustsTheServerAndHasItsIdleConnections(Client client) throws Exception {
        assumeThat(Server.Kind.best()).as("nginx is installed").isEqualTo(Server.Kind.NGINX);
        try (Server secure = Server.start(Server.Kind.NGINX_TLS, List.of(), 1 + LoadRun.FIRST_IDLE + 100)) {
            LoadPlan plan = new LoadPlan(client, secure.url("127.0.0.1"), false, 2, 100, 0.1, 0.1);

            LoadResult result = new LoadOptions().run(plan, secure, List.of());

            assertThat(plan.url().getScheme()).isEqualTo("https");
            assertThat(result.requests()).isPositive();
            assertThat(result.idleHeapBytes()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOOR", "HAWSER", "OKHTTP", "JDK", "JETTY"})
    void aRunOverHttp2CountsRequests(Client client) throws Exception {
        LoadResult result = runOverHttp2(client);

        assertThat(client.speaksHttp2()).isTrue();
        assertThat(result.requests()).isPositive();
    }

    @Test
    void eightThreadsOverHttp2ShareOneConnection() throws Exception {
        LoadResult result = runOverHttp2(Client.HAWSER);

        assumeThat(Files.isDirectory(Path.of("/proc/self/fd"))).isTrue();
        // The JVM may have some for itself.
        assertThat(result.sockets()).isBetween(1L, 5L);
    }

    private static LoadResult runOverHttp2(Client client) throws Exception {
        assumeThat(Server.Kind.best()).as("nginx is installed").isEqualTo(Server.Kind.NGINX);
        try (Server nginx = Server.start(Server.Kind.NGINX_HTTP2, List.of())) {
            LoadPlan plan = new LoadPlan(client, nginx.url("127.0.0.1"), true, 8, 0, 0.1, 0.1);
            return new LoadOptions().run(plan, nginx, List.of());
        }
    }
}
