package dev.hawser.internal.http2;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What a reader told, as text; the pieces of one DATA frame are put together. */
final class FrameLog implements FrameHandler {
    final List<String> all = new ArrayList<>();
    private final StringBuilder data = new StringBuilder();

    /** What a reader tells of bytes that come in pieces of so many; the last entry is its exception, if there is one. */
    static List<String> of(List<byte[]> pieces) {
        FrameLog log = new FrameLog();
        FrameReader reader = new FrameReader(log, FrameType.DEFAULT_MAX_SIZE, 40_000);
        try {
            for (byte[] piece : pieces) {
                byte[] inTheMiddle = new byte[piece.length + 5];
                System.arraycopy(piece, 0, inTheMiddle, 3, piece.length);
                reader.read(inTheMiddle, 3, 3 + piece.length);
            }
        } catch (Http2Exception e) {
            log.all.add("connection error: " + e.getMessage());
        }
        return log.all;
    }

    static List<String> of(byte[] bytes) {
        return of(List.of(bytes));
    }

    /** How many bytes of the last DATA frame have been told. */
    int handedOn() {
        return data.length() / 2;
    }

    @Override
    public void dataBegins(int streamId, int length) {
        all.add("data " + streamId + " of " + length);
        data.setLength(0);
    }

    @Override
    public void data(int streamId, byte[] bytes, int offset, int count) {
        data.append(HexFormat.of().formatHex(bytes, offset, offset + count));
    }

    @Override
    public void dataEnds(int streamId, int overhead, boolean endStream) {
        all.add("data " + streamId + " is " + data + " and " + overhead + (endStream ? ", end" : ""));
    }

    @Override
    public void headers(int streamId, byte[] bytes, int from, int to, boolean endStream) {
        all.add("headers " + streamId + " " + HexFormat.of().formatHex(bytes, from, to) + (endStream ? ", end" : ""));
    }

    @Override
    public void priority() {
        all.add("priority");
    }

    @Override
    public void rstStream(int streamId, ErrorCode code) {
        all.add("reset " + streamId + " " + code);
    }

    @Override
    public void setting(int identifier, int value) {
        all.add("setting " + identifier + "=" + Integer.toUnsignedString(value));
    }

    @Override
    public void settingsEnd() {
        all.add("settings");
    }

    @Override
    public void settingsAck() {
        all.add("settings ack");
    }

    @Override
    public void ping(long opaque, boolean ack) {
        all.add("ping " + Long.toHexString(opaque) + (ack ? " ack" : ""));
    }

    @Override
    public void goAway(int lastStreamId, ErrorCode code, String debug) {
        all.add("go away " + lastStreamId + " " + code + " " + debug);
    }

    @Override
    public void windowUpdate(int streamId, int increment) {
        all.add("window " + streamId + " +" + increment);
    }

    @Override
    public void unknown() {
        all.add("unknown");
    }

    @Override
    public void broken(int streamId, ErrorCode code, String what) {
        all.add("broken " + streamId + " " + code + " " + what);
    }
}
