package dev.hawser.brotli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.CompressionInterceptor;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.ResponseLimits;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import dev.hawser.testserver.TestServerExtension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bodies that Google's encoder has made: the resources {@code *.br}. */
@ExtendWith(TestServerExtension.class)
class BrotliTest {
    private HawserClient client = new HawserClient.Builder()
            .addInterceptor(BrotliInterceptor.INSTANCE)
            .build();

    @AfterEach
    void close() {
        client.close();
    }

    private static byte[] coded(String name) throws IOException {
        try (InputStream in = BrotliTest.class.getResourceAsStream(name)) {
            assertThat(in).isNotNull();
            return in.readAllBytes();
        }
    }

    private byte[] read(TestServer server, byte[] coded) throws IOException {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Content-Encoding", "br")
                .body(coded)
                .build());
        Request request = new Request.Builder().url(server.url("/")).build();
        try (Response response = client.newCall(request).execute()) {
            assertThat(response.header("Content-Encoding")).isNull();
            return response.body().bytes();
        }
    }

    /** What is in {@code random.br}. */
    private static byte[] random() {
        byte[] bytes = new byte[50_000];
        int x = 1;
        for (int i = 0; i < bytes.length; i++) {
            x = 1_103_515_245 * x + 12_345;
            bytes[i] = (byte) (x >> 16);
        }
        return bytes;
    }

    @Test
    void bodiesAreDecoded(TestServer server) throws Exception {
        assertThat(read(server, coded("text.br"))).asString().isEqualTo("a bowline does not slip ".repeat(200));
        assertThat(read(server, coded("empty.br"))).isEmpty();
        assertThat(read(server, coded("random.br"))).isEqualTo(random());
        assertThat(server.connectionCount()).as("each is read to its end").isOne();
        assertThat(server.takeRequest().header("Accept-Encoding")).isEqualTo("br, gzip");
    }

    @Test
    void aBodyThatGrowsWithoutEndIsAnError(TestServer server) throws IOException {
        byte[] bomb = coded("bomb.br");
        assertThat(bomb).hasSizeLessThan(1000);

        assertThatThrownBy(() -> read(server, bomb))
                .isInstanceOf(ProtocolException.class)
                .hasMessageMatching("a br body of \\d+ bytes so far has become \\d+, more than 200 times as many .*");

        ResponseLimits trusting = ResponseLimits.DEFAULT.withExpansion(10_000_000);
        client = new HawserClient.Builder()
                .addInterceptor(new CompressionInterceptor(trusting, Brotli.INSTANCE))
                .build();
        assertThat(read(server, bomb)).hasSize(40_000_000);
    }

    @Test
    void whatIsCutOrDamagedIsAnError(TestServer server) throws IOException {
        byte[] whole = coded("text.br");

        assertThatThrownBy(() -> read(server, Arrays.copyOf(whole, whole.length - 1)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read(server, new byte[] {(byte) 0xff, 1, 2, 3}))
                .isInstanceOf(IOException.class);
    }

    @Test
    void noInputThrowsWhatIsNoIOException() throws IOException {
        byte[] whole = coded("text.br");
        for (int at = 0; at < whole.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) (1 << bit);
                try (InputStream in = Brotli.INSTANCE.decompress(new ByteArrayInputStream(damaged))) {
                    in.readNBytes(1 << 20);
                } catch (IOException e) {
                    assertThat(e).isNotNull();
                }
            }
        }
    }
}
