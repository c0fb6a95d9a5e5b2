package dev.hawser.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.hawser.Headers;
import dev.hawser.Protocol;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that others wrote, as they are installed; a test whose client is missing is skipped. */
final class Http2ForeignClientsTest {
    private final TestServer server = new TestServer();

    @TempDir
    private Path directory;

    @AfterEach
    void shutDown() {
        server.shutdown();
    }

    @Test
    void curlInTheClear() throws Exception {
        clear();
        server.enqueue(full());
        String output = run("curl", "-sSi", "--http2-prior-knowledge", "-d", "ahoy", url());
        assertThat(output).startsWith("HTTP/2 103").contains("HTTP/2 200", "tone: kind", "hello");
        RecordedRequest request = server.takeRequest();
        assertThat(request.bodyString()).isEqualTo("ahoy");
        assertThat(request.protocol()).isEqualTo(Protocol.H2_PRIOR_KNOWLEDGE);
        assertThat(server.protocolErrors()).isEmpty();
    }

    @Test
    void curlOverTls() throws Exception {
        server.useHttps(HandshakeCertificates.localhost());
        server.protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
        server.start();
        server.enqueue(full());
        assertThat(run("curl", "-sSik", "--http2", url())).contains("HTTP/2 200", "hello");
        assertThat(server.takeRequest().protocol()).isEqualTo(Protocol.HTTP_2);
        assertThat(server.protocolErrors()).isEmpty();
    }

    @Test
    void nghttpWithManyStreamsAndALargeBody() throws Exception {
        clear();
        byte[] large = new byte[500_000];
        Arrays.fill(large, (byte) 'x');
        MockResponse response = new MockResponse.Builder().body(large).build();
        server.handler(request -> response);
        assertThat(run("nghttp", "-nv", "-m", "20", url())).doesNotContain("not processed");
        assertThat(server.requestCount()).isEqualTo(20);
        assertThat(server.connectionCount()).isEqualTo(1);
        assertThat(server.protocolErrors()).isEmpty();
    }

    @Test
    void h2loadWithManyConnections() throws Exception {
        clear();
        server.handler(request -> MockResponse.of(200, "hello"));
        assertThat(run("h2load", "-n", "2000", "-c", "4", "-m", "16", url()))
                .contains("2000 succeeded, 0 failed, 0 errored");
        assertThat(server.requestCount()).isEqualTo(2000);
        assertThat(server.protocolErrors()).isEmpty();
    }

    private void clear() {
        server.protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
        server.start();
    }

    private String url() {
        return server.url("/").toString();
    }

    private static MockResponse full() {
        return new MockResponse.Builder()
                .addInformational(103, Headers.of("Link", "y"))
                .addHeader("Tone", "kind")
                .body("hello")
                .trailers(Headers.of("Digest", "x"))
                .build();
    }

    private String run(String... command) throws IOException, InterruptedException {
        boolean installed = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> new File(folder, command[0]).canExecute());
        if (!installed) {
            abort(command[0] + " is not installed");
        }
        Path output = directory.resolve("output");
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }
}
