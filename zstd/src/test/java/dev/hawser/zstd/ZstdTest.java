package dev.hawser.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.hawser.CompressionInterceptor;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.ResponseLimits;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import dev.hawser.testserver.TestServerExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestServerExtension.class)
class ZstdTest {
    private final HawserClient client = client(ResponseLimits.DEFAULT);

    private static HawserClient client(ResponseLimits limits) {
        return new HawserClient.Builder()
                .addInterceptor(new CompressionInterceptor(limits, Zstd.INSTANCE, CompressionInterceptor.GZIP))
                .build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static byte[] coded(byte[] plain, int window) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (ZstdOutputStream out = new ZstdOutputStream(coded, 3)) {
            out.setLong(window);
            out.write(plain);
        }
        return coded.toByteArray();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] read(HawserClient client, TestServer server, byte[] coded) throws IOException {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Content-Encoding", "zstd")
                .body(coded)
                .build());
        Request request = new Request.Builder().url(server.url("/")).build();
        try (Response response = client.newCall(request).execute()) {
            assertThat(response.header("Content-Encoding")).isNull();
            return response.body().bytes();
        }
    }

    @Test
    void bodiesAreDecoded(TestServer server) throws Exception {
        byte[] text = "a bowline does not slip ".repeat(200).getBytes(StandardCharsets.UTF_8);

        assertThat(read(client, server, coded(text, 0))).isEqualTo(text);
        assertThat(read(client, server, coded(new byte[0], 0))).isEmpty();
        assertThat(read(client, server, coded(random(300_000), 0))).isEqualTo(random(300_000));
        assertThat(server.connectionCount()).as("each is read to its end").isOne();
        assertThat(server.takeRequest().header("Accept-Encoding")).isEqualTo("zstd, gzip");
    }

    @Test
    void aBodyThatGrowsWithoutEndIsAnError(TestServer server) throws IOException {
        byte[] bomb = coded(new byte[40_000_000], 0);
        assertThat(bomb).hasSizeLessThan(10_000);

        assertThatThrownBy(() -> read(client, server, bomb))
                .isInstanceOf(ProtocolException.class)
                .hasMessageMatching("a zstd body of \\d+ bytes so far has become \\d+, more than 200 times as many .*");

        try (HawserClient trusting = client(ResponseLimits.DEFAULT.withExpansion(10_000_000))) {
            assertThat(read(trusting, server, bomb)).hasSize(40_000_000);
        }
    }

    @Test
    void aWindowThatNoServerMayUseIsRefused(TestServer server) throws IOException {
        assertThat(read(client, server, coded(random(100_000), 23))).hasSize(100_000);
        byte[] wide = coded(random(100_000), 24);

        assertThatThrownBy(() -> read(client, server, wide)).isInstanceOf(IOException.class);
    }

    @Test
    void whatIsCutOrDamagedIsAnError(TestServer server) throws IOException {
        byte[] whole = coded(random(1000), 0);

        assertThatThrownBy(() -> read(client, server, Arrays.copyOf(whole, whole.length - 1)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read(client, server, new byte[] {1, 2, 3, 4, 5}))
                .isInstanceOf(IOException.class);
    }
}
