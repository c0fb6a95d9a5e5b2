package dev.hawser.testserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

final class TestServerTest {
    @Test
    void requestIsAnsweredWithTheResponseEnqueuedAndCanBeTaken() throws Exception {
        try (TestServer server = new TestServer()) {
            server.start();
            server.enqueue(MockResponse.of(200, "hello"));
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(
                                            server.url("/greeting?to=you").uri())
                                    .version(HttpClient.Version.HTTP_1_1)
                                    .POST(HttpRequest.BodyPublishers.ofString("ahoy"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(response.body()).isEqualTo("hello");
            RecordedRequest request = server.takeRequest();
            assertThat(request.path()).isEqualTo("/greeting?to=you");
            assertThat(request.bodyString()).isEqualTo("ahoy");
            assertThat(server.protocolErrors()).isEmpty();
        }
    }
}
