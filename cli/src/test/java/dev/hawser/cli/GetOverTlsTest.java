package dev.hawser.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.TestServer;
import org.junit.jupiter.api.Test;

final class GetOverTlsTest {
    @Test
    void aCertificateThatIsNotTrustedIsToldInOneLine() {
        try (TestServer server = new TestServer()) {
            server.useHttps(HandshakeCertificates.localhost());
            server.start();

            CommandRun run = CommandRun.of("get", server.url("/").toString());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.errLines()).hasSize(1);
            assertThat(run.err())
                    .startsWith("hawser: GET https://localhost:" + server.port() + "/: ")
                    .contains("unable to find valid certification path");
        }
    }
}
