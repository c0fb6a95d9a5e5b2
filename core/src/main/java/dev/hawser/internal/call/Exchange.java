package dev.hawser.internal.call;

import dev.hawser.EventListener;
import dev.hawser.Headers;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.ResponseBody;
import dev.hawser.Retirement;
import dev.hawser.UpgradedSocket;
import dev.hawser.internal.connection.HttpConnection;
import dev.hawser.internal.http.BodyClosedException;
import dev.hawser.internal.http.BodyWatcher;
import dev.hawser.internal.http.BytePipe;
import dev.hawser.internal.http.ExchangeCodec;
import dev.hawser.internal.http.RequestTrailers;
import dev.hawser.internal.http.ResponseHead;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response on the connection that the call has leased, with its events told. As the
 * watcher of the response's body it knows when the connection is free again.
 */
final class Exchange implements BodyWatcher, Supplier<Headers> {
    private final HttpCall call;
    private final HttpConnection connection;
    private final ExchangeCodec codec;
    private boolean bodyStarted;
    private boolean headAwaited;
    private boolean broken;
    private @Nullable Headers trailers;

    /** What made the response, and still holds all of it. */
    private Response.@Nullable Builder builder;

    private @Nullable Response built;

    Exchange(HttpCall call, HttpConnection connection, ExchangeCodec codec) {
        this.call = call;
        this.connection = connection;
        this.codec = codec;
    }

    HttpConnection connection() {
        return connection;
    }

    private EventListener events() {
        return call.events();
    }

    void writeRequestHead(Request request) throws IOException {
        events().requestHeadersStart(call);
        try {
            codec.writeRequestHead(request);
        } catch (IOException e) {
            throw requestFailed(e);
        }
        events().requestHeadersEnd(call, request);
    }

    OutputStream requestBody(RequestBody body) throws IOException {
        long length = body.contentLength();
        bodyStarted = true;
        return codec.requestBody(length, new RequestTrailers(body::trailers), new RequestWatcher());
    }

    void flushRequest() throws IOException {
        try {
            codec.flushRequest();
        } catch (IOException e) {
            throw requestFailed(e);
        }
    }

    /** The request is sent as far as it will be. */
    void requestDone() {
        call.requestDone();
    }

    /** Waits for an answer to {@code Expect: 100-continue}; false if the body is to be sent without one. */
    boolean awaitResponse(long nanos) throws IOException {
        try {
            return codec.awaitResponse(nanos);
        } catch (IOException e) {
            throw responseFailed(e);
        }
    }

    /** Reads one head, an interim one too. */
    ResponseHead readResponseHead(Request request) throws IOException {
        try {
            return codec.readResponseHead(request);
        } catch (IOException e) {
            throw responseFailed(e);
        }
    }

    /** Tells once that the response's head is waited for. */
    void responseHeadersStart() {
        if (!headAwaited) {
            headAwaited = true;
            events().responseHeadersStart(call);
        }
    }

    /** Tells of the response's head, which has no body yet. */
    void responseHeadersEnd(Response.Builder response) {
        if (events() != EventListener.NONE) {
            events().responseHeadersEnd(call, response.build());
        }
    }

    /** The connection, which from here on belongs to another protocol; the call goes on until it is closed. */
    UpgradedSocket upgrade(long writeNanos) throws IOException {
        BytePipe pipe;
        try {
            pipe = codec.upgrade();
        } catch (IOException e) {
            throw responseFailed(e);
        }
        pipe.timeouts(0, writeNanos);
        call.handOver();
        return new HandedOver(call, codec, pipe);
    }

    ResponseBody responseBody(Headers headers) {
        return new ExchangeBody(call.context().mediaTypes(), headers, codec.responseLength(), codec.responseBody(this));
    }

    /** The response of the exchange. */
    Response built(Response.Builder complete) {
        builder = complete;
        built = complete.build();
        return built;
    }

    /** A builder that holds the response: the one that made it, if it is this exchange's, unchanged. */
    Response.Builder builderOf(Response response) {
        return builder != null && built == response ? builder : response.newBuilder();
    }

    /** The trailers, when the body has been read to its end. */
    @Override
    public Headers get() {
        if (trailers == null) {
            throw new IllegalStateException("the trailers come after the body, which has not been read to its end");
        }
        return trailers;
    }

    /** Whether a byte of the request may have left. */
    boolean requestStarted() {
        return codec.requestStarted();
    }

    /** Whether the request's body was asked for its bytes. */
    boolean bodyStarted() {
        return bodyStarted;
    }

    /** Whether a byte of the response has come. */
    boolean responseStarted() {
        return codec.responseStarted();
    }

    /** Makes this the connection's last exchange. */
    void noMoreOnConnection(Retirement reason) {
        call.retire(reason);
    }

    /** Whether the connection failed the exchange. */
    boolean isBroken() {
        return broken;
    }

    /** Ends the exchange because the request's body failed by itself. */
    void requestBodyFailed(IOException cause) {
        events().requestFailed(call, cause);
        call.retire(reasonOf(cause));
    }

    /** Ends the exchange because writing the request failed. */
    IOException requestFailed(IOException cause) {
        events().requestFailed(call, cause);
        return broken(cause);
    }

    /** Ends the exchange because reading the response failed. */
    IOException responseFailed(IOException cause) {
        events().responseFailed(call, cause);
        return broken(cause);
    }

    private IOException broken(IOException cause) {
        broken = true;
        call.retire(reasonOf(cause));
        return cause;
    }

    private Retirement reasonOf(IOException cause) {
        if (cause instanceof SocketTimeoutException) {
            return Retirement.TIMED_OUT;
        }
        if (cause instanceof BodyClosedException) {
            return Retirement.BODY_NOT_READ;
        }
        if (cause instanceof InterruptedIOException) {
            return Retirement.CANCELED;
        }
        if (cause instanceof ProtocolException) {
            return Retirement.PROTOCOL_ERROR;
        }
        return responseStarted() || bodyStarted ? Retirement.IO_ERROR : Retirement.PEER_CLOSED;
    }

    @Override
    public void started() {
        events().responseBodyStart(call);
    }

    @Override
    public void ended(long byteCount) {
        trailers = codec.trailers();
        if (codec.strayBytes()) {
            call.retire(Retirement.STRAY_BYTES);
        } else if (!codec.persistent()) {
            call.retire(Retirement.CONNECTION_CLOSE);
        } else {
            call.tenancy().keepAlive(codec.keepAliveSeconds(), codec.keepAliveMax());
        }
        tellBodyEnd(byteCount);
    }

    @Override
    public IOException failed(long byteCount, IOException cause) {
        responseFailed(cause);
        call.requestDone();
        return call.responseBroken(cause);
    }

    @Override
    public void abandoned(long byteCount) {
        call.retire(Retirement.BODY_NOT_READ);
        call.requestDone();
        tellBodyEnd(byteCount);
    }

    /** Whatever the listener throws, the exchange is over. */
    private void tellBodyEnd(long byteCount) {
        try {
            events().responseBodyEnd(call, byteCount);
        } finally {
            call.responseDone();
        }
    }

    /** Tells the events of the request's body; failures are told where they are thrown. */
    private final class RequestWatcher implements BodyWatcher {
        @Override
        public void started() {
            events().requestBodyStart(call);
        }

        @Override
        public void ended(long byteCount) {
            events().requestBodyEnd(call, byteCount);
        }

        @Override
        public IOException failed(long byteCount, IOException cause) {
            return cause;
        }

        @Override
        public void abandoned(long byteCount) {}
    }
}
