package dev.hawser.cli.get;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class TraceOfTlsTest {
    @Test
    void versionSuiteAndSubjectAreTold() throws Exception {
        HandshakeCertificates certificates = HandshakeCertificates.localhost();
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream err = new PrintStream(written, true, StandardCharsets.UTF_8);
        KnownConnections known = new KnownConnections();
        try (TestServer server = new TestServer();
                HawserClient client = new HawserClient.Builder()
                        .sslContext(certificates.sslContext(), certificates.trustManager())
                        .eventListenerFactory(call -> new Trace(err, System::nanoTime, known))
                        .build()) {
            server.useHttps(certificates);
            server.start();
            server.enqueue(MockResponse.of(200));
            client.newCall(new Request.Builder().url(server.url("/")).build())
                    .execute()
                    .close();
        }

        assertThat(written.toString(StandardCharsets.UTF_8))
                .containsPattern("connect     127.0.0.1:\\d+\n")
                .containsPattern("tls         TLSv1\\.3, TLS_\\w+, \\S*CN=localhost");
    }
}
