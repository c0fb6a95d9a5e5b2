package dev.hawser.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.hawser.HttpUrl;
import dev.hawser.Protocol;
import dev.hawser.Request;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What an exchange on a connection that is in use allocates: counts of bytes, not timings. */
class StreamsAllocationTest {
    private static final int ROUNDS = 20_000;
    private static final String CONTENT = "Hello, world!";

    private final Streams streams = new Streams(LocalSettings.DEFAULT, Protocol.HTTP_2, new WireStrings(), 0);
    private final Request request = new Request.Builder()
            .url(HttpUrl.get("https://h.example/hello"))
            .header("Host", "h.example")
            .header("Connection", "Keep-Alive")
            .header("Accept-Encoding", "gzip")
            .header("User-Agent", "hawser")
            .build();
    private final Frames server = new Frames();
    private final List<StreamOwner> owners = new ArrayList<>();
    private final byte[] into = new byte[64];
    private WireBuffer spare = new WireBuffer(1024);

    /** One stream of 80 bytes, its two windows and buffer of 16 to 24 each, and what holds its 13 bytes of content. */
    @Test
    void aSmallGetAllocatesItsStreamAndItsContent() throws Http2Exception {
        receive(server.settings().take());
        byte[] response = {};
        for (int i = 0; i < 5; i++) {
            response = response(1 + 2 * i, true);
            exchange(response, 1 + 2 * i);
        }

        assertThat(bytesOf(response)).isLessThanOrEqualTo(300);
    }

    /** As many servers send it: each time as if for the first time. */
    @Test
    void aHeadThatTheServerPutsIntoNoTableAllocatesNothing() throws Http2Exception {
        receive(server.settings().take());
        byte[] response = {};
        for (int i = 0; i < 5; i++) {
            response = response(1 + 2 * i, false);
            exchange(response, 1 + 2 * i);
        }

        assertThat(bytesOf(response)).isLessThanOrEqualTo(300);
    }

    private byte[] response(int streamId, boolean indexed) {
        String[] head = {
            ":status",
            "200",
            "server",
            "nginx",
            "date",
            "Mon, 21 Oct 2013 20:13:21 GMT",
            "content-type",
            "text/plain",
            "content-length",
            "13",
            "x-request",
            "always-the-same"
        };
        Frames frames = indexed ? server : new Frames();
        return frames.headers(streamId, false, head)
                .data(streamId, true, CONTENT)
                .take();
    }

    private long bytesOf(byte[] response) throws Http2Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROUNDS; i++) {
                exchange(response, streams.connection.nextId);
            }
            bytes = Math.min(bytes, (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS);
        }
        System.out.println("StreamsAllocationTest: " + bytes + " bytes");
        return bytes;
    }

    private void exchange(byte[] response, int id) throws Http2Exception {
        Http2Stream stream = streams.open(request, true, Conversation.NOBODY);
        assertSame(stream.id(), id);
        WireBuffer sent = streams.swapOutput(spare);
        sent.clear(1024);
        spare = sent;
        int dataFrame = response.length - CONTENT.length() - FrameType.HEADER_LENGTH;
        setId(response, 0, id);
        setId(response, dataFrame, id);
        receive(response);
        streams.takeNews(owners);
        assertSame(owners.size(), 1);
        owners.clear();
        assertSame(Objects.requireNonNull(stream.takeHead()).code(), 200);
        assertSame(streams.read(stream, into, 0, into.length), CONTENT.length());
        assertSame(streams.read(stream, into, 0, into.length), Streams.END);
    }

    private void receive(byte[] bytes) throws Http2Exception {
        streams.receive(bytes, 0, bytes.length, 0);
    }

    private static void setId(byte[] frames, int at, int id) {
        for (int i = 0; i < 4; i++) {
            frames[at + 5 + i] = (byte) (id >>> 24 - 8 * i);
        }
    }

    /** As an assertion, without an object. */
    private static void assertSame(int number, int expected) {
        if (number != expected) {
            throw new AssertionError(number + " instead of " + expected);
        }
    }
}
