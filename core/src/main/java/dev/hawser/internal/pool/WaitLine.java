package dev.hawser.internal.pool;

import org.jspecify.annotations.Nullable;

/** Those who wait, in order of arrival. */
final class WaitLine<K, C extends Poolable> {
    private @Nullable Waiter<K, C> first;
    private @Nullable Waiter<K, C> last;
    private int size;

    @Nullable
    Waiter<K, C> first() {
        return first;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return first == null;
    }

    /** Puts a waiter in the place that his number gives him: the end, or near the beginning if he comes again. */
    void add(Waiter<K, C> waiter) {
        if (last == null || last.arrival < waiter.arrival) {
            insert(waiter, last, null);
            return;
        }
        Waiter<K, C> behind = first;
        while (behind != null && behind.arrival < waiter.arrival) {
            behind = behind.behind;
        }
        insert(waiter, behind == null ? last : behind.ahead, behind);
    }

    void remove(Waiter<K, C> waiter) {
        if (waiter.ahead == null) {
            first = waiter.behind;
        } else {
            waiter.ahead.behind = waiter.behind;
        }
        if (waiter.behind == null) {
            last = waiter.ahead;
        } else {
            waiter.behind.ahead = waiter.ahead;
        }
        waiter.ahead = null;
        waiter.behind = null;
        size--;
    }

    private void insert(Waiter<K, C> waiter, @Nullable Waiter<K, C> ahead, @Nullable Waiter<K, C> behind) {
        waiter.ahead = ahead;
        waiter.behind = behind;
        if (ahead == null) {
            first = waiter;
        } else {
            ahead.behind = waiter;
        }
        if (behind == null) {
            last = waiter;
        } else {
            behind.ahead = waiter;
        }
        size++;
    }
}
