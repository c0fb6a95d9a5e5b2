package dev.hawser.internal.call;

import dev.hawser.Call;
import dev.hawser.CallTimeout;
import dev.hawser.Callback;
import dev.hawser.Connection;
import dev.hawser.EventListener;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.Retirement;
import dev.hawser.Route;
import dev.hawser.internal.connection.HttpConnection;
import dev.hawser.internal.http.ExchangeCodec;
import dev.hawser.internal.time.Alarm;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A call, from its execution to the end of its response's body. {@link #open} says what is still to come, and
 * whoever clears the last bit of it gives the connection back and tells the end.
 */
public final class HttpCall implements Call {
    /** The request of the current exchange is being sent. */
    private static final int REQUEST = 1;

    /** The response of the current exchange, its body included, is not complete. */
    private static final int RESPONSE = 2;

    /** Another exchange may follow. */
    private static final int MORE = 4;

    private static final VarHandle OPEN;
    private static final VarHandle ENDED_BY;
    private static final VarHandle EXECUTED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            OPEN = lookup.findVarHandle(HttpCall.class, "open", int.class);
            ENDED_BY = lookup.findVarHandle(HttpCall.class, "endedBy", Ending.class);
            EXECUTED = lookup.findVarHandle(HttpCall.class, "executed", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Who ended a call before its time. */
    private enum Ending {
        NOBODY(Retirement.IO_ERROR),
        USER(Retirement.CANCELED),
        TIMEOUT(Retirement.TIMED_OUT);

        /** Why the connection goes on which an exchange is not complete then. */
        private final Retirement retirement;

        Ending(Retirement retirement) {
            this.retirement = retirement;
        }
    }

    private final CallContext context;
    private final Request request;
    private final EventListener events;
    private final Tenancy tenancy;
    private volatile boolean executed;

    /** Whether it has its connection beforehand, and is yet to be executed. Used by the thread of the call. */
    private boolean connected;

    private volatile Ending endedBy = Ending.NOBODY;
    private volatile int open;
    private long timeoutNanos;
    private @Nullable Alarm timeoutAlarm;
    private @Nullable IOException bodyFailure;
    private @Nullable Exchange exchange;
    private boolean freshConnectionWanted;
    private boolean hadNoRoom;

    /** The server that wants HTTP/1.1 of this call; null if none does. */
    private @Nullable Server http11;

    /** Whether the cache asks, and not the user: the user's interceptors are left out. */
    private final boolean forCache;

    /** The thread that runs the call, until it ends. */
    private volatile @Nullable Thread runner;

    /** Neighbours in {@link RunningCalls}, guarded by its lock. */
    @Nullable
    HttpCall previousRunning;

    @Nullable
    HttpCall nextRunning;

    /** A call that is not yet executed. */
    public HttpCall(CallContext context, Request request) {
        this(context, request, false);
    }

    private HttpCall(CallContext context, Request request, boolean forCache) {
        this.context = context;
        this.request = request;
        this.forCache = forCache;
        this.timeoutNanos = TimeUnit.MILLISECONDS.toNanos(context.client.callTimeoutMillis());
        this.tenancy = new Tenancy(context, this);
        this.events = context.client.eventListenerFactory().create(this);
    }

    /** A call that brings the cache up to date, for a request that has passed the user's interceptors. */
    static HttpCall forCache(CallContext context, Request request) {
        return new HttpCall(context, request, true);
    }

    boolean isForCache() {
        return forCache;
    }

    CallContext context() {
        return context;
    }

    EventListener events() {
        return events;
    }

    Tenancy tenancy() {
        return tenancy;
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public Response execute() throws IOException {
        start();
        context.registry.started(this);
        try {
            return response();
        } finally {
            context.registry.finished(this);
        }
    }

    @Override
    public void enqueue(Callback callback) {
        start();
        context.registry.enqueue(this, callback);
    }

    @Override
    public CompletableFuture<Response> executeAsync() {
        CallFuture future = new CallFuture(this);
        enqueue(future);
        return future;
    }

    @Override
    public Connection connect() throws IOException {
        start();
        open = MORE;
        startTimeout();
        try {
            Connection connection =
                    tenancy.enterBeforehand(context.serverOf(request.url()).address(), context.timeouts.connectNanos());
            connected = true;
            return connection;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void start() {
        if (connected) {
            connected = false;
            return;
        }
        if (!EXECUTED.compareAndSet(this, false, true)) {
            throw new IllegalStateException("Already Executed");
        }
        events.callStart(this);
    }

    private void startTimeout() {
        if (timeoutNanos > 0 && timeoutAlarm == null) {
            Alarm alarm = context.alarms.alarm(now -> {
                end(Ending.TIMEOUT);
                return Alarm.NEVER;
            });
            timeoutAlarm = alarm;
            alarm.ringBy(context.clock.nanoTime() + timeoutNanos);
        }
    }

    /** Runs an enqueued call on the dispatcher's thread, and tells its outcome. */
    public void runFor(Callback callback) {
        Response response;
        try {
            response = response();
        } catch (IOException e) {
            callback.onFailure(this, e);
            return;
        } catch (RuntimeException | Error e) {
            cancel();
            callback.onFailure(this, new IOException("canceled due to " + e, e));
            throw e;
        }
        try {
            callback.onResponse(this, response);
        } catch (IOException e) {
            System.getLogger("dev.hawser")
                    .log(
                            System.Logger.Level.INFO,
                            "Callback failure for " + request.method() + " "
                                    + request.url().redact(),
                            e);
        }
    }

    /** Ends an enqueued call that was never run. */
    public void failFor(Callback callback, IOException cause) {
        callback.onFailure(this, failed(cause));
    }

    private Response response() throws IOException {
        open = MORE;
        runner = Thread.currentThread();
        startTimeout();
        Response response = null;
        try {
            int first = forCache ? context.client.interceptors().size() : 0;
            response = new InterceptorChain(this, first, null, request, context.timeouts).proceed(request);
            if (endedBy != Ending.NOBODY) {
                response.close();
                throw new IOException("Canceled");
            }
            close(MORE);
            return response;
        } catch (IOException e) {
            throw failed(e);
        } catch (RuntimeException | Error e) {
            cancel();
            IOException failure = new IOException("canceled due to " + e, e);
            failed(failure);
            throw e;
        }
    }

    /** Ends the call with a failure; returns what to throw. */
    private IOException failed(IOException cause) {
        IOException told = explained(cause);
        abandonExchange();
        open = 0;
        ended();
        events.callFailed(this, told);
        return told;
    }

    /** The failure as the user is to see it: if the call was ended, that is the reason, whatever broke by it. */
    IOException explained(IOException cause) {
        switch (endedBy) {
            case USER -> {
                return "Canceled".equals(cause.getMessage()) ? cause : new IOException("Canceled", cause);
            }
            case TIMEOUT -> {
                InterruptedIOException timeout = new InterruptedIOException(
                        "timeout: the call took more than " + TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + " ms");
                timeout.initCause(cause);
                return timeout;
            }
            default -> {
                return cause;
            }
        }
    }

    @Override
    public void cancel() {
        end(Ending.USER);
    }

    private void end(Ending by) {
        if (!ENDED_BY.compareAndSet(this, Ending.NOBODY, by)) {
            return;
        }
        tenancy.cancel();
        events.canceled(this);
        context.registry.canceled(this);
    }

    /**
     * Stops a call that was ended.
     *
     * @throws IOException if it was
     */
    void checkNotEnded() throws IOException {
        if (endedBy != Ending.NOBODY) {
            throw new IOException("Canceled");
        }
    }

    /**
     * Marks the begin of an exchange.
     *
     * @throws IllegalStateException if the previous one is not complete
     */
    void checkPreviousIsComplete() {
        if ((open & (REQUEST | RESPONSE)) != 0) {
            throw new IllegalStateException("cannot make a new request because the previous response is still open: "
                    + "please call response.close()");
        }
    }

    /** Begins an exchange for the chain's request, on the connection that the call has or on another. */
    Exchange beginExchange(InterceptorChain chain) throws IOException {
        exchange = null;
        Timeouts timeouts = chain.timeouts();
        HttpConnection connection = tenancy.enter(
                context.addressFor(chain.request(), http11), hadNoRoom, freshConnectionWanted, timeouts.connectNanos());
        hadNoRoom = false;
        freshConnectionWanted = false;
        ExchangeCodec codec =
                tenancy.begin(connection, context.client.responseLimits(), timeouts.readNanos(), timeouts.writeNanos());
        open = MORE | REQUEST | RESPONSE;
        Exchange begun = new Exchange(this, connection, codec);
        exchange = begun;
        return begun;
    }

    /** The way that the current exchange went, null if there is none. */
    @Nullable
    Route route() {
        Exchange current = exchange;
        return current == null ? null : current.connection().route();
    }

    /** A builder that holds a response of the current exchange, or another that an interceptor has put in its place. */
    Response.Builder builderOf(Response response) {
        Exchange current = exchange;
        return current == null ? response.newBuilder() : current.builderOf(response);
    }

    /** Makes the next exchange begin on a connection that has carried none. */
    void wantFreshConnection() {
        freshConnectionWanted = true;
    }

    /** The next exchange takes the place of one for which there was no room on the connection that it was given. */
    void hadNoRoom() {
        hadNoRoom = true;
    }

    /** Whether a request may go over HTTP/1.1 instead: once in a call, and not where HTTP/2 was agreed on without the server. */
    boolean mayGoOverHttp11(Request next) {
        return http11 == null && next.url().isHttps();
    }

    /** Has the request's server be reached over HTTP/1.1 from here on. */
    void goOverHttp11(Request next) {
        http11 = context.http11ServerOf(next.url());
    }

    /** Gives up the exchange that failed, so that another one can begin; returns how far it got. */
    SendOutcome giveUpExchange() {
        Exchange failed = exchange;
        SendOutcome outcome =
                failed == null || !failed.isBroken() ? SendOutcome.NO_CONNECTION : tenancy.outcomeOf(failed);
        exchange = null;
        abandonExchange();
        open = MORE;
        return outcome;
    }

    /** Why the connection goes if its exchange is not complete now. */
    Retirement retirement() {
        return endedBy.retirement;
    }

    /** Leaves the connection, which is of no more use if its exchange is not complete. */
    private void abandonExchange() {
        if ((open & (REQUEST | RESPONSE)) != 0) {
            tenancy.retire(retirement());
        }
        tenancy.leave();
    }

    /** The request of the exchange is sent as far as it will be. */
    void requestDone() {
        close(REQUEST);
    }

    /** The response has begun while the request is still being sent: the time for the whole call limits it no longer. */
    void endCallTimeout() {
        if (timeoutAlarm != null) {
            timeoutAlarm.cancel();
        }
    }

    /** Another protocol has the connection, for as long as it likes. */
    void handOver() {
        endCallTimeout();
        tenancy.handedOver();
    }

    /** The response of the exchange is complete or given up. */
    void responseDone() {
        close(RESPONSE);
    }

    /** The response broke off while its body was read; returns what to throw. */
    IOException responseBroken(IOException cause) {
        IOException told = explained(cause);
        bodyFailure = told;
        close(RESPONSE);
        return told;
    }

    private void close(int bit) {
        int before = (int) OPEN.getAndBitwiseAnd(this, ~bit);
        if (before != 0 && (before & ~bit) == 0) {
            tenancy.leave();
            ended();
            if (bodyFailure == null) {
                events.callEnd(this);
            } else {
                events.callFailed(this, bodyFailure);
            }
        }
    }

    /** Whether the call was executed by this thread and has not ended. */
    boolean runsOn(Thread thread) {
        return runner == thread;
    }

    private void ended() {
        runner = null;
        if (timeoutAlarm != null) {
            timeoutAlarm.cancel();
        }
    }

    /** Makes the current exchange the last one on its connection. */
    void retire(Retirement reason) {
        tenancy.retire(reason);
    }

    @Override
    public boolean isExecuted() {
        return executed;
    }

    @Override
    public boolean isCanceled() {
        return endedBy != Ending.NOBODY;
    }

    @Override
    public CallTimeout timeout() {
        return new CallTimeout() {
            @Override
            public CallTimeout timeout(long timeout, TimeUnit unit) {
                if (timeout < 0) {
                    throw new IllegalArgumentException("timeout < 0: " + timeout);
                }
                if (executed) {
                    throw new IllegalStateException("the timeout must be set before the call is executed");
                }
                timeoutNanos = unit.toNanos(timeout);
                return this;
            }

            @Override
            public long timeoutNanos() {
                return timeoutNanos;
            }
        };
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod") // a clone is a new call for the same request
    public HttpCall clone() {
        return new HttpCall(context, request, forCache);
    }

    /** Method and URL, without what is secret in it. */
    @Override
    public String toString() {
        return "Call{" + request.method() + " " + request.url().redact() + "}";
    }
}
