package dev.hawser.internal.http1;

import dev.hawser.Headers;
import dev.hawser.Request;
import dev.hawser.ResponseLimits;
import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.http.BodyWatcher;
import dev.hawser.internal.http.BytePipe;
import dev.hawser.internal.http.ExchangeCodec;
import dev.hawser.internal.http.Framing;
import dev.hawser.internal.http.RequestTrailers;
import dev.hawser.internal.http.ResponseHead;
import dev.hawser.internal.time.Clock;
import dev.hawser.internal.transport.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;

/** HTTP/1.1 on one connection, exchange after exchange (RFC 9112). */
public final class Http1Codec implements ExchangeCodec {
    private static final Headers NO_FIELDS = new Headers.Builder().build();

    private final Transport transport;
    private final RequestTarget target;
    private final Buffers buffers;
    private final Input input;
    private final Output output;
    private final HeadReader heads;

    private ResponseLimits limits = ResponseLimits.DEFAULT;
    private boolean requestCloses;

    /** Whether a head of this exchange, an interim one too, lets nothing follow. */
    private boolean responseCloses;

    private long framing;
    private Headers trailers = NO_FIELDS;

    /**
     * A codec for a new connection.
     *
     * @param memory what the messages of the server repeat, shared with its other connections
     * @param peer the server, whose text is for messages: host and port
     */
    public Http1Codec(Transport transport, Buffers buffers, Clock clock, PeerMemory memory, Object peer) {
        this(transport, RequestTarget.ORIGIN_FORM, buffers, clock, memory, peer);
    }

    /**
     * As above.
     *
     * @param target what request lines are to ask for
     */
    public Http1Codec(
            Transport transport, RequestTarget target, Buffers buffers, Clock clock, PeerMemory memory, Object peer) {
        this.target = target;
        this.transport = transport;
        this.buffers = buffers;
        this.input = new Input(transport, buffers, clock);
        this.output = new Output(transport, buffers);
        this.heads = new HeadReader(input, memory, peer);
    }

    @Override
    public void begin(ResponseLimits limits) {
        this.limits = limits;
        heads.reset(limits);
        output.reset();
        responseCloses = false;
        requestCloses = false;
        trailers = NO_FIELDS;
    }

    @Override
    public void writeRequestHead(Request request) throws IOException {
        requestCloses = RequestHead.write(request, target, output, heads.memory());
    }

    @Override
    public OutputStream requestBody(long contentLength, RequestTrailers trailers, BodyWatcher watcher)
            throws IOException {
        return contentLength >= 0
                ? new FixedLengthSink(output, contentLength, trailers, watcher)
                : new ChunkedSink(output, buffers, trailers, watcher);
    }

    @Override
    public void flushRequest() throws IOException {
        output.flush();
    }

    @Override
    public boolean awaitResponse(long nanos) throws IOException {
        return !input.isEmpty() || transport.awaitReadable(nanos);
    }

    @Override
    public ResponseHead readResponseHead(Request request) throws IOException {
        ResponseHead head = heads.readHead();
        framing = framingOf(request);
        responseCloses |= heads.facts().isLast(request.method(), heads.code());
        return head;
    }

    private long framingOf(Request request) throws ProtocolException {
        try {
            return heads.facts().framing(request.method(), heads.code(), heads.minorVersion());
        } catch (ProtocolException e) {
            throw heads.refused(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public long responseLength() {
        return framing >= 0 ? framing : -1;
    }

    @Override
    public InputStream responseBody(BodyWatcher watcher) {
        if (framing == 0) {
            watcher.started();
            watcher.ended(0);
            return InputStream.nullInputStream();
        }
        if (framing == Framing.CHUNKED) {
            return new ChunkedBody(this, input, limits, watcher);
        }
        if (framing == Framing.UNTIL_CLOSE) {
            return new UntilCloseBody(this, input, watcher);
        }
        return new FixedLengthBody(this, input, framing, watcher);
    }

    @Override
    public BytePipe upgrade() {
        return new UpgradedPipe(input, transport);
    }

    /** Reads the fields behind the last chunk (RFC 9112, section 7.1.2). */
    void readTrailers() throws IOException {
        trailers = heads.readTrailers();
    }

    @Override
    public Headers trailers() {
        return trailers;
    }

    @Override
    public boolean requestStarted() {
        return output.started();
    }

    @Override
    public boolean responseStarted() {
        return heads.started();
    }

    @Override
    public boolean persistent() {
        return !requestCloses
                && !responseCloses
                && framing != Framing.UNTIL_CLOSE
                && heads.code() != 101
                && heads.facts().persistent(heads.minorVersion());
    }

    @Override
    public boolean strayBytes() {
        return !input.isEmpty();
    }

    /** Takes the {@linkplain #strayBytes stray bytes}, for another protocol of which they are the first. */
    public byte[] takeStrayBytes() {
        return input.takeAll();
    }

    @Override
    public long keepAliveSeconds() {
        return heads.facts().keepAliveSeconds();
    }

    @Override
    public long keepAliveMax() {
        return heads.facts().keepAliveMax();
    }

    @Override
    public void park() {
        heads.park();
        input.park();
        output.park();
        transport.park();
    }

    @Override
    public void abort() {
        transport.close();
    }

    ResponseLimits limits() {
        return limits;
    }

    /** Starts the time that draining may take; lends an array for what is dropped. */
    byte[] beginDrain() {
        input.endWithin(limits.drainTime().toNanos());
        return buffers.array();
    }

    void endDrain(byte[] dropped) {
        input.endWhenever();
        buffers.give(dropped);
    }
}
