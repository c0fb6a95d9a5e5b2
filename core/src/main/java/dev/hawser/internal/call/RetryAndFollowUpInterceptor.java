package dev.hawser.internal.call;

import dev.hawser.ClientSettings;
import dev.hawser.Interceptor;
import dev.hawser.Request;
import dev.hawser.Response;
import java.io.IOException;
import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/** Sends a request again where that is safe after a failure, and follows redirects. */
final class RetryAndFollowUpInterceptor implements Interceptor {
    private static final int MOST_FOLLOW_UPS = 20;

    @Override
    public Response intercept(Interceptor.Chain given) throws IOException {
        InterceptorChain chain = (InterceptorChain) given;
        HttpCall call = chain.call();
        ClientSettings client = call.context().client;
        Request request = chain.request();
        Response prior = null;
        int followUps = 0;
        boolean sentAgain = false;
        while (true) {
            call.checkPreviousIsComplete();
            call.checkNotEnded();
            Response response;
            try {
                response = chain.proceed(request);
            } catch (IOException e) {
                SendOutcome outcome = call.giveUpExchange();
                if (!sentAgain
                        && !call.isCanceled()
                        && client.retryOnConnectionFailure()
                        && outcome.allowsAgain(request, e)) {
                    sentAgain = true;
                    call.context().tellSentAgain(request, e);
                    call.wantFreshConnection();
                    continue;
                }
                throw outcome.isUnansweredReuse(e) ? outcome.noResponse(request, e) : e;
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

    /** The request that follows; if it cannot be found out, the response is closed. */
    private static @Nullable Request next(HttpCall call, Response response) throws IOException {
        boolean done = false;
        try {
            Request next = FollowUps.next(call.context().client, call.route(), response);
            done = true;
            return next;
        } finally {
            if (!done) {
                response.close();
            }
        }
    }
}
