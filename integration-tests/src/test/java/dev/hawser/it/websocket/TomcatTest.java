package dev.hawser.it.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.BlockingWebSocket;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.WebSocketMessage;
import dev.hawser.WebSocketSettings;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WebSockets with Tomcat, with compression and without; they are opened by HTTP/1.1 (RFC 6455, section 4.1). */
@Timeout(60)
class TomcatTest {
    @TempDir
    static Path directory;

    private static TomcatServer tomcat;
    private static final HawserClient CLIENT = new HawserClient();

    @BeforeAll
    static void start() throws Exception {
        tomcat = new TomcatServer(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        CLIENT.close();
        tomcat.close();
    }

    private static BlockingWebSocket open(String path, boolean compression) throws Exception {
        HawserClient client = CLIENT.newBuilder()
                .webSocketSettings(
                        WebSocketSettings.DEFAULT.withCompression(compression).withMinMessageToCompress(0))
                .build();
        return client.openWebSocket(new Request.Builder()
                .url(tomcat.url(path))
                .header("Sec-WebSocket-Protocol", "echo.1, echo.2")
                .build());
    }

    @ParameterizedTest
    @CsvSource({"/echo, true", "/echo, false", "/pieces, true", "/pieces, false"})
    void textsComeBackAsTheyWere(String path, boolean compression) throws Exception {
        Random random = new Random(17);
        try (BlockingWebSocket socket = open(path, compression)) {
            assertThat(socket.response().header("Sec-WebSocket-Protocol")).isEqualTo("echo.2");
            assertThat(String.valueOf(socket.response().header("Sec-WebSocket-Extensions")))
                    .startsWith(compression ? "permessage-deflate" : "null");
            for (int length : new int[] {0, 1, 125, 126, 1_000, 65_535, 65_536, 300_000}) {
                String text = random.ints(length, 0, 3)
                        .mapToObj(each -> each == 0 ? "a" : each == 1 ? "ß" : "漢")
                        .reduce(new StringBuilder(), StringBuilder::append, StringBuilder::append)
                        .toString();
                socket.send(text);
                assertThat(socket.receive()).isEqualTo(WebSocketMessage.of(text));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void bytesComeBackAsTheyWere(boolean compression) throws Exception {
        Random random = new Random(18);
        try (BlockingWebSocket socket = open("/echo", compression)) {
            for (int length : new int[] {0, 1, 65_535, 65_536, 2_000_000}) {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                socket.send(bytes);
                assertThat(socket.receive()).isEqualTo(WebSocketMessage.of(bytes));
            }
        }
    }

    @Test
    void theClosingIsAnsweredWithItsCode() throws Exception {
        Told told = new Told();
        var socket = CLIENT.newWebSocket(
                new Request.Builder().url(tomcat.url("/echo")).build(), told);
        told.expect("open 101");

        socket.close(3000, "enough");

        told.expect("closing 3000 enough", "closed 3000 enough");
    }
}
