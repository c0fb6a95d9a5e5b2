package dev.hawser.testserver;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/** The server's end of a WebSocket, frame by frame; nothing is answered by itself. For one thread at a time. */
public final class WebSocketWire {
    private static final int MOST_BYTES = 64 << 20;

    private final DataInputStream in;
    private final OutputStream out;

    WebSocketWire(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = out;
    }

    /** Sends a frame. */
    public void send(WebSocketFrame frame) throws IOException {
        sendBytes(frame.wire());
    }

    /** Sends bytes as they are. */
    public void sendBytes(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /**
     * Waits for the next frame.
     *
     * @return null if the client has ended the connection
     * @throws ProtocolException if the frame is not masked, or longer than 64 MiB
     */
    public @Nullable WebSocketFrame receive() throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        int second = in.readUnsignedByte();
        if ((second & 0x80) == 0) {
            throw new ProtocolException("a client's frame that is not masked");
        }
        long length = second & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        if (length < 0 || length > MOST_BYTES) {
            throw new ProtocolException("a client's frame of " + length + " bytes");
        }
        byte[] key = new byte[4];
        in.readFully(key);
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= key[i % 4];
        }
        return WebSocketFrame.of((first & 0x80) != 0, first >> 4 & 7, first & 0x0f, payload);
    }

    /**
     * Waits for the next frame.
     *
     * @throws EOFException if the client has ended the connection
     */
    public WebSocketFrame expect() throws IOException {
        WebSocketFrame frame = receive();
        if (frame == null) {
            throw new EOFException("the client has ended the connection");
        }
        return frame;
    }

    /** Answers the client's Close frame with the same code; drops what comes before it. */
    public void answerClose() throws IOException {
        WebSocketFrame frame = expect();
        while (frame.opcode() != WebSocketFrame.CLOSE) {
            frame = expect();
        }
        send(WebSocketFrame.of(true, 0, WebSocketFrame.CLOSE, frame.payload()));
    }
}
