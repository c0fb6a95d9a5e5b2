package dev.hawser.internal.cache;

import java.util.concurrent.atomic.AtomicBoolean;

/** What a store fails at is logged: the first failure as a warning, those that follow until something is stored again in detail only. */
final class StoreFailures {
    private final System.Logger log = System.getLogger("dev.hawser.Cache");
    private final AtomicBoolean failing = new AtomicBoolean();

    void tell(String what, Exception cause) {
        boolean first = failing.compareAndSet(false, true);
        log.log(
                first ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                "The cache's store failed to " + what + "; calls go on without it",
                cause);
    }

    void over() {
        failing.set(false);
    }
}
