package dev.hawser.testserver;

import dev.hawser.testserver.SocketPolicy.Moment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Kinds of misbehaviour of the frames of HTTP/2, to be dealt out by {@link Faults} or applied to one response by {@link
 * #spoil}. Over HTTP/1.1 they change nothing, unless they say so. A flood ends after 20,000 frames, and the response follows
 * it: a client is to end it before.
 */
public final class Http2Faults {
    /** The stream is reset by CANCEL before the response. */
    public static final Fault RESET_STREAM_BEFORE_RESPONSE =
            reset("RESET_STREAM_BEFORE_RESPONSE", Moment.REQUEST_END, Http2ErrorCode.CANCEL);

    /** The stream is refused, so its request may be sent again, whatever it is (RFC 9113, section 8.7). */
    public static final Fault REFUSED_STREAM =
            reset("REFUSED_STREAM", Moment.REQUEST_END, Http2ErrorCode.REFUSED_STREAM);

    /** The stream is reset before the response, as its request is to come over HTTP/1.1 (RFC 9113, section 7), where it is answered. */
    public static final Fault HTTP_1_1_REQUIRED =
            reset("HTTP_1_1_REQUIRED", Moment.REQUEST_END, Http2ErrorCode.HTTP_1_1_REQUIRED);

    /** The stream is reset by INTERNAL_ERROR in the middle of the response. */
    public static final Fault RESET_STREAM_DURING_BODY =
            reset("RESET_STREAM_DURING_BODY", Moment.RESPONSE_BODY, Http2ErrorCode.INTERNAL_ERROR);

    /** The stream is reset by NO_ERROR after the response, which is allowed (RFC 9113, section 8.1). */
    public static final Fault RESET_STREAM_AFTER_RESPONSE =
            reset("RESET_STREAM_AFTER_RESPONSE", Moment.RESPONSE_END, Http2ErrorCode.NO_ERROR);

    /** GOAWAY that leaves this stream, and all above it, without an answer; the connection stays open. */
    public static final Fault GOAWAY_BEFORE_RESPONSE = at(
            "GOAWAY_BEFORE_RESPONSE",
            Moment.REQUEST_END,
            (wire, id) -> wire.send(Http2Frame.goAway(Math.max(id - 2, 0), Http2ErrorCode.NO_ERROR, "")));

    /** GOAWAY that lets this stream be the last, in the middle of its response; the connection stays open. */
    public static final Fault GOAWAY_DURING_BODY = at(
            "GOAWAY_DURING_BODY",
            Moment.RESPONSE_BODY,
            (wire, id) -> wire.send(Http2Frame.goAway(id, Http2ErrorCode.NO_ERROR, "")));

    /** GOAWAY that lets this stream be the last, and the end of the connection, both in the middle of its response. */
    public static final Fault GOAWAY_AND_CLOSE_DURING_BODY =
            at("GOAWAY_AND_CLOSE_DURING_BODY", Moment.RESPONSE_BODY, (wire, id) -> {
                wire.send(Http2Frame.goAway(id, Http2ErrorCode.NO_ERROR, ""));
                wire.close();
            });

    /** PINGs that want an answer. */
    public static final Fault PING_FLOOD = flood("PING_FLOOD", Http2Frame.ping(1, false));

    /** SETTINGS that want to be acknowledged. */
    public static final Fault SETTINGS_FLOOD = flood("SETTINGS_FLOOD", Http2Frame.settings());

    /** Resets of the same stream. */
    public static final Fault RESET_FLOOD = at(
            "RESET_FLOOD",
            Moment.RESPONSE_END,
            (wire, id) -> wire.send(flood(Http2Frame.rstStream(id, Http2ErrorCode.CANCEL))));

    /** DATA without content that ends nothing, within the response. */
    public static final Fault EMPTY_DATA_FLOOD =
            at("EMPTY_DATA_FLOOD", Moment.RESPONSE_HEAD, (wire, id) -> wire.send(flood(Http2Frame.data(id, false))));

    /** A head that CONTINUATION frames without content continue, and do not end. */
    public static final Fault CONTINUATION_FLOOD = at("CONTINUATION_FLOOD", Moment.REQUEST_END, (wire, id) -> {
        Http2Frame[] frames = flood(Http2Frame.continuation(id, false));
        frames[0] = Http2Frame.headers(id, false, ":status", "200").withFlags(0);
        wire.send(frames);
        wire.abandon(id);
    });

    /** A head of 8 MB that travels in less than 16 KB, as HPACK has it name one field many times; over HTTP/1.1 it travels as it is. */
    public static final Fault HEADER_BOMB = new Fault("HEADER_BOMB", (response, dice) -> {
        MockResponse.Builder builder = response.newBuilder();
        String value = "x".repeat(4_000);
        for (int i = 0; i < 2_000; i++) {
            builder.addHeader("bomb", value);
        }
        return builder.build();
    });

    /** A window that grows beyond 2^31 - 1 (RFC 9113, section 6.9.1). */
    public static final Fault WINDOW_OVERFLOW = at(
            "WINDOW_OVERFLOW",
            Moment.REQUEST_END,
            (wire, id) ->
                    wire.send(Http2Frame.windowUpdate(0, Integer.MAX_VALUE).bytes()));

    /** A window that grows by nothing (RFC 9113, section 6.9). */
    public static final Fault WINDOW_UPDATE_OF_ZERO =
            at("WINDOW_UPDATE_OF_ZERO", Moment.REQUEST_END, (wire, id) -> wire.send(Http2Frame.windowUpdate(0, 0)));

    /** DATA on a stream that the client has not begun (RFC 9113, section 5.1). */
    public static final Fault DATA_ON_IDLE_STREAM = at(
            "DATA_ON_IDLE_STREAM",
            Moment.REQUEST_END,
            (wire, id) -> wire.send(Http2Frame.data(id + 1_000, false, utf8("rope"))));

    /** DATA on the stream after its end (RFC 9113, section 5.1). */
    public static final Fault DATA_ON_CLOSED_STREAM = at(
            "DATA_ON_CLOSED_STREAM",
            Moment.RESPONSE_END,
            (wire, id) -> wire.send(Http2Frame.data(id, false, utf8("rope"))));

    /** DATA with more padding than it is long (RFC 9113, section 6.1). */
    public static final Fault BAD_PADDING = at(
            "BAD_PADDING",
            Moment.RESPONSE_HEAD,
            (wire, id) -> wire.send(new Http2Frame(Http2Frame.DATA, Http2Frame.PADDED, id, new byte[] {9, 0})));

    /** A promise to push, which the client has forbidden if it is wise (RFC 9113, section 8.4). */
    public static final Fault PUSH_PROMISE = at(
            "PUSH_PROMISE",
            Moment.REQUEST_END,
            (wire, id) -> wire.send(Http2Frame.pushPromise(
                    id, 2, ":method", "GET", ":scheme", "http", ":authority", "localhost", ":path", "/pushed")));

    /** A field block that cannot be decoded (RFC 7541, section 2.3.3): index 0. */
    public static final Fault BAD_FIELD_BLOCK = at("BAD_FIELD_BLOCK", Moment.REQUEST_END, (wire, id) -> {
        wire.send(new Http2Frame(Http2Frame.HEADERS, Http2Frame.END_HEADERS, id, (byte) 0x80));
        wire.abandon(id);
    });

    /** A head with a field of HTTP/1.1 and a name in upper case (RFC 9113, section 8.2). */
    public static final Fault MALFORMED_HEAD = at(
            "MALFORMED_HEAD",
            Moment.REQUEST_END,
            (wire, id) ->
                    wire.send(Http2Frame.headers(id, true, ":status", "200", "connection", "close", "Upper", "case")));

    /** Bytes that are no frame. */
    public static final Fault RUBBISH =
            at("RUBBISH", Moment.REQUEST_END, (wire, id) -> wire.send(utf8("HTTP/1.1 400 Bad Request\r\n\r\n")));

    /** All constants of this type. */
    public static final List<Fault> ALL = List.of(
            RESET_STREAM_BEFORE_RESPONSE,
            REFUSED_STREAM,
            HTTP_1_1_REQUIRED,
            RESET_STREAM_DURING_BODY,
            RESET_STREAM_AFTER_RESPONSE,
            GOAWAY_BEFORE_RESPONSE,
            GOAWAY_DURING_BODY,
            GOAWAY_AND_CLOSE_DURING_BODY,
            PING_FLOOD,
            SETTINGS_FLOOD,
            RESET_FLOOD,
            EMPTY_DATA_FLOOD,
            CONTINUATION_FLOOD,
            HEADER_BOMB,
            WINDOW_OVERFLOW,
            WINDOW_UPDATE_OF_ZERO,
            DATA_ON_IDLE_STREAM,
            DATA_ON_CLOSED_STREAM,
            BAD_PADDING,
            PUSH_PROMISE,
            BAD_FIELD_BLOCK,
            MALFORMED_HEAD,
            RUBBISH);

    private static final int FLOOD = 20_000;

    private Http2Faults() {}

    /** The response with the fault; none of the constants here draws from chance. */
    public static MockResponse spoil(MockResponse response, Fault fault) {
        return fault.alteration().apply(response, new SplittableRandom(0));
    }

    private static Fault at(String name, Moment moment, Http2Script script) {
        return new Fault(
                name,
                (response, dice) -> response.newBuilder().http2(moment, script).build());
    }

    private static Fault reset(String name, Moment moment, Http2ErrorCode code) {
        return at(name, moment, (wire, id) -> wire.send(Http2Frame.rstStream(id, code)));
    }

    private static Fault flood(String name, Http2Frame frame) {
        return at(name, Moment.REQUEST_END, (wire, id) -> wire.send(flood(frame)));
    }

    private static Http2Frame[] flood(Http2Frame frame) {
        Http2Frame[] frames = new Http2Frame[FLOOD];
        Arrays.fill(frames, frame);
        return frames;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
