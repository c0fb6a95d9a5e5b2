package dev.hawser.testserver;

import dev.hawser.internal.http2.FieldBlocks;
import dev.hawser.internal.http2.Http2Exception;
import dev.hawser.testserver.SocketPolicy.Effect;
import dev.hawser.testserver.SocketPolicy.Moment;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection of a client (RFC 9113). Its own thread reads, and does what frames ask for; each request is answered
 * on a thread of its own, so a slow one holds up no other.
 */
final class Http2Connection {
    private static final long MAX_LIST = 1 << 20;

    private final Socket socket;
    private final Socket raw;
    private final RecordedRequest.Origin origin;
    private final ServerContext context;
    private final Http2Options options;
    private final FieldBlocks blocks = new FieldBlocks(MAX_LIST);
    private final Http2FrameLog log = new Http2FrameLog();
    private final Http2Windows sendWindows = new Http2Windows();
    private final Http2Announced announced = new Http2Announced();
    private final Http2Streams streams = new Http2Streams(sendWindows, announced.windows());
    private final Http2Wire wire = new Http2Wire(this, log);
    private final Http2Input input;
    private final Http2Output output;

    private int sequenceNumber;
    private volatile Effect ending = Effect.NOTHING;
    private volatile boolean draining;

    /** What the next request is met with. */
    private volatile @Nullable Runnable nextRequest;

    Http2Connection(Socket socket, Socket raw, WireInput in, RecordedRequest.Origin origin, ServerContext context)
            throws IOException {
        this.socket = socket;
        this.raw = raw;
        this.origin = origin;
        this.context = context;
        this.options = context.http2Options().get();
        this.input = new Http2Input(in, log);
        this.output = new Http2Output(socket.getOutputStream(), blocks, options.padding());
    }

    Http2Wire wire() {
        return wire;
    }

    Http2Output output() {
        return output;
    }

    Http2Windows sendWindows() {
        return sendWindows;
    }

    int padding() {
        return options.padding();
    }

    void pause(Duration delay) throws IOException, InterruptedException {
        context.stop().pause(delay);
    }

    /** Serves until the connection is over, and all that answers on it has ended. */
    void serve() throws IOException, InterruptedException {
        try {
            converse();
        } catch (IOException e) {
            if (!isHeld()) {
                throw e;
            }
        } finally {
            if (isHeld()) {
                context.stop().await();
            }
            finish();
        }
    }

    private void converse() throws IOException, InterruptedException {
        try {
            Http2Script preface = options.preface();
            if (preface == null) {
                wire.send(Http2Frame.settings(options.settings()));
            } else {
                preface.play(wire, 0);
            }
            Http2Frame frame = input.readPreface();
            while (frame != null && !isHeld()) {
                take(frame);
                frame = input.next();
            }
        } catch (Http2Violation e) {
            tell(String.valueOf(e.getMessage()));
            output.offer(Http2Frame.goAway(streams.last(), e.code(), String.valueOf(e.getMessage())));
            end(Effect.SHUTDOWN_OUTPUT);
            input.drain();
        }
    }

    private void finish() throws IOException {
        boolean blame = ending == Effect.NOTHING && !draining && !context.stop().hasCome();
        for (Http2Stream stream : streams.unfinished()) {
            if (blame && !stream.isAnswered()) {
                tell("the connection ended within the request of stream " + stream.id());
            }
            record(stream);
        }
        raw.close();
        streams.end();
    }

    private void take(Http2Frame frame) throws IOException, InterruptedException {
        try {
            switch (frame.type()) {
                case Http2Frame.DATA -> takeData(frame);
                case Http2Frame.HEADERS -> takeHeaders(frame);
                case Http2Frame.RST_STREAM -> takeReset(frame);
                case Http2Frame.SETTINGS -> takeSettings(frame);
                case Http2Frame.PING -> {
                    if (!frame.has(Http2Frame.ACK) && options.answersPings()) {
                        output.offer(frame.withFlags(Http2Frame.ACK));
                    }
                }
                case Http2Frame.WINDOW_UPDATE -> takeWindowUpdate(frame);
                default -> {} // PRIORITY and GOAWAY change nothing here; other types are ignored (section 5.5)
            }
        } catch (Http2Violation e) {
            if (e.streamId() == 0) {
                throw e;
            }
            tell(String.valueOf(e.getMessage()));
            Http2Stream stream = streams.remove(e.streamId());
            if (stream != null) {
                stream.interrupt();
            }
            output.offer(Http2Frame.rstStream(e.streamId(), e.code()));
        }
    }

    private void takeHeaders(Http2Frame frame) throws IOException, InterruptedException {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        try {
            blocks.decode(frame.payload(), (name, value) -> fields.add(Map.entry(name, value)));
        } catch (Http2Exception e) {
            throw Http2Violation.ofConnection(Http2ErrorCode.COMPRESSION_ERROR, String.valueOf(e.getMessage()));
        }
        boolean endStream = frame.has(Http2Frame.END_STREAM);
        Http2Stream known = streams.receiving(frame);
        if (known != null) {
            if (!endStream) {
                throw Http2Violation.ofStream(
                        known.id(), Http2ErrorCode.PROTOCOL_ERROR, "trailers that do not end the request");
            }
            known.trailers(Http2Fields.trailers(known.id(), fields));
            end(known);
            return;
        }
        if (!streams.begin(frame.streamId())) {
            return;
        }
        Runnable met = nextRequest;
        if (met != null) {
            met.run();
            return;
        }
        if (refuses(frame.streamId())) {
            return;
        }
        RequestHead head =
                Http2Fields.head(frame.streamId(), fields, endStream, origin.handshake() != null, this::tell);
        Http2Stream stream = new Http2Stream(frame.streamId(), sequenceNumber++, head, context.bodyLimit());
        streams.open(stream);
        begin(stream, endStream);
    }

    /** Refuses a stream above the number that was announced; whoever has acknowledged the number is to blame. */
    private boolean refuses(int streamId) throws IOException {
        int open = streams.active();
        if (open < announced.maxStreams()) {
            return false;
        }
        if (open >= announced.acknowledgedMaxStreams()) {
            throw Http2Violation.ofStream(
                    streamId,
                    Http2ErrorCode.REFUSED_STREAM,
                    "a stream beside " + open + ", of at most " + announced.acknowledgedMaxStreams() + " in all,");
        }
        output.offer(Http2Frame.rstStream(streamId, Http2ErrorCode.REFUSED_STREAM));
        return true;
    }

    private void begin(Http2Stream stream, boolean endStream) throws IOException, InterruptedException {
        MockResponse early =
                ending == Effect.NOTHING ? context.handler().get().onRequestHead(stream.recorded(origin)) : null;
        stream.answerWith(early);
        if (early != null && early.beforeBody()) {
            answer(stream, () -> early);
        } else if (stream.head().expectsContinue() && (early == null || early.answersExpectation())) {
            output.writeFields(stream.id(), List.of(Map.entry(":status", "100")), false);
        }
        if (endStream) {
            end(stream);
        }
    }

    private void takeData(Http2Frame frame) throws IOException, InterruptedException {
        if (!announced.windows().takeNow(frame.streamId(), frame.length())) {
            throw Http2Violation.ofConnection(
                    Http2ErrorCode.FLOW_CONTROL_ERROR, "more than its windows allow: " + frame);
        }
        byte[] content = Http2Input.content(frame);
        Http2Stream stream = streams.receiving(frame);
        boolean grant = options.grantsWindows() && frame.length() > 0;
        if (grant) {
            grant(0, frame.length());
        }
        if (stream == null) {
            return;
        }
        stream.add(content, 0, content.length);
        MockResponse early = stream.early();
        if (early != null && early.socketPolicy().moment() == Moment.REQUEST_BODY && stream.hasHalf()) {
            record(stream);
            streams.remove(stream.id());
            end(early.socketPolicy().effect());
        } else if (frame.has(Http2Frame.END_STREAM)) {
            end(stream);
        } else if (grant) {
            grant(stream.id(), frame.length());
        }
    }

    private void grant(int streamId, int bytes) throws IOException {
        announced.windows().grow(streamId, bytes);
        output.offer(Http2Frame.windowUpdate(streamId, bytes));
    }

    /** The request is complete: it is recorded and, unless it was before, answered. */
    private void end(Http2Stream stream) throws IOException {
        stream.end();
        RecordedRequest request = record(stream);
        streams.received(stream);
        MockResponse early = stream.early();
        if (ending != Effect.NOTHING || (early != null && early.beforeBody())) {
            return;
        }
        RequestHandler handler = context.handler().get();
        if (early != null) {
            answer(stream, () -> early);
        } else if (handler instanceof ResponseQueue queue) {
            ResponseQueue.Place place = queue.reserve(); // here, so that responses go to requests in their order
            stream.waitsAt(place);
            answer(stream, place::await);
        } else {
            answer(stream, () -> handler.handle(request));
        }
    }

    private void answer(Http2Stream stream, Http2Responder.Answer answer) {
        String name = "hawser-testserver connection " + origin.connectionIndex() + " stream " + stream.id();
        streams.answer(stream, new Thread(new Http2Responder(this, stream, answer), name));
    }

    private void takeReset(Http2Frame frame) throws Http2Violation {
        streams.requireBegun(frame);
        Http2Stream stream = streams.remove(frame.streamId());
        if (stream != null) {
            if (!stream.isWhole()) {
                record(stream);
            }
            stream.interrupt();
        }
    }

    private void takeWindowUpdate(Http2Frame frame) throws Http2Violation {
        streams.requireBegun(frame);
        int increment = frame.intAt(0) & Integer.MAX_VALUE;
        if (increment == 0 || !sendWindows.grow(frame.streamId(), increment)) {
            throw Http2Violation.ofConnection(
                    increment == 0 ? Http2ErrorCode.PROTOCOL_ERROR : Http2ErrorCode.FLOW_CONTROL_ERROR,
                    "a window enlarged by " + increment + " on stream " + frame.streamId());
        }
    }

    private void takeSettings(Http2Frame frame) throws IOException {
        if (frame.has(Http2Frame.ACK)) {
            if (!announced.acknowledged(blocks)) {
                tell("an acknowledgement of settings that were not sent");
            }
            return;
        }
        for (int i = 0; i < frame.length(); i += 6) {
            int identifier = frame.intAt(i) >>> 16;
            int value = frame.intAt(i + 2);
            boolean allowed = true;
            switch (identifier) {
                case Http2Frame.HEADER_TABLE_SIZE -> output.limitTable(value);
                case Http2Frame.ENABLE_PUSH -> allowed = value == 0 || value == 1;
                case Http2Frame.INITIAL_WINDOW_SIZE -> {
                    allowed = value >= 0;
                    sendWindows.initial(Math.max(value, 0));
                }
                case Http2Frame.MAX_FRAME_SIZE -> {
                    allowed = value >= 16_384 && value < 1 << 24;
                    output.limitFrames(Math.max(value, 16_384));
                }
                default -> {}
            }
            if (!allowed) {
                throw Http2Violation.ofConnection(
                        Http2ErrorCode.PROTOCOL_ERROR,
                        "setting " + identifier + " of " + Integer.toUnsignedString(value));
            }
        }
        if (options.acknowledgesSettings()) {
            output.offer(Http2Frame.settingsAck());
        }
    }

    /** Takes note of what the server is about to say. */
    void note(Http2Frame frame) {
        switch (frame.type()) {
            case Http2Frame.RST_STREAM -> streams.remove(frame.streamId());
            case Http2Frame.DATA, Http2Frame.HEADERS -> {
                if (frame.has(Http2Frame.END_STREAM)) {
                    streams.sent(frame.streamId());
                }
            }
            case Http2Frame.GOAWAY -> {
                if (frame.length() >= 8) {
                    streams.endAbove(frame.intAt(0) & Integer.MAX_VALUE);
                }
            }
            case Http2Frame.SETTINGS -> {
                if (!frame.has(Http2Frame.ACK)) {
                    input.allow(announced.announce(frame));
                }
            }
            case Http2Frame.WINDOW_UPDATE -> {
                if (frame.length() == 4) {
                    announced.windows().grow(frame.streamId(), frame.intAt(0));
                }
            }
            default -> {}
        }
    }

    /** The server sends no more on a stream; to be said before its last frame is sent. */
    void closeSide(Http2Stream stream) {
        streams.sent(stream.id());
    }

    void abandon(int streamId) {
        streams.sent(streamId);
    }

    /** Takes no more streams, and closes the connection after the last one (RFC 9113, section 6.8). */
    void goAway() throws IOException {
        if (!draining) {
            wire.send(Http2Frame.goAway(streams.last(), Http2ErrorCode.NO_ERROR, ""));
            draining = true;
        }
    }

    void endAtNextRequest(Effect effect, Duration delay) {
        nextRequest = () -> {
            try {
                pause(delay);
                end(effect);
            } catch (IOException e) {
                // It is closed as far as it can be.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** The thread that answered a stream ends; {@code done}: it did what it could. */
    void left(Http2Stream stream, boolean done) {
        streams.left(Thread.currentThread());
        try {
            if (!done && !stream.isAnswered()) {
                wire.send(Http2Frame.rstStream(stream.id(), Http2ErrorCode.INTERNAL_ERROR));
            }
            if (draining && streams.active() == 0) {
                end(Effect.CLOSE);
            }
        } catch (IOException e) {
            // The connection has ended.
        }
    }

    /** Does to the connection what the last word on it is. */
    void end(Effect effect) throws IOException {
        if (effect == Effect.NOTHING || effect == Effect.STALL) {
            return;
        }
        ending = effect;
        switch (effect) {
            case RESET -> {
                raw.setSoLinger(true, 0);
                raw.close();
            }
            case SHUTDOWN_OUTPUT -> {
                output.mute();
                socket.shutdownOutput();
            }
            case SHUTDOWN_INPUT -> raw.shutdownInput();
            case FREEZE -> output.mute();
            default -> socket.close();
        }
    }

    /** Whether nothing is read any more, and the socket stays open until the server is shut down. */
    private boolean isHeld() {
        return ending == Effect.FREEZE || ending == Effect.SHUTDOWN_INPUT;
    }

    private RecordedRequest record(Http2Stream stream) {
        RecordedRequest request = stream.recorded(origin);
        context.journal().add(request);
        return request;
    }

    private void tell(String error) {
        context.journal()
                .addProtocolError(
                        "connection " + origin.connectionIndex() + ", request " + sequenceNumber + ": " + error);
    }
}
