package dev.hawser.testserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestServerExtensionTest {
    @RegisterExtension
    final TestServerExtension servers =
            new TestServerExtension(server -> server.handler(request -> MockResponse.of(201)));

    private final List<TestServer> seen = new ArrayList<>();

    @BeforeEach
    void remember(TestServer server) {
        assertThat(seen).doesNotContain(server);
        seen.add(server);
    }

    @RepeatedTest(2)
    void testGetsTheServerThatItsSetUpGotStartedAndSetUp(TestServer server) throws Exception {
        assertThat(server).isSameAs(seen.get(seen.size() - 1));
        try (RawClient client = new RawClient(server)) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readHead())
                    .startsWith("HTTP/1.1 201 ");
        }
    }

    @AfterEach
    void stillServes(TestServer server) throws Exception {
        try (RawClient client = new RawClient(server)) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readHead())
                    .startsWith("HTTP/1.1 201 ");
        }
    }

    @AfterAll
    void eachServerWasShutDown() {
        assertThat(seen).hasSize(2).allSatisfy(server -> {
            assertThat(server.connectionCount()).isEqualTo(2);
            assertThat(server.openConnectionCount()).isZero();
            try (TestServer next = new TestServer()) {
                next.start(server.port());
            }
        });
    }
}
