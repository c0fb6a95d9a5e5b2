package dev.hawser.it.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.it.SocketsLeft;
import dev.hawser.testserver.HeldCertificate;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that answer the first message of a handshake with bytes by hand. */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
class OldServersTest {
    private static final byte[] ALERT_PROTOCOL_VERSION = HexFormat.of().parseHex("15030100020246");

    private static final int ECDHE_RSA_AES_128_GCM = 0xc02f;
    private static final int RSA_RC4_128_MD5 = 0x0004;

    private final HeldCertificate anyone = new HeldCertificate.Builder().build();

    /** A ServerHello of a version (RFC 5246, section 7.4.1.3), in a record of its own. */
    private static byte[] hello(int minorVersion, int cipherSuite) throws IOException {
        ByteArrayOutputStream hello = new ByteArrayOutputStream();
        hello.write(new byte[] {22, 3, (byte) minorVersion, 0, 42, 2, 0, 0, 38, 3, (byte) minorVersion});
        hello.write(new byte[32]);
        hello.write(new byte[] {0, (byte) (cipherSuite >> 8), (byte) cipherSuite, 0});
        return hello.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"CONTEXT, 1", "CONTEXT, 2", "SOCKET_FACTORY, 1", "SOCKET_FACTORY, 2"})
    void aServerThatChoosesAVersionThatIsTooOldIsSaidTo(Way way, int minorVersion) throws Exception {
        assertThat(failure(way, hello(minorVersion, ECDHE_RSA_AES_128_GCM)))
                .hasMessageContaining("it speaks none of the TLS versions offered (");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aServerThatChoosesACipherSuiteThatWasNotOfferedIsSaidTo(Way way) throws Exception {
        assertThat(failure(way, hello(3, RSA_RC4_128_MD5)))
                .hasMessageContaining("it accepts none of the cipher suites offered");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aServerThatRefusesTheVersionsOfferedIsSaidTo(Way way) throws Exception {
        assertThat(failure(way, ALERT_PROTOCOL_VERSION))
                .hasMessageContaining("it speaks none of the TLS versions offered (")
                .hasMessageContaining("protocol_version");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aServerThatHangsUpIsSaidTo(Way way) throws Exception {
        assertThat(failure(way, new byte[0])).hasMessageContaining("it ended the connection during the handshake");
    }

    private SSLException failure(Way way, byte[] answer) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> answer(listener, answer));
            HawserClient client =
                    way.client(Scene.trusting(anyone.certificate())).build();
            Request request = new Request.Builder()
                    .url("https://localhost:" + listener.getLocalPort() + "/")
                    .build();
            SSLException failure = Scene.failure(SSLException.class, client, request);
            assertThat(failure).hasMessageContaining("TLS handshake with localhost:" + listener.getLocalPort());
            answering.join();
            return failure;
        }
    }

    private static void answer(ServerSocket listener, byte[] answer) {
        try (Socket socket = listener.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.skipNBytes(3);
            in.skipNBytes(in.readUnsignedShort());
            socket.getOutputStream().write(answer);
            socket.shutdownOutput();
            in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
