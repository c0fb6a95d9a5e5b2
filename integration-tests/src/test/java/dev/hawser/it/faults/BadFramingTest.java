package dev.hawser.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.testserver.BadFraming;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Responses whose end cannot be told. They are of HTTP/1.1: frames tell the end in HTTP/2 (RFC 9113, section 8.1). */
@Timeout(60)
class BadFramingTest {
    @ParameterizedTest
    @EnumSource
    void isRefusedAndItsConnectionGivenUp(BadFraming framing) throws IOException {
        try (TestServer server = new TestServer();
                HawserClient client = new HawserClient()) {
            MockResponse good = MockResponse.of(200, "rope");
            server.start();
            server.enqueue(good);
            server.enqueue(good.newBuilder().badFraming(framing).build());
            server.enqueue(good);

            assertThat(get(client, server)).isEqualTo("rope");
            assertThatThrownBy(() -> get(client, server)).isInstanceOfAny(ProtocolException.class, EOFException.class);
            assertThat(get(client, server)).isEqualTo("rope");
            assertThat(server.connectionCount()).isEqualTo(2);
        }
    }

    private static String get(HawserClient client, TestServer server) throws IOException {
        Request request = new Request.Builder().url(server.url("/")).build();
        try (Response response = client.newCall(request).execute()) {
            return response.body().string();
        }
    }
}
