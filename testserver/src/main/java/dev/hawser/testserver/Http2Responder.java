package dev.hawser.testserver;

import dev.hawser.Headers;
import dev.hawser.testserver.SocketPolicy.Effect;
import dev.hawser.testserver.SocketPolicy.Moment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What answers one stream, on a thread of its own. */
final class Http2Responder implements Runnable {
    private final Http2Connection connection;
    private final Http2Stream stream;
    private final Answer answer;

    Http2Responder(Http2Connection connection, Http2Stream stream, Answer answer) {
        this.connection = connection;
        this.stream = stream;
        this.answer = answer;
    }

    @Override
    public void run() {
        boolean done = false;
        try {
            MockResponse response = answer.get();
            if (!stream.isAnswered()) {
                respond(response);
            }
            done = true;
        } catch (IOException | InterruptedException e) {
            // The client or the server ended the stream, or all of them.
            done = true;
        } finally {
            connection.left(stream, done);
        }
    }

    private void respond(MockResponse response) throws IOException, InterruptedException {
        SocketPolicy policy = response.socketPolicy();
        play(response, Moment.REQUEST_END);
        if (policy.effect() != Effect.NOTHING && policy.moment().precedesResponse()) {
            befall(response);
            return;
        }
        for (MockResponse.Informational each : response.informationals()) {
            connection.output().writeFields(stream.id(), fields(String.valueOf(each.code()), each.headers()), false);
        }
        connection.pause(response.headersDelay());
        connection.pause(response.dripPeriod());
        if (!stream.isAnswered()) {
            write(response);
        }
        if (RequestHead.hasToken(response.headers(), "close")) {
            connection.goAway();
        }
        play(response, Moment.RESPONSE_END);
        if (policy.effect() != Effect.NOTHING && policy.moment() != Moment.NEXT_REQUEST) {
            befall(response);
        }
    }

    private void write(MockResponse response) throws IOException, InterruptedException {
        Moment moment = response.socketPolicy().moment();
        byte[] raw = response.rawHead();
        byte[] body = ResponseWriter.hasBody(response, stream.head().method()) ? response.bodyBytes() : new byte[0];
        Headers trailers = response.trailers();
        boolean headOnly = body.length == 0
                && trailers.size() == 0
                && response.bodyDelay().isZero()
                && !response.hasScriptWithin();
        if (raw != null) {
            if (body.length == 0) {
                closeSide(response);
            }
            connection.output().write(raw);
        } else {
            String status = response.status().split(" ", -1)[1];
            List<Map.Entry<String, String>> fields = fields(status, ResponseWriter.headersOf(response));
            if (moment == Moment.RESPONSE_HEAD && response.socketPolicy().effect() != Effect.NOTHING) {
                connection.output().writeHalf(stream.id(), fields, headOnly);
                return;
            }
            if (headOnly) {
                closeSide(response);
            }
            if (!headOnly && isInOnePiece(response, body)) {
                closeSide(response);
                connection.output().writeFields(stream.id(), fields, body);
            } else {
                connection.output().writeFields(stream.id(), fields, headOnly);
            }
        }
        if (!stream.isAnswered()) {
            play(response, Moment.RESPONSE_HEAD);
            connection.pause(response.bodyDelay());
            writeBody(response, body, trailers);
        }
        writeStrayBytes(response);
    }

    /**
     * Whether the whole response travels at once, and the client has granted what that takes: then a connection that
     * ends beside it leaves no part of it behind.
     */
    private boolean isInOnePiece(MockResponse response, byte[] body) {
        return response.trailers().size() == 0
                && response.bodyDelay().isZero()
                && !response.hasScriptWithin()
                && connection.padding() == 0
                && body.length <= response.mostAtOnce(0)
                && body.length <= connection.output().maxFrameSize()
                && connection.sendWindows().takeNow(stream.id(), body.length);
    }

    private void writeBody(MockResponse response, byte[] body, Headers trailers)
            throws IOException, InterruptedException {
        int half = response.hasScriptWithin() ? body.length / 2 : 0;
        send(response, body, 0, half, false);
        if (response.isCutOffWithin()) {
            befall(response);
            throw new IOException("The response is cut off by " + response.socketPolicy());
        }
        play(response, Moment.RESPONSE_BODY);
        send(response, body, half, body.length, trailers.size() == 0);
        if (trailers.size() > 0) {
            closeSide(response);
            connection.output().writeFields(stream.id(), fields(null, trailers), true);
        }
    }

    /** Sends {@code body[from, to)} in frames of the sizes that the response asks for, and the client allows. */
    private void send(MockResponse response, byte[] body, int from, int to, boolean endStream)
            throws IOException, InterruptedException {
        int padding = connection.padding();
        int overhead = padding == 0 ? 0 : padding + 1;
        int sinceThrottled = from;
        for (int next = from; next < to; ) {
            int most = Math.min(response.mostAtOnce(next - sinceThrottled), to - next);
            most = Math.min(most, connection.output().maxFrameSize() - overhead);
            int granted = connection.sendWindows().take(stream.id(), most + overhead);
            boolean pads = overhead > 0 && granted > overhead;
            int count = pads ? granted - overhead : Math.min(granted, most);
            connection.sendWindows().grow(stream.id(), granted - count - (pads ? overhead : 0));
            connection.sendWindows().grow(0, granted - count - (pads ? overhead : 0));
            boolean last = endStream && next + count == to;
            if (last) {
                closeSide(response);
            }
            Http2Frame frame = Http2Frame.data(stream.id(), last, Arrays.copyOfRange(body, next, next + count));
            connection.output().write(pads ? frame.padded(padding) : frame);
            next += count;
            if (next < to) {
                connection.pause(response.dripPeriod());
                if (response.throttleBytes() == next - sinceThrottled) {
                    sinceThrottled = next;
                    connection.pause(response.throttlePeriod());
                }
            }
        }
        if (endStream && !stream.isAnswered()) {
            closeSide(response);
            connection.output().write(Http2Frame.data(stream.id(), true));
        }
    }

    /** What comes next is the last frame. */
    private void closeSide(MockResponse response) {
        SocketPolicy policy = response.socketPolicy();
        if (policy.effect() != Effect.NOTHING && policy.moment() == Moment.NEXT_REQUEST) {
            connection.endAtNextRequest(policy.effect(), response.effectDelay());
        }
        connection.closeSide(stream);
    }

    private void writeStrayBytes(MockResponse response) throws IOException, InterruptedException {
        if (response.strayBytes().length > 0) {
            if (response.strayDelay() != null) {
                connection.pause(response.strayDelay());
            }
            connection.output().write(response.strayBytes());
        }
    }

    /** Plays the script of that moment, if there is one. */
    private void play(MockResponse response, Moment moment) throws IOException, InterruptedException {
        Http2Script script = response.script(moment);
        if (script == null) {
            return;
        }
        script.play(connection.wire(), stream.id());
        if (moment != Moment.RESPONSE_END && stream.isAnswered()) {
            throw new IOException("The script ended stream " + stream.id());
        }
    }

    private void befall(MockResponse response) throws IOException, InterruptedException {
        connection.pause(response.effectDelay());
        if (response.socketPolicy().effect() == Effect.STALL) {
            connection.abandon(stream.id());
        } else {
            connection.end(response.socketPolicy().effect());
        }
    }

    /** The fields without those that HTTP/2 has no place for. */
    private static List<Map.Entry<String, String>> fields(@Nullable String status, Headers headers) {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        if (status != null) {
            fields.add(Map.entry(":status", status));
        }
        for (Map.Entry<String, String> header : headers) {
            if (!Http2Fields.isConnectionSpecific(header.getKey().toLowerCase(Locale.ROOT))) {
                fields.add(header);
            }
        }
        return fields;
    }

    /** What settles the response. */
    interface Answer {
        MockResponse get() throws InterruptedException;
    }
}
