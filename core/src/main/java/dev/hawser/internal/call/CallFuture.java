package dev.hawser.internal.call;

import dev.hawser.Call;
import dev.hawser.Callback;
import dev.hawser.Response;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** An asynchronous call's response, yet to come. Whatever else ends the future ends the call. */
final class CallFuture extends CompletableFuture<Response> implements Callback {
    private final Call call;
    private volatile boolean callHasEnded;

    CallFuture(Call call) {
        this.call = call;
        CompletableFuture<Response> unused = whenComplete((response, failure) -> {
            if (!callHasEnded) {
                this.call.cancel();
            }
        });
    }

    @Override
    public void onFailure(Call failed, IOException cause) {
        callHasEnded = true;
        completeExceptionally(cause);
    }

    @Override
    public void onResponse(Call answered, Response response) {
        callHasEnded = true;
        if (!complete(response)) {
            response.close();
        }
    }

    /** Dependent stages are ordinary futures: to end one of them does not end the call. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
