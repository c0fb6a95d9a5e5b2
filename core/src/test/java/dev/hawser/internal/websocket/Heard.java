package dev.hawser.internal.websocket;

import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that a server's bytes come to, as lines; what is wrong with them is the last. */
final class Heard implements MessageHandler {
    private final List<String> lines = new ArrayList<>();

    /** What comes of bytes that arrive in pieces of so many. */
    static List<String> of(byte[] bytes, int piece, int maxBytes, @Nullable MessageInflater inflater) {
        Heard heard = new Heard();
        FrameReader reader = new FrameReader(new MessageAssembler(heard, maxBytes, inflater), inflater != null);
        try {
            for (int from = 0; from < bytes.length; from += piece) {
                reader.read(bytes, from, Math.min(bytes.length, from + piece));
            }
        } catch (FrameException e) {
            heard.lines.add(e.closeCode() + " " + e.getMessage());
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
        return heard.lines;
    }

    static List<String> of(ServerFrames frames) {
        return of(frames.take(), Integer.MAX_VALUE >> 1, 1 << 20, null);
    }

    @Override
    public void text(String text) {
        lines.add("text " + text);
    }

    @Override
    public void binary(byte[] bytes) {
        lines.add("binary " + HexFormat.of().formatHex(bytes));
    }

    @Override
    public void ping(byte[] payload) {
        lines.add("ping " + HexFormat.of().formatHex(payload));
    }

    @Override
    public void pong(byte[] payload) {
        lines.add("pong " + HexFormat.of().formatHex(payload));
    }

    @Override
    public void close(int code, String reason) {
        lines.add("close " + code + " " + reason);
    }
}
