package dev.hawser.urlconnection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.SocketPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StreamedUploadTest {
    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    private HttpURLConnection ofLength(int bytes) throws IOException {
        HttpURLConnection connection = scene.open("/");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(bytes);
        return connection;
    }

    private HttpURLConnection inChunks() throws IOException {
        HttpURLConnection connection = scene.open("/");
        connection.setDoOutput(true);
        connection.setChunkedStreamingMode(0);
        return connection;
    }

    @Test
    void whatIsFlushedReachesTheServerBeforeTheRestIsWritten() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            FutureTask<String> server = new FutureTask<>(() -> serve(listener, reached));
            new Thread(server).start();
            URL url = new URL("http://localhost:" + listener.getLocalPort() + "/");
            HttpURLConnection connection = (HttpURLConnection) scene.door.open(url);
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(10);

            OutputStream out = connection.getOutputStream();
            out.write("first".getBytes(US_ASCII));
            out.flush();
            reached.await();
            out.write("/rest".getBytes(US_ASCII));
            out.close();

            assertThat(Scene.content(connection)).isEqualTo("ok");
            assertThat(server.get()).endsWith("\r\n\r\nfirst/rest");
        }
    }

    private static String serve(ServerSocket listener, CountDownLatch reached) throws IOException {
        StringBuilder seen = new StringBuilder();
        try (Socket socket = listener.accept()) {
            InputStream in = socket.getInputStream();
            while (!seen.toString().endsWith("/rest")) {
                seen.append((char) in.read());
                if (seen.toString().endsWith("first")) {
                    reached.countDown();
                }
            }
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(US_ASCII));
        }
        return seen.toString();
    }

    @Test
    void aShortOneIsSentByItsEndThoughNobodyAsksForTheAnswer() throws Exception {
        scene.server.enqueue(MockResponse.of(200));
        HttpURLConnection connection = scene.open("/");
        connection.setChunkedStreamingMode(0);

        Scene.write(connection, "fire and forget");

        assertThat(scene.server.requestCount()).isEqualTo(1);
        RecordedRequest request = scene.server.takeRequest();
        assertThat(request.bodyString()).isEqualTo("fire and forget");
        assertThat(request.header("Transfer-Encoding")).isEqualTo("chunked");
    }

    @Test
    void aLongOneIsSentWhole() throws Exception {
        scene.server.enqueue(MockResponse.of(200, "thanks"));
        HttpURLConnection connection = scene.open("/");
        connection.setRequestMethod("PUT");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(3_000_000L);

        try (OutputStream out = connection.getOutputStream()) {
            for (int i = 0; i < 3000; i++) {
                out.write(new byte[1000]);
            }
        }

        assertThat(Scene.content(connection)).isEqualTo("thanks");
        assertThat(scene.server.takeRequest().bodySize()).isEqualTo(3_000_000);
    }

    @Test
    void tooManyBytesAreRefused() throws Exception {
        HttpURLConnection connection = ofLength(5);
        OutputStream out = connection.getOutputStream();

        assertThatIOException().isThrownBy(() -> out.write(new byte[6])).withMessage("too many bytes written");
        assertThatIOException().isThrownBy(() -> out.write(1)).withMessage("Stream is closed");
        assertThat(scene.pool().connectionCount()).isZero();
    }

    @Test
    void tooFewBytesAreRefused() throws Exception {
        HttpURLConnection connection = ofLength(5);
        OutputStream out = connection.getOutputStream();
        out.write(1);

        assertThatIOException().isThrownBy(out::close).withMessage("insufficient data written");
        assertThatIOException().isThrownBy(connection::getInputStream).withMessage("Incomplete output stream");
        assertThat(scene.server.requestCount()).isZero();
        assertThat(scene.pool().connectionCount()).isZero();
    }

    @Test
    void disconnectEndsOneThatIsUnderWay() throws Exception {
        HttpURLConnection connection = flushed();
        OutputStream out = connection.getOutputStream();

        connection.disconnect();

        assertThatIOException().isThrownBy(() -> {
            out.write(2);
            out.flush();
        });
        assertThat(scene.pool().connectionCount()).isZero();
    }

    /** A connection in whose stream something was written and flushed. */
    private HttpURLConnection flushed() throws IOException {
        HttpURLConnection connection = inChunks();
        OutputStream out = connection.getOutputStream();
        out.write(1);
        out.flush();
        return connection;
    }

    @Test
    void oneThatTheProgramForgetsHoldsNothing() throws Exception {
        WeakReference<HttpURLConnection> forgotten = new WeakReference<>(flushed());
        assertThat(scene.pool().connectionCount()).isEqualTo(1);

        while (scene.pool().connectionCount() > 0) {
            System.gc();
            Thread.onSpinWait();
        }

        assertThat(forgotten.refersTo(null)).isTrue();
    }

    @Test
    void anInterruptWhileTheRequestBeginsEndsIt() throws Exception {
        HttpURLConnection connection = inChunks();
        OutputStream out = connection.getOutputStream();
        out.write(1);

        Thread.currentThread().interrupt();
        assertThatThrownBy(out::flush).isInstanceOf(InterruptedIOException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThatIOException().isThrownBy(() -> out.write(2)).withMessage("Stream is closed");
        assertThatIOException().isThrownBy(connection::getInputStream).withMessage("Incomplete output stream");
        awaitNoConnections();
    }

    @Test
    void anInterruptOfTheWaitForTheAnswerEndsIt() throws Exception {
        scene.server.enqueue(new MockResponse.Builder()
                .socketPolicy(SocketPolicy.NO_RESPONSE)
                .build());
        HttpURLConnection connection = flushed();
        connection.getOutputStream().close();

        Thread.currentThread().interrupt();
        assertThatThrownBy(connection::getInputStream).isInstanceOf(InterruptedIOException.class);

        assertThat(Thread.interrupted()).isTrue();
        awaitNoConnections();
    }

    private void awaitNoConnections() {
        while (scene.pool().connectionCount() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void nobodyThereIsToldByGetOutputStream() throws Exception {
        HttpURLConnection connection = (HttpURLConnection) scene.door.open(new URL("http://localhost:1/"));
        connection.setDoOutput(true);
        connection.setChunkedStreamingMode(0);

        assertThatThrownBy(connection::getOutputStream).isInstanceOf(ConnectException.class);
    }
}
