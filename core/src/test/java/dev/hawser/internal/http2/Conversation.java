package dev.hawser.internal.http2;

import com.twitter.hpack.Decoder;
import dev.hawser.Http2Windows;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.ResponseLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@link Streams} and a server that says what a test has it say; audited after each step. */
final class Conversation {
    static final Request GET =
            new Request.Builder().url("https://h.example/a?b=c").build();
    static final StreamOwner NOBODY = () -> {};

    private static final int PREFACE = 24;

    final Frames server = new Frames();
    final Streams streams;
    long now = 5_000;

    private final Decoder decoder = new Decoder(1 << 20, 4096);
    private boolean prefaceSeen;

    Conversation(LocalSettings local) {
        streams = new Streams(local, Protocol.HTTP_2, new WireStrings(), now);
    }

    /** One whose preface is over on both sides, with windows of 100 bytes for each stream and 65,535 in all. */
    static Conversation begun() throws Http2Exception {
        return begun(100);
    }

    static Conversation begun(int streamWindow) throws Http2Exception {
        Conversation conversation = new Conversation(local(streamWindow));
        conversation.server.settings(Setting.MAX_CONCURRENT_STREAMS, 100).settingsAck();
        conversation.speak();
        conversation.sent();
        conversation.streams.takeEvents();
        return conversation;
    }

    static LocalSettings local(int streamWindow) {
        return new LocalSettings(
                new Http2Windows(streamWindow, 65_535), ResponseLimits.DEFAULT, 4096, TimeUnit.SECONDS.toNanos(10), 0);
    }

    /** Sends a GET; what was sent is forgotten. */
    Http2Stream get() {
        Http2Stream stream = streams.open(GET, true, NOBODY);
        sent();
        return stream;
    }

    /** Sends the head of a POST; what was sent is forgotten. */
    Http2Stream post() {
        Http2Stream stream = streams.open(GET, false, NOBODY);
        sent();
        return stream;
    }

    /** Hands over what the server said. */
    void speak() throws Http2Exception {
        byte[] bytes = server.take();
        streams.receive(bytes, 0, bytes.length, now);
        StreamsAudit.check(streams);
    }

    /** The frames that were sent since the last call. */
    List<String> sent() {
        return frames().stream().map(SentFrame::toString).toList();
    }

    List<SentFrame> frames() {
        StreamsAudit.check(streams);
        WireBuffer out = streams.swapOutput(new WireBuffer(16));
        int from = prefaceSeen || out.length() == 0 ? 0 : PREFACE;
        prefaceSeen |= out.length() > 0;
        return SentFrame.of(out.array(), from, out.length());
    }

    /** The fields of a block that was sent; blocks are decoded in their order. */
    List<String> decode(byte[] block) {
        List<String> fields = new ArrayList<>();
        try {
            decoder.decode(
                    new ByteArrayInputStream(block),
                    (name, value, sensitive) -> fields.add(new String(name, StandardCharsets.UTF_8) + ": "
                            + new String(value, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        decoder.endHeaderBlock();
        return fields;
    }

    /** Reads all content that is there. */
    String read(Http2Stream stream) {
        byte[] into = new byte[stream.available()];
        int count = streams.read(stream, into, 0, into.length);
        return new String(Arrays.copyOf(into, Math.max(count, 0)), StandardCharsets.UTF_8);
    }

    /** Sends content; returns how much was taken. */
    int send(Http2Stream stream, String text, boolean last) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return streams.send(stream, bytes, 0, bytes.length, last);
    }

    /** How many streams there is news of. */
    int news() {
        List<StreamOwner> owners = new ArrayList<>();
        streams.takeNews(owners);
        return owners.size();
    }
}
