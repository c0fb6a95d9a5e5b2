package dev.hawser.internal.call;

import dev.hawser.ClientSettings;
import dev.hawser.Interceptor;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.internal.http.GoneAwayException;
import dev.hawser.internal.http.Http11RequiredException;
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
        IOException whyHttp11 = null;
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
                boolean wantsHttp11 = e instanceof Http11RequiredException;
                boolean isLeft = wantsHttp11 ? call.mayGoOverHttp11(request) : moved || !sentAgain;
                boolean mayAgain = waitsAgain || client.retryOnConnectionFailure() && isLeft;
                boolean goesAgain = mayAgain && !call.isCanceled() && outcome.allowsAgain(request, e);
                call.events().retryDecision(call, e, goesAgain);
                if (goesAgain) {
                    if (waitsAgain) {
                        call.hadNoRoom();
                    } else {
                        call.context().tellSentAgain(request, e);
                        if (wantsHttp11) {
                            whyHttp11 = e;
                            call.goOverHttp11(request);
                        } else {
                            sentAgain = true;
                            call.wantFreshConnection();
                        }
                    }
                    continue;
                }
                IOException failure = failure(call, request, outcome, e);
                if (whyHttp11 != null) {
                    failure.addSuppressed(whyHttp11);
                }
                if (!mayAskCache(call, request)) {
                    throw failure;
                }
                response = fromCache(chain, request, failure);
            }
            sentAgain = false;
            whyHttp11 = null;
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

    /** The failure of a request that is not sent again. */
    private static IOException failure(HttpCall call, Request request, SendOutcome outcome, IOException cause) {
        if (cause instanceof Http11RequiredException) {
            return new IOException(
                    call.context().serverOf(request.url()).address() + " requires HTTP/1.1 (HTTP_1_1_REQUIRED), and "
                            + request.method() + " " + request.url().redact()
                            + " is not sent again over it; set protocols(List.of(Protocol.HTTP_1_1)) of the client",
                    cause);
        }
        return outcome.isUnansweredReuse(cause) ? outcome.noResponse(request, cause) : cause;
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
        boolean isDuplex = body != null && body.isDuplex(); // then it is perhaps still being written
        boolean done = false;
        try {
            Request next = isDuplex ? null : FollowUps.next(call.context().client, call.route(), response);
            if (next != null && response.code() == 421) {
                call.tenancy().misdirected();
            }
            call.events().followUpDecision(call, response, next);
            done = true;
            return next;
        } finally {
            if (!done) {
                response.close();
            }
        }
    }
}
