package dev.hawser.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.SocketPolicy;
import dev.hawser.testserver.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class LoadTest {
    private static final Duration STALL = Duration.ofMillis(400);

    private final TestServer server = new TestServer();

    @BeforeEach
    void start() {
        server.handler(request -> MockResponse.of(200, "hello"));
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(server.protocolErrors()).isEmpty();
    }

    private CommandRun load(String... arguments) {
        List<String> all = new ArrayList<>(List.of("load"));
        all.addAll(List.of(arguments));
        all.add(server.url("/path").toString());
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static JsonNode json(CommandRun run) throws Exception {
        return new ObjectMapper().readTree(run.out());
    }

    /** Has the server answer its first request only after a while. */
    private void stallFirst() {
        AtomicInteger requests = new AtomicInteger();
        server.handler(request -> new MockResponse.Builder()
                .headersDelay(requests.getAndIncrement() == 0 ? STALL : Duration.ZERO)
                .build());
    }

    @Nested
    final class ClosedModel {
        @Test
        void asManyRequestsAreSentAsWishedOverAsManyConnections() throws Exception {
            CommandRun run = load("-c", "4", "-n", "50", "--json");

            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
            JsonNode root = json(run);
            assertThat(root.get("request").asText()).isEqualTo("GET " + server.url("/path"));
            assertThat(root.get("model").asText()).isEqualTo("closed");
            assertThat(root.get("ending").asText()).isEqualTo("complete");
            assertThat(root.get("answered").asInt()).isEqualTo(50);
            assertThat(root.get("failed").asInt()).isZero();
            assertThat(root.get("bodyBytes").asInt()).isEqualTo(250);
            assertThat(root.get("statuses").toString()).isEqualTo("{\"200\":50}");
            assertThat(root.at("/latencyMicros/from").asText()).isEqualTo("begun");
            assertThat(root.at("/latencyMicros/p50").asDouble())
                    .isPositive()
                    .isLessThanOrEqualTo(root.at("/latencyMicros/max").asDouble());
            assertThat(server.requestCount()).isEqualTo(50);
        }

        @Test
        void connectionsAreCountedAsTheServerCountsThem() throws Exception {
            JsonNode pool = json(load("-c", "1", "-n", "50", "--json")).get("connections");

            assertThat(server.connectionCount()).isOne();
            assertThat(pool.toString())
                    .isEqualTo("{\"opened\":1,\"reused\":49,\"retired\":0,\"retiredBy\":{},\"open\":1}");
        }

        @Test
        void aDurationEndsIt() throws Exception {
            JsonNode root = json(load("-c", "2", "-d", "0.2", "--json"));

            assertThat(root.get("seconds").asDouble()).isGreaterThanOrEqualTo(0.2);
            assertThat(root.get("answered").asInt()).isPositive().isEqualTo(server.requestCount());
            assertThat(root.at("/plan/seconds").asDouble()).isEqualTo(0.2);
        }

        @Test
        void aStallIsOneLongLatency() throws Exception {
            stallFirst();

            JsonNode latency = json(load("-c", "1", "-n", "20", "--json")).get("latencyMicros");

            assertThat(latency.get("max").asDouble()).isGreaterThanOrEqualTo(STALL.toMillis() * 1000.0);
            assertThat(latency.get("min").asDouble())
                    .isLessThan(latency.get("max").asDouble());
        }

        @Test
        void endedConnectionsAreToldByReason() throws Exception {
            server.handler(request ->
                    new MockResponse.Builder().addHeader("Connection", "close").build());

            JsonNode pool = json(load("-c", "1", "-n", "5", "--json")).get("connections");

            assertThat(pool.get("retiredBy").toString()).isEqualTo("{\"CONNECTION_CLOSE\":5}");
            assertThat(pool.get("reused").asInt()).isZero();
        }

        @Test
        void theWarmUpIsNotCounted() throws Exception {
            JsonNode root = json(load("-c", "1", "-n", "5", "--warm-up", "0.05", "--json"));

            assertThat(root.get("answered").asInt()).isEqualTo(5);
            assertThat(server.requestCount()).isGreaterThan(5);
            assertThat(root.at("/connections/opened").asInt()).isOne();
        }
    }

    @Nested
    final class OpenModel {
        @Test
        void requestsAreBegunAtTheirRate() throws Exception {
            JsonNode root = json(load("-c", "4", "-n", "20", "-r", "100", "--json"));

            assertThat(root.get("model").asText()).isEqualTo("open");
            assertThat(root.get("answered").asInt()).isEqualTo(20);
            assertThat(root.get("seconds").asDouble())
                    .as("the last one is due then")
                    .isGreaterThanOrEqualTo(0.19);
            assertThat(root.at("/latencyMicros/from").asText()).isEqualTo("due");
        }

        @Test
        void aStallIsInTheLatencyOfAllThatHadToWaitForIt() throws Exception {
            stallFirst();

            JsonNode root = json(load("-c", "1", "-n", "20", "-r", "1000", "--json"));

            assertThat(root.get("answered").asInt()).isEqualTo(20);
            double lastDueMicros = 19_000;
            assertThat(root.at("/latencyMicros/min").asDouble())
                    .isGreaterThanOrEqualTo(STALL.toMillis() * 1000 * 0.999 - lastDueMicros);
        }

        @Test
        void whatWasDueAndNotSentIsToldAndAFailure() throws Exception {
            stallFirst();

            CommandRun run = load("-c", "1", "-d", "0.2", "-r", "100");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out())
                    .contains("requests     1 answered in ")
                    .contains("not sent     19 requests that were due, as all connections were busy");
        }
    }

    @Nested
    final class RequestsThatAreSent {
        @Test
        void methodHeadersAndDataAreAsGiven() throws InterruptedException {
            assertThat(load("-n", "1", "-X", "PUT", "-H", "X-Rope: hemp", "--data", "a=1")
                            .exitCode())
                    .isZero();

            RecordedRequest request = server.takeRequest();
            assertThat(request.requestLine()).isEqualTo("PUT /path HTTP/1.1");
            assertThat(request.header("X-Rope")).isEqualTo("hemp");
            assertThat(request.bodyString()).isEqualTo("a=1");
        }

        @Test
        void redirectsAreAnswers() throws Exception {
            server.handler(request -> new MockResponse.Builder()
                    .code(302)
                    .addHeader("Location", "/elsewhere")
                    .build());

            assertThat(json(load("-n", "3", "--json")).get("statuses").toString())
                    .isEqualTo("{\"302\":3}");
        }
    }

    @Nested
    final class FailuresOfRequests {
        @Test
        void eachIsCountedByItsCause() throws Exception {
            AtomicInteger requests = new AtomicInteger();
            server.handler(request -> requests.incrementAndGet() % 2 == 0
                    ? MockResponse.of(503)
                    : new MockResponse.Builder()
                            .body("x".repeat(1000))
                            .socketPolicy(SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY)
                            .build());

            CommandRun run = load("-c", "1", "-n", "10", "--json");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(json(run).get("statuses").toString()).isEqualTo("{\"503\":5}");
            assertThat(json(run).get("errors").toString()).isEqualTo("{\"connection ended early\":5}");
        }

        @Test
        void aRequestThatTakesTooLongIsATimeout() throws Exception {
            server.handler(request -> new MockResponse.Builder()
                    .socketPolicy(SocketPolicy.NO_RESPONSE)
                    .build());

            assertThat(json(load("-c", "1", "-n", "2", "--timeout", "0.05", "--json"))
                            .get("errors")
                            .toString())
                    .isEqualTo("{\"timeout\":2}");
        }

        @Test
        void aServerThatIsNotThereIsSoonGivenUp() throws Exception {
            CommandRun run = CommandRun.of("load", "-d", "60", "--json", "http://127.0.0.1:1/");

            assertThat(run.exitCode()).isEqualTo(1);
            JsonNode root = json(run);
            assertThat(root.get("ending").asText()).isEqualTo("given_up");
            assertThat(root.get("answered").asInt()).isZero();
            assertThat(root.at("/errors/connection refused").asInt()).isGreaterThanOrEqualTo(100);
        }

        @Test
        void aWarmUpInVainIsTheEnd() {
            CommandRun run = CommandRun.of("load", "--warm-up", "60", "http://127.0.0.1:1/");

            assertThat(run).isEqualTo(new CommandRun(1, "", "hawser: load: the warm-up was given up\n"));
        }

        @Test
        void anOutputThatIsClosedIsToldInOneLine() {
            CommandRun run = CommandRun.to(
                    new ClosedOutput(), "", "load", "-n", "1", server.url("/").toString());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.errLines()).containsExactly("hawser: cannot write to the standard output: Broken pipe");
        }
    }

    @Test
    void anInterruptedProcessPrintsWhatWasMeasuredSoFar() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        server.handler(request -> requests.incrementAndGet() <= 5
                ? MockResponse.of(200)
                : new MockResponse.Builder()
                        .socketPolicy(SocketPolicy.NO_RESPONSE)
                        .build());
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.hawser.cli.Main",
                        "load",
                        "-c",
                        "2",
                        server.url("/").toString())
                .redirectErrorStream(true)
                .start();
        for (int i = 0; i < 7; i++) {
            assertThat(server.takeRequest(30, TimeUnit.SECONDS)).isNotNull();
        }

        process.toHandle().destroy();

        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(out)
                .contains("requests     5 answered in ", "/s, interrupted; 2 under way were cut off\n")
                .contains("errors       none\n", "2 CANCELED");
    }
}
