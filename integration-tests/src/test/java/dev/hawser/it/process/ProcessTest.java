package dev.hawser.it.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hawser.Protocol;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a whole process does that uses the client. */
@Timeout(180)
class ProcessTest {
    private static final Set<String> OF_THE_NETWORK = Set.of(
            "read",
            "write",
            "readv",
            "writev",
            "recvfrom",
            "sendto",
            "recvmsg",
            "sendmsg",
            "poll",
            "ppoll",
            "epoll_wait",
            "epoll_ctl",
            "fcntl",
            "ioctl",
            "getsockopt",
            "setsockopt");

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private void start(Protocol protocol) {
        server.protocols(List.of(protocol));
        server.start();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "H2_PRIOR_KNOWLEDGE"})
    void anEnqueuedCallKeepsTheJvmAliveUntilItHasItsAnswerAndNotLonger(Protocol protocol) throws Exception {
        start(protocol);
        server.enqueue(MockResponse.of(200, "hello"));

        String output = ChildJvm.run(ChildJvm.command(
                List.of(), OneEnqueuedGet.class, server.url("/").toString(), protocol.name()));

        assertThat(output.lines()).containsExactly("main has ended", "answered: hello");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "H2_PRIOR_KNOWLEDGE"})
    void aProgramThatHasReadItsResponsesEndsThoughConnectionsAreIdle(Protocol protocol) throws Exception {
        start(protocol);
        server.enqueue(MockResponse.of(200, "hello"));

        assertThat(ChildJvm.run(ChildJvm.command(
                        List.of(), ManyGets.class, server.url("/").toString(), "1", protocol.name())))
                .isEmpty();
    }

    @Test
    void anExchangeOverAKeptConnectionIsTwoSystemCalls(@TempDir Path folder) throws Exception {
        assumeTrue(hasStrace(), "SKIPPED: the count of system calls needs strace, which is not installed");
        start(Protocol.HTTP_1_1);
        server.handler(request -> MockResponse.of(200, "Hello, world!"));

        long few = systemCalls(folder, 1_000);
        long many = systemCalls(folder, 3_000);

        double each = (many - few) / 2_000.0;
        System.out.println("ProcessTest: " + each + " system calls for each exchange");
        assertThat(each).isBetween(1.95, 2.1);
        assertThat(server.connectionCount()).isEqualTo(2);
    }

    private long systemCalls(Path folder, int exchanges) throws IOException, InterruptedException {
        Path table = folder.resolve("calls-" + exchanges);
        ChildJvm.run(ChildJvm.command(
                List.of("strace", "-f", "-c", "-o", table.toString()),
                ManyGets.class,
                server.url("/").toString(),
                Integer.toString(exchanges),
                Protocol.HTTP_1_1.name()));
        return Files.readAllLines(table).stream()
                .map(line -> line.trim().split("\\s+"))
                .filter(columns -> columns.length >= 5 && OF_THE_NETWORK.contains(columns[columns.length - 1]))
                .mapToLong(columns -> Long.parseLong(columns[3]))
                .sum();
    }

    private static boolean hasStrace() throws InterruptedException {
        try {
            return new ProcessBuilder("strace", "-V")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
