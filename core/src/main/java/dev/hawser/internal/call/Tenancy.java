package dev.hawser.internal.call;

import dev.hawser.Address;
import dev.hawser.Protocol;
import dev.hawser.ResponseLimits;
import dev.hawser.Retirement;
import dev.hawser.internal.connection.HttpConnection;
import dev.hawser.internal.http.ExchangeCodec;
import dev.hawser.internal.pool.Dialer;
import dev.hawser.internal.pool.Lease;
import dev.hawser.internal.pool.PoolTimeoutException;
import dev.hawser.internal.pool.Wait;
import dev.hawser.internal.pool.Want;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A call's hold on the pool: the wait for a connection, then the lease of it, from the first exchange to the
 * last or until an exchange goes elsewhere. The call's thread enters and leaves; any thread may cancel.
 *
 * <p>Whoever cancels first says so, then looks for a wait or a lease; whoever waits or leases first shows it,
 * then looks whether the call was cancelled. So one of the two sees the other.
 */
final class Tenancy {
    private static final long IN_USE = Long.MIN_VALUE;

    private final CallContext context;
    private final HttpCall call;
    private volatile @Nullable Wait<Address, HttpConnection> wait;
    private volatile @Nullable Lease<Address, HttpConnection> lease;
    private volatile @Nullable ExchangeCodec codec;

    /** The exchanges that the connection has carried under the lease, without the current one. */
    private int exchangesBefore;

    /** When the connection was entered beforehand, by the clock; {@link #IN_USE} once an exchange was about to begin. */
    private long readySince = IN_USE;

    /** Why the connection must go when it is left; null if it may stay. */
    private @Nullable Retirement retirement;

    Tenancy(CallContext context, HttpCall call) {
        this.context = context;
        this.call = call;
    }

    /** Gets a connection for the first exchange, which is still to be asked for by {@link #enter}. */
    HttpConnection enterBeforehand(Address address, long connectNanos) throws IOException {
        HttpConnection connection = enter(address, false, false, connectNanos);
        readySince = context.clock.nanoTime();
        return connection;
    }

    /**
     * Gets a connection to {@code address}: the one that the call has, if it may carry another exchange, else
     * one from the pool.
     *
     * @param again whether the last one had no room for the exchange
     * @param fresh whether it must be one that has carried no exchange
     */
    HttpConnection enter(Address address, boolean again, boolean fresh, long connectNanos) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted before a connection to " + address + " was taken");
        }
        Lease<Address, HttpConnection> held = lease;
        if (held != null) {
            boolean same = held.key().equals(address) && held.connection().serves(address);
            if (!fresh && same && mayStay(held) && mayCarryAnother(held)) {
                return held.connection();
            }
            leave();
        }
        held = fresh ? null : context.pool.leaseIdle(address, call);
        if (held == null) {
            held = waitFor(address, again, fresh, connectNanos);
        }
        if (context.report.tracesLeases()) {
            held.trace(new Throwable("the connection was leased here, for " + call));
        }
        lease = held;
        if (call.isCanceled()) {
            lease = null;
            context.pool.release(held, call.retirement());
            call.checkNotEnded();
        }
        call.events().connectionAcquired(call, held.connection());
        return held.connection();
    }

    /** Begins an exchange on the connection that was entered. */
    ExchangeCodec begin(HttpConnection connection, ResponseLimits limits, long readNanos, long writeNanos) {
        ExchangeCodec last = codec;
        if (last != null && connection.isShared()) {
            last.park();
        }
        ExchangeCodec next = connection.begin(limits, readNanos, writeNanos);
        codec = next;
        Lease<Address, HttpConnection> held = lease;
        if (held != null && connection.isShared()) {
            held.use(next);
        }
        if (call.isCanceled() && connection.isShared()) {
            next.abort();
        }
        return next;
    }

    /** The connection, which is another host's, serves this one no longer: the next exchange goes elsewhere. */
    void misdirected() {
        Lease<Address, HttpConnection> held = lease;
        if (held != null) {
            held.connection().misdirected(held.key());
            context.pool.withdraw(held.connection(), held.key());
        }
    }

    /** Looks at the connection between two exchanges, as the server may have ended it after the first, or before it. */
    private boolean mayStay(Lease<Address, HttpConnection> held) {
        if (retirement == null) {
            long idleNanos = readySince == IN_USE ? Long.MAX_VALUE : context.clock.nanoTime() - readySince;
            retirement = held.connection().check(idleNanos);
        }
        return retirement == null;
    }

    /** Counts the exchange, unless it is the first, which the lease counts. */
    private boolean mayCarryAnother(Lease<Address, HttpConnection> held) {
        if (readySince != IN_USE) {
            readySince = IN_USE;
            return true;
        }
        boolean may = context.pool.again(held);
        exchangesBefore += may ? 1 : 0;
        return may;
    }

    private Lease<Address, HttpConnection> waitFor(Address address, boolean again, boolean fresh, long connectNanos)
            throws IOException {
        WaitLimit limit = new WaitLimit(context, address, connectNanos);
        Dialer<Address, HttpConnection> dialer =
                context.maker.dialer(call, call.events(), context.dialSettings(connectNanos));
        Dialer<Address, HttpConnection> own = dial -> {
            limit.ownDialBegan();
            return dialer.dial(dial);
        };
        Wait<Address, HttpConnection> waiting = context.pool.lease(new Want<>(
                address,
                call,
                mayShare(address),
                again,
                fresh,
                List.of(),
                connection -> false,
                own,
                context.background));
        wait = waiting;
        try {
            if (call.isCanceled()) {
                waiting.cancel();
            }
            return waiting.await(limit);
        } catch (PoolTimeoutException e) {
            throw limit.failure(e);
        } finally {
            wait = null;
        }
    }

    /** Whether the server may turn out to speak HTTP/2. */
    private static boolean mayShare(Address address) {
        return address.protocols().contains(address.isHttps() ? Protocol.HTTP_2 : Protocol.H2_PRIOR_KNOWLEDGE);
    }

    /** How far an exchange got on the connection. */
    SendOutcome outcomeOf(Exchange exchange) {
        Lease<Address, HttpConnection> held = lease;
        if (held == null) {
            return SendOutcome.NO_CONNECTION;
        }
        int uses = held.uses() + exchangesBefore;
        return new SendOutcome(
                true,
                uses > 0,
                exchange.requestStarted(),
                exchange.bodyStarted(),
                exchange.responseStarted(),
                held.ageNanos(),
                held.idleNanos(),
                uses);
    }

    /** Makes the connection go when it is left; the first reason counts. */
    void retire(Retirement reason) {
        if (retirement == null) {
            retirement = reason;
        }
    }

    /** The connection was handed over to another protocol: it is held for as long as that likes, and goes then. */
    void handedOver() {
        retire(Retirement.UPGRADED);
        Lease<Address, HttpConnection> held = lease;
        if (held != null) {
            context.pool.lasts(held);
        }
    }

    /** Takes in what the server said in {@code Keep-Alive}: seconds and further exchanges, each -1 if not said. */
    void keepAlive(long seconds, long max) {
        Lease<Address, HttpConnection> held = lease;
        if (held != null && (seconds >= 0 || max >= 0)) {
            long nanos = seconds < 0 ? -1 : TimeUnit.SECONDS.toNanos(seconds);
            context.pool.keepAlive(held, nanos, (int) Math.min(max, Integer.MAX_VALUE));
        }
    }

    /** Gives the connection back, to be used again or not. Has no effect if there is none. */
    void leave() {
        Lease<Address, HttpConnection> held = lease;
        if (held == null) {
            return;
        }
        lease = null;
        HttpConnection connection = held.connection();
        Retirement reason = retirement;
        retirement = null;
        exchangesBefore = 0;
        readySince = IN_USE;
        ExchangeCodec last = codec;
        codec = null;
        if (last != null) {
            last.park();
        }
        if (reason == null || connection.isShared()) {
            context.pool.release(held);
        } else {
            context.pool.release(held, reason);
        }
        call.events().connectionReleased(call, connection);
    }

    /** Ends wait and lease of a call that was ended, from any thread. */
    void cancel() {
        Wait<Address, HttpConnection> waiting = wait;
        if (waiting != null) {
            waiting.cancel();
        }
        Lease<Address, HttpConnection> held = lease;
        if (held == null) {
            return;
        }
        if (!held.connection().isShared()) {
            context.pool.release(held, call.retirement());
            return;
        }
        ExchangeCodec current = codec;
        if (current != null) {
            current.abort();
        }
        if (call.retirement() == Retirement.TIMED_OUT) {
            held.connection().suspect();
        }
        context.pool.release(held);
    }
}
