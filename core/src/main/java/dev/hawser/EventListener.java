package dev.hawser;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who is told the steps of a call as they happen. Every method does nothing here; override those of interest.
 *
 * <p>Each start is followed by its end or its failure. Steps repeat when a call is redirected, tried again or
 * has several addresses to try, and are left out where they are not needed: a pooled connection needs neither
 * DNS nor connect. The methods run on the thread that makes the step, never under a lock of the client, and
 * must be fast. When several addresses race for a connection, {@link #connectStart} and {@link #connectFailed} may come from
 * several threads at a time. {@link #canceled} comes from whichever thread cancels. What they throw fails the call.
 */
public abstract class EventListener {
    /** A listener that ignores everything. */
    public static final EventListener NONE = new EventListener() {};

    /** A listener; its subclass says what it listens to. */
    protected EventListener() {}

    /** The call was executed or enqueued. */
    public void callStart(Call call) {}

    /** The proxies for {@code url} are about to be chosen. */
    public void proxySelectStart(Call call, HttpUrl url) {}

    /** The proxies for {@code url} were chosen, to be tried in this order. */
    public void proxySelectEnd(Call call, HttpUrl url, List<Proxy> proxies) {}

    /** A name is about to be resolved. */
    public void dnsStart(Call call, String domainName) {}

    /** A name was resolved. */
    public void dnsEnd(Call call, String domainName, List<InetAddress> inetAddressList) {}

    /** A connection is about to be made. */
    public void connectStart(Call call, InetSocketAddress inetSocketAddress, Proxy proxy) {}

    /** The TLS handshake of a connection is about to start. */
    public void secureConnectStart(Call call) {}

    /** The TLS handshake of a connection succeeded. */
    public void secureConnectEnd(Call call, @Nullable Handshake handshake) {}

    /** A connection was made. */
    public void connectEnd(Call call, InetSocketAddress inetSocketAddress, Proxy proxy, @Nullable Protocol protocol) {}

    /** A connection could not be made, or another address connected before; there may be further addresses to try. */
    public void connectFailed(
            Call call,
            InetSocketAddress inetSocketAddress,
            Proxy proxy,
            @Nullable Protocol protocol,
            IOException ioe) {}

    /** The call got a connection, a new or a pooled one. */
    public void connectionAcquired(Call call, Connection connection) {}

    /** The call gave its connection back. */
    public void connectionReleased(Call call, Connection connection) {}

    /** The request's head is about to be sent. */
    public void requestHeadersStart(Call call) {}

    /** The request's head was sent. */
    public void requestHeadersEnd(Call call, Request request) {}

    /** The request's body is about to be sent. */
    public void requestBodyStart(Call call) {}

    /** The request's body was sent: {@code byteCount} bytes of content. */
    public void requestBodyEnd(Call call, long byteCount) {}

    /** The request's head or body could not be sent. */
    public void requestFailed(Call call, IOException ioe) {}

    /** The response's head is waited for. */
    public void responseHeadersStart(Call call) {}

    /**
     * An interim response arrived, as 103 Early Hints (RFC 8297); the final one is yet to come.
     *
     * @param code the status code, 100 to 199
     */
    public void informationalResponse(Call call, int code, Headers headers) {}

    /** The response's head has arrived. */
    public void responseHeadersEnd(Call call, Response response) {}

    /** The response's body is about to be read, or is closed unread; it may be empty. */
    public void responseBodyStart(Call call) {}

    /** The response's body was read to its end or closed: {@code byteCount} bytes were read. */
    public void responseBodyEnd(Call call, long byteCount) {}

    /** The response's head or body could not be read. */
    public void responseFailed(Call call, IOException ioe) {}

    /** The call is complete: its response's body was read to the end or closed. */
    public void callEnd(Call call) {}

    /** The call failed. */
    public void callFailed(Call call, IOException ioe) {}

    /** The call was cancelled; whether in time is told by what follows. */
    public void canceled(Call call) {}

    /**
     * A request failed, and it was decided whether it is sent again.
     *
     * @param retry whether it is; else the failure is the call's, unless the cache has something in its place
     */
    public void retryDecision(Call call, IOException exception, boolean retry) {}

    /**
     * A response has come, and it was decided whether another request follows from it: for a redirect, with credentials, or once more.
     *
     * @param networkResponse the response, whose body is not to be read here
     * @param nextRequest what follows, or null if the response is the call's
     */
    public void followUpDecision(Call call, Response networkResponse, @Nullable Request nextRequest) {}

    /** The request allowed an answer from the cache only, and the cache had none: the response is a 504. */
    public void satisfactionFailure(Call call, Response response) {}

    /** The response is one from the cache. */
    public void cacheHit(Call call, Response response) {}

    /** The response is to come from the network, as the cache has none that may be used. */
    public void cacheMiss(Call call) {}

    /** The cache has a response that the server is asked to confirm. */
    public void cacheConditionalHit(Call call, Response cachedResponse) {}

    /** A listener that tells this one of each step, and then {@code other}. */
    public final EventListener plus(EventListener other) {
        Objects.requireNonNull(other, "other");
        return this == NONE ? other : other == NONE ? this : new EventListenerPair(this, other);
    }

    /** A maker of listeners, asked for one for each call. Must be safe for use by many threads. */
    @FunctionalInterface
    public interface Factory {
        /** The listener for {@code call}. It must not touch the call before {@link #callStart}. */
        EventListener create(Call call);
    }
}
