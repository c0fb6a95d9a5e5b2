package dev.hawser.testserver;

import dev.hawser.Headers;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request on its stream, as far as it came. Used by its connection's thread, but for what is volatile. */
final class Http2Stream {
    private final int id;
    private final int sequenceNumber;
    private final RequestHead head;
    private final long bodyLimit;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private Headers trailers = Headers.of();
    private long size;

    /** What answers it, if that was settled by the head. */
    private @Nullable MockResponse early;

    private volatile boolean whole;
    private volatile boolean answered;
    private volatile @Nullable Thread responder;

    /** Its place in the line for responses. */
    private ResponseQueue.@Nullable Place place;

    Http2Stream(int id, int sequenceNumber, RequestHead head, long bodyLimit) {
        this.id = id;
        this.sequenceNumber = sequenceNumber;
        this.head = head;
        this.bodyLimit = bodyLimit;
    }

    int id() {
        return id;
    }

    RequestHead head() {
        return head;
    }

    @Nullable
    MockResponse early() {
        return early;
    }

    void answerWith(@Nullable MockResponse response) {
        early = response;
    }

    /** The request as far as it came. */
    RecordedRequest recorded(RecordedRequest.Origin origin) {
        ReceivedBody body = new ReceivedBody(kept.toByteArray(), size, List.of(), trailers);
        return new RecordedRequest(head, body, origin, sequenceNumber, id);
    }

    /** Takes in content. */
    void add(byte[] bytes, int offset, int count) {
        kept.write(bytes, offset, (int) Math.min(count, Math.max(bodyLimit - size, 0)));
        size += count;
    }

    void trailers(Headers fields) {
        trailers = fields;
    }

    /** Whether half of the body that was promised has come, or something of one of unknown length. */
    boolean hasHalf() {
        return size > 0 && 2 * size >= head.contentLength();
    }

    /** Ends the request. */
    void end() throws Http2Violation {
        if (head.contentLength() != RequestHead.CHUNKED && head.contentLength() != size) {
            throw Http2Violation.ofStream(
                    id,
                    Http2ErrorCode.PROTOCOL_ERROR,
                    "a body of " + size + " bytes with a content-length of " + head.contentLength());
        }
        whole = true;
    }

    /** Whether the request is complete. */
    boolean isWhole() {
        return whole;
    }

    /** Whether the server sends no more on it. */
    boolean isAnswered() {
        return answered;
    }

    void answered() {
        answered = true;
    }

    void responder(Thread thread) {
        responder = thread;
    }

    void waitsAt(ResponseQueue.Place inLine) {
        place = inLine;
    }

    /** Ends what its thread does, if it has one; the response that it waits for goes to the next. */
    void interrupt() {
        if (place != null) {
            place.giveUp();
        }
        Thread thread = responder;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
