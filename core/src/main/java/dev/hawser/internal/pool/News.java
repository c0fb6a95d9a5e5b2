package dev.hawser.internal.pool;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The events of one connection that are still to be told. Put in under the pool's lock, which gives them
 * their order; told without it, by one thread at a time.
 */
final class News<K, C extends Poolable> {
    private final Queue<Consumer<PoolEvents<K, C>>> untold = new ConcurrentLinkedQueue<>();

    /** The calls of {@link #tell} that no teller has seen to; above 0 while a thread tells. */
    private final AtomicInteger calls = new AtomicInteger();

    void add(Consumer<PoolEvents<K, C>> event) {
        untold.add(event);
    }

    /** Tells all there is, unless another thread is telling: then that one will. */
    void tell(PoolEvents<K, C> events) {
        if (calls.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            Consumer<PoolEvents<K, C>> event = untold.poll();
            while (event != null) {
                Consumer<PoolEvents<K, C>> next = event;
                Foreign.run(() -> next.accept(events));
                event = untold.poll();
            }
            seen = calls.addAndGet(-seen);
        } while (seen != 0);
    }

    boolean isTold() {
        return untold.isEmpty();
    }
}
