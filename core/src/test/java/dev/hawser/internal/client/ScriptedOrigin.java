package dev.hawser.internal.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.Headers;
import dev.hawser.SocketWithoutNetwork;
import dev.hawser.UnconnectedSocketFactory;
import dev.hawser.internal.bytes.BulkInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server without a network, for HTTP/1.1: answers on the thread of who waits for the answer. */
final class ScriptedOrigin extends UnconnectedSocketFactory {
    /** A request as it arrived. */
    record Arrival(String method, String path, Headers headers) {}

    private final Function<Arrival, byte @Nullable []> answers;
    private final List<Arrival> arrivals = new ArrayList<>();

    /**
     * A server.
     *
     * @param answers gives the bytes that answer a request, or null to hang up
     */
    ScriptedOrigin(Function<Arrival, byte @Nullable []> answers) {
        this.answers = answers;
    }

    /** What has arrived since this was last asked. */
    List<Arrival> takeArrivals() {
        List<Arrival> taken = List.copyOf(arrivals);
        arrivals.clear();
        return taken;
    }

    @Override
    public Socket createSocket() {
        return new Line();
    }

    /** A connection. */
    private final class Line extends SocketWithoutNetwork {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private byte[] answer = {};
        private int given;
        private volatile boolean hungUp;

        @Override
        public synchronized void close() {
            hungUp = true;
        }

        @Override
        public OutputStream getOutputStream() {
            return written;
        }

        @Override
        public InputStream getInputStream() {
            return new BulkInputStream() {
                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    if (given == answer.length && !hungUp) {
                        answerNext();
                    }
                    int count = Math.min(length, answer.length - given);
                    System.arraycopy(answer, given, into, offset, count);
                    given += count;
                    return hungUp ? -1 : count;
                }
            };
        }

        private void answerNext() throws IOException {
            String text = written.toString(UTF_8);
            int end = text.indexOf("\r\n\r\n");
            if (end < 0) {
                throw new IOException("an answer is awaited before the request is sent: " + text);
            }
            written.reset(); // whatever body there is has been sent, too
            List<String> lines = text.substring(0, end).lines().toList();
            String[] first = lines.get(0).split(" ");
            Headers.Builder headers = new Headers.Builder();
            for (String line : lines.subList(1, lines.size())) {
                int colon = line.indexOf(':');
                headers.addUnsafeNonAscii(
                        line.substring(0, colon), line.substring(colon + 1).strip());
            }
            Arrival arrival = new Arrival(first[0], first[1], headers.build());
            arrivals.add(arrival);
            byte[] bytes = answers.apply(arrival);
            hungUp = bytes == null;
            answer = bytes == null ? new byte[0] : bytes;
            given = 0;
        }
    }
}
