package dev.hawser.urlconnection;

import dev.hawser.Interceptor;
import dev.hawser.Request;
import dev.hawser.Response;
import java.io.IOException;

/**
 * Puts a request as it turned out in the place of the one that its connection was made for: a program connects before it has said
 * whether there is a body.
 */
final class LateRequest implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
        Conversation conversation = chain.request().tag(Conversation.class);
        Request late = conversation == null ? null : conversation.lateRequest();
        return chain.proceed(late == null ? chain.request() : late);
    }
}
