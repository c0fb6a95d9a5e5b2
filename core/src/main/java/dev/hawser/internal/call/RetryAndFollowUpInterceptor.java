package dev.hawser.internal.call;

import dev.hawser.ClientSettings;
import dev.hawser.Interceptor;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.internal.http.GoneAwayException;
import dev.hawser.internal.http.NoRoomException;
import java.io.IOException;
import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/** Sends a request again where that is safe after a failure, and follows redirects. */
final class RetryAndFollowUpInterceptor implements Interceptor {
    private static final int MOST_FOLLOW_UPS = 20;

    /** How often a request waits again for room that another took, or that the server no longer had. */
    private static final int MOST_WAITS = 20;

    /** How often a request is sent again that was not processed as the server went away: one that is restarted goes away more than once. */
    private static final int MOST_MOVES = 5;

    @Override
    public Response intercept(Interceptor.Chain given) throws IOException {
        InterceptorChain chain = (InterceptorChain) given;
        HttpCall call = chain.call();
        ClientSettings client = call.context().client;
        Request request = chain.request();
        Response prior = null;
        int followUps = 0;
        boolean sentAgain = false;
        int waits = 0;
        int moves = 0;
        while (true) {
            call.checkPreviousIsComplete();
            call.checkNotEnded();
            Response response;
            try {
                response = chain.proceed(request);
            } catch (IOException e) {
                SendOutcome outcome = call.giveUpExchange();
                boolean waitsAgain = e instanceof NoRoomException && waits++ < MOST_WAITS;
                boolean moved = e instanceof GoneAwayException && moves++ < MOST_MOVES;
                boolean mayAgain = waitsAgain || client.retryOnConnectionFailure() && (moved || !sentAgain);
                if (mayAgain && !call.isCanceled() && outcome.allowsAgain(request, e)) {
                    if (waitsAgain) {
                        call.hadNoRoom();
                    } else {
                        sentAgain = true;
                        call.context().tellSentAgain(request, e);
                        call.wantFreshConnection();
                    }
                    continue;
                }
                IOException failure = outcome.isUnansweredReuse(e) ? outcome.noResponse(request, e) : e;
                if (!mayAskCache(call, request)) {
                    throw failure;
                }
                response = fromCache(chain, request, failure);
            }
            sentAgain = false;
            if (prior != null) {
                response = response.newBuilder().priorResponse(prior).build();
            }
            Request next = next(call, response);
            if (next == null) {
                return response;
            }
            response.close();
            if (++followUps > MOST_FOLLOW_UPS) {
                throw new ProtocolException("Too many follow-up requests: " + followUps);
            }
            request = next;
            prior = response;
        }
    }

    /** Whether a request that failed may yet be answered by what is stored (RFC 5861, section 4). */
    private static boolean mayAskCache(HttpCall call, Request request) {
        return call.context().cache != null
                && (request.method().equals("GET") || request.method().equals("HEAD"))
                && !call.isForCache()
                && !call.isCanceled()
                && !Thread.currentThread().isInterrupted();
    }

    /** What is stored in place of a failure; where nothing may be, the failure is thrown. */
    private static Response fromCache(InterceptorChain chain, Request request, IOException failure) throws IOException {
        Request marked = request.newBuilder()
                .tag(CacheInterceptor.Failed.class, new CacheInterceptor.Failed(failure))
                .build();
        return chain.proceed(marked).newBuilder().request(request).build();
    }

    /** The request that follows; if it cannot be found out, the response is closed. */
    private static @Nullable Request next(HttpCall call, Response response) throws IOException {
        RequestBody body = response.request().body();
        if (body != null && body.isDuplex()) {
            return null; // it is perhaps still being written
        }
        boolean done = false;
        try {
            Request next = FollowUps.next(call.context().client, call.route(), response);
            if (next != null && response.code() == 421) {
                call.tenancy().misdirected();
            }
            done = true;
            return next;
        } finally {
            if (!done) {
                response.close();
            }
        }
    }
}
