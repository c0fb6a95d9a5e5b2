package dev.hawser.testserver;

import dev.hawser.internal.http2.FieldBlocks;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A client in the clear that sends the frames it is told to, and shows those that come back. */
final class Http2RawClient implements AutoCloseable {
    private static final int STUCK_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private final FieldBlocks blocks = new FieldBlocks(1 << 24);

    Http2RawClient(TestServer server) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(STUCK_MILLIS);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Begins as it should: preface, SETTINGS, and the acknowledgement of the server's; waits for that of its own. */
    Http2RawClient greet(int... settings) throws IOException {
        send(Http2Input.PREFACE).send(Http2Frame.settings(settings));
        await(Http2Frame.SETTINGS);
        send(Http2Frame.settingsAck());
        await(Http2Frame.SETTINGS);
        return this;
    }

    Http2RawClient send(String ascii) throws IOException {
        socket.getOutputStream().write(ascii.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    Http2RawClient send(Http2Frame... frames) throws IOException {
        for (Http2Frame frame : frames) {
            socket.getOutputStream().write(frame.bytes());
        }
        return this;
    }

    /** Sends a GET without content. */
    Http2RawClient get(int streamId, String path) throws IOException {
        return send(head(streamId, true, "GET", path));
    }

    static Http2Frame head(int streamId, boolean endStream, String method, String path, String... more) {
        List<String> fields = new ArrayList<>(
                List.of(":method", method, ":scheme", "http", ":authority", "localhost", ":path", path));
        fields.addAll(List.of(more));
        return Http2Frame.headers(streamId, endStream, fields.toArray(new String[0]));
    }

    /** The next frame; null at the end of the connection, in good order or by a reset. */
    @Nullable
    Http2Frame next() throws IOException {
        byte[] head = new byte[Http2Frame.HEADER_LENGTH];
        try {
            in.readFully(head);
            int length = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff;
            byte[] payload = new byte[length];
            in.readFully(payload);
            int streamId = (head[5] & 0x7f) << 24 | (head[6] & 0xff) << 16 | (head[7] & 0xff) << 8 | head[8] & 0xff;
            return new Http2Frame(head[3], head[4], streamId, payload);
        } catch (EOFException | java.net.SocketException e) {
            return null;
        }
    }

    /** The next frame of a type; those before are dropped. */
    Http2Frame await(int type) throws IOException {
        for (Http2Frame frame = next(); frame != null; frame = next()) {
            if (frame.is(type)) {
                return frame;
            }
        }
        throw new EOFException("the connection ended before a frame of type " + type);
    }

    /** The next frames up to the end of a stream, without SETTINGS and WINDOW_UPDATE, and up to the end of the connection. */
    List<String> exchange(int streamId) throws IOException {
        List<String> told = new ArrayList<>();
        for (Http2Frame frame = next(); frame != null; frame = next()) {
            if (frame.is(Http2Frame.SETTINGS) || frame.is(Http2Frame.WINDOW_UPDATE)) {
                continue;
            }
            told.add(tell(frame));
            boolean ends = frame.type() <= Http2Frame.HEADERS && frame.has(Http2Frame.END_STREAM);
            if (frame.streamId() == streamId && (ends || frame.is(Http2Frame.RST_STREAM))) {
                return told;
            }
        }
        told.add("closed");
        return told;
    }

    /** A frame in short, as in {@code 1 headers :status=200} or {@code 1 data hello}. */
    private String tell(Http2Frame frame) throws IOException {
        StringBuilder text = new StringBuilder().append(frame.streamId());
        switch (frame.type()) {
            case Http2Frame.DATA -> text.append(" data ").append(new String(content(frame), StandardCharsets.UTF_8));
            case Http2Frame.HEADERS -> {
                text.append(" headers");
                blocks.decode(
                        content(frame),
                        (name, value) ->
                                text.append(' ').append(name).append('=').append(value));
            }
            case Http2Frame.RST_STREAM -> text.append(" reset ").append(code(frame.intAt(0)));
            case Http2Frame.GOAWAY ->
                text.append(" goaway ").append(frame.intAt(0)).append(' ').append(code(frame.intAt(4)));
            case Http2Frame.PING ->
                text.append(frame.has(Http2Frame.ACK) ? " pong " : " ping ").append(frame.intAt(4));
            default -> text.append(" type-").append(frame.type());
        }
        return text.toString();
    }

    private static byte[] content(Http2Frame frame) throws IOException {
        return Http2Input.content(frame);
    }

    private static Http2ErrorCode code(int number) {
        return Stream.of(Http2ErrorCode.values())
                .filter(code -> code.code() == number)
                .findAny()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
