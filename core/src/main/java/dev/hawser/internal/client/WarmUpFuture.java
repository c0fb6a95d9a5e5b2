package dev.hawser.internal.client;

import dev.hawser.Address;
import dev.hawser.WarmUp;
import dev.hawser.internal.pool.Warmed;
import java.util.concurrent.CompletableFuture;

/** A warm-up that is under way. Cancelling it gives up the connections that are still to come. */
final class WarmUpFuture extends CompletableFuture<WarmUp> {
    private final CompletableFuture<Warmed> warming;

    WarmUpFuture(Address address, CompletableFuture<Warmed> warming) {
        this.warming = warming;
        CompletableFuture<Warmed> unused = warming.whenComplete((warmed, failure) -> {
            if (warmed != null) {
                complete(new WarmUp(address, warmed.opened(), warmed.failures()));
            } else if (failure != null) {
                completeExceptionally(failure);
            }
        });
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        warming.cancel(mayInterruptIfRunning);
        return super.cancel(mayInterruptIfRunning);
    }

    /** Dependent stages are ordinary futures: to end one of them gives nothing up. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
