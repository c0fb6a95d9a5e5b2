package dev.hawser.internal.call;

import dev.hawser.Call;
import dev.hawser.Callback;
import dev.hawser.Interceptor;
import dev.hawser.MediaType;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.ResponseBody;
import dev.hawser.internal.cache.ByteRange;
import dev.hawser.internal.cache.ResponseCache;
import dev.hawser.internal.cache.ResponseCache.Found;
import dev.hawser.internal.cache.Verdict;
import dev.hawser.internal.time.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Answers from the cache, has the server confirm what is in it, and stores what the server answers. */
final class CacheInterceptor implements Interceptor {
    private final ResponseCache cache;
    private final Clock clock;

    CacheInterceptor(ResponseCache cache, Clock clock) {
        this.cache = cache;
        this.clock = clock;
    }

    /** What marks a request that failed, and may be answered by what is stored; otherwise the failure is thrown again. */
    record Failed(IOException cause) {}

    @Override
    public Response intercept(Interceptor.Chain given) throws IOException {
        InterceptorChain chain = (InterceptorChain) given;
        Request request = chain.request();
        Found found = cache.find(request);
        boolean done = false;
        try {
            Failed failed = request.tag(Failed.class);
            Response response = failed == null ? answer(chain, request, found) : insteadOf(failed, chain, found);
            done = true;
            return response;
        } finally {
            if (!done && found != null) {
                found.close();
            }
        }
    }

    private Response answer(InterceptorChain chain, Request request, @Nullable Found found) throws IOException {
        cache.counts().asked();
        HttpCall call = chain.call();
        long now = clock.currentTimeMillis();
        Verdict verdict = call.isForCache()
                ? ResponseCache.decideToConfirm(request, found)
                : ResponseCache.decide(request, found, now);
        InputStream body = null;
        if (found != null && (verdict instanceof Verdict.Use || verdict instanceof Verdict.Confirm)) {
            body = found.body();
            if (body == null) {
                verdict = ResponseCache.decide(request, null, now);
            }
        }
        if (found != null && body != null && verdict instanceof Verdict.Use use) {
            if (use.askMeanwhile()) {
                confirmInBackground(call, request, found.key());
            }
            cache.counts().hit();
            Response response = stored(call, request, found.agedResponse(request, now), found, body);
            call.events().cacheHit(call, response);
            return response;
        }
        if (verdict instanceof Verdict.Unsatisfiable) {
            if (found != null) {
                found.close();
            }
            return unsatisfied(call, request);
        }
        cache.counts().usedNetwork();
        int mark = cache.mark(request);
        if (found != null && body != null && verdict instanceof Verdict.Confirm confirm) {
            Response compared = found.response(request).build();
            call.events().cacheConditionalHit(call, compared);
            Response network = chain.proceed(confirm.question());
            if (network.code() == 304) {
                network.close();
                cache.counts().hit();
                Response.Builder confirmed = found.confirmed(request, network, mark);
                Response response = stored(call, request, confirmed.networkResponse(network), found, body);
                call.events().cacheHit(call, response);
                return response;
            }
            return fromNetwork(call, request, network, found, mark)
                    .newBuilder()
                    .cacheResponse(compared)
                    .build();
        }
        call.events().cacheMiss(call);
        return fromNetwork(call, request, chain.proceed(request), found, mark);
    }

    /** The server's answer, which is stored while it is read; or what is stored, if that may stand in for an error. */
    private Response fromNetwork(HttpCall call, Request request, Response network, @Nullable Found found, int mark) {
        long now = clock.currentTimeMillis();
        if (found != null && ResponseCache.isError(network.code()) && found.mayReplaceError(request, now)) {
            InputStream body = found.body();
            if (body != null) {
                network.close();
                cache.counts().hit();
                Response.Builder stale =
                        found.agedResponse(request, now, network).networkResponse(network);
                Response response = stored(call, request, stale, found, body);
                call.events().cacheHit(call, response);
                return response;
            }
        }
        var recording = cache.take(request, network, found, mark);
        Response.Builder response = network.newBuilder().request(request).networkResponse(network);
        if (found != null) {
            found.close();
        }
        if (recording != null) {
            response.body(new StoringBody(network.body(), recording));
        }
        return response.build();
    }

    /** What is stored in place of the failure of a request. */
    private Response insteadOf(Failed failed, InterceptorChain chain, @Nullable Found found) throws IOException {
        HttpCall call = chain.call();
        Request request = chain.request();
        long now = clock.currentTimeMillis();
        InputStream body = found != null && found.mayReplaceError(request, now) ? found.body() : null;
        if (found == null || body == null) {
            throw failed.cause;
        }
        cache.counts().hit();
        Response response = stored(call, request, found.agedResponse(request, now), found, body);
        call.events().cacheHit(call, response);
        return response;
    }

    /** The stored response with its body, or the part of it that is asked for. */
    private static Response stored(
            HttpCall call, Request request, Response.Builder builder, Found found, InputStream body) {
        Response whole = builder.cacheResponse(found.response(request).build()).build();
        String type = whole.header("Content-Type");
        MediaType mediaType = type == null ? null : call.context().mediaTypes().of(type);
        long length = found.bodyLength();
        if (request.method().equals("HEAD")) {
            found.close();
            return whole.newBuilder()
                    .body(ResponseBody.create(new byte[0], mediaType))
                    .build();
        }
        ByteRange range = ByteRange.of(request, length);
        if (range == null) {
            return whole.newBuilder()
                    .body(ResponseBody.create(body, mediaType, length))
                    .build();
        }
        return whole.newBuilder()
                .code(range.length() == 0 ? 416 : 206)
                .message(range.length() == 0 ? "Range Not Satisfiable" : "Partial Content")
                .headers(range.fields(whole.headers(), length))
                .body(ResponseBody.create(new PartOfStream(body, range), mediaType, range.length()))
                .build();
    }

    /** The answer to a request for a stored response where there is none that may be used. */
    static Response unsatisfied(HttpCall call, Request request) {
        Response response = new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(504)
                .message("Unsatisfiable Request (only-if-cached)")
                .sentRequestAtMillis(-1)
                .receivedResponseAtMillis(call.context().clock.currentTimeMillis())
                .build();
        call.events().satisfactionFailure(call, response);
        return response;
    }

    /** Has an entry brought up to date by a call of its own, unless one is under way. */
    private void confirmInBackground(HttpCall call, Request request, String key) {
        if (!cache.beginConfirming(key)) {
            return;
        }
        Request whole = request.newBuilder()
                .get()
                .removeHeader("Range")
                .removeHeader("If-Range")
                .build();
        boolean done = false;
        try {
            HttpCall.forCache(call.context(), whole).enqueue(new Confirming(key));
            done = true;
        } finally {
            if (!done) {
                cache.endConfirming(key);
            }
        }
    }

    /** The end of a call that brings an entry up to date: what was answered is read, and so stored. */
    private final class Confirming implements Callback {
        private final String key;

        Confirming(String key) {
            this.key = key;
        }

        @Override
        public void onResponse(Call call, Response response) throws IOException {
            try (response) {
                response.body().byteStream().transferTo(OutputStream.nullOutputStream());
            } finally {
                cache.endConfirming(key);
            }
        }

        /** The next request for it tries again. */
        @Override
        public void onFailure(Call call, IOException cause) {
            cache.endConfirming(key);
        }
    }
}
