package dev.hawser;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * A request that is ready to be sent, once. Safe for use by many threads; {@link #cancel()} may be called from
 * any at any time.
 */
public interface Call extends Cloneable {
    /** The request that this call was made for, as the user gave it. */
    Request request();

    /**
     * Sends the request and waits for the head of its response, whose body is then to be read and closed:
     *
     * <pre>{@code
     * try (Response response = client.newCall(request).execute()) {
     *     return response.body().string();
     * }
     * }</pre>
     *
     * <p>A response of any status code is a success here; see {@link Response#isSuccessful()}.
     *
     * @throws IOException if the call was cancelled, timed out, or could not be carried through: the network
     *     failed, or the server did not keep to the protocol. What the server may have done is then unknown,
     *     unless the exception says otherwise
     * @throws IllegalStateException if this call was executed or enqueued before
     */
    Response execute() throws IOException;

    /**
     * Gets the connection for this call beforehand, which {@link #execute()} then uses: for those who must know, before they have all of
     * their request, that its server can be reached. Until then nothing is sent. The time for the call runs from here on; a call
     * that will not be executed is to be {@linkplain #cancel() cancelled}, which gives the connection up.
     *
     * <p>The connection is looked at again before the request is sent on it, and replaced if the server has closed it meanwhile.
     *
     * @throws IOException if there is no connection to be had; the call has failed then, and cannot be executed
     * @throws IllegalStateException if this call was connected, executed or enqueued before
     */
    Connection connect() throws IOException;

    /**
     * Has the request sent as soon as the dispatcher's limits allow it, and its outcome told to
     * {@code callback} on a thread of the dispatcher.
     *
     * @throws IllegalStateException if this call was executed or enqueued before
     */
    void enqueue(Callback callback);

    /**
     * Has the request sent as {@link #enqueue} does. The future ends with the response, whose body is to be
     * closed by who takes it, or with the {@link IOException} of the failure; to cancel it is to cancel the
     * call, and a response that comes too late for it is closed.
     *
     * @throws IllegalStateException if this call was executed or enqueued before
     */
    CompletableFuture<Response> executeAsync();

    /**
     * Ends the call if it has not ended: it fails with an {@link IOException} that says "Canceled", at whatever
     * step it is. Calls that are complete, their body read, are not affected.
     */
    void cancel();

    /** Whether this call was executed or enqueued, or connected to be so. It can be so but once. */
    boolean isExecuted();

    /** Whether this call was cancelled. */
    boolean isCanceled();

    /**
     * The time that the whole call may take, from resolving the name to the end of the response's body,
     * redirects and all; the time that an enqueued call waits for its turn does not count. It may be set until the call is
     * executed, enqueued or connected.
     */
    CallTimeout timeout();

    /** A new call for the same request, which can be executed even if this one was. */
    Call clone();

    /** A maker of calls; the client is one. */
    interface Factory {
        /** A call for {@code request}, not yet sent. */
        Call newCall(Request request);
    }
}
