package dev.hawser.internal.pool;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a dial in flight. */
final class Dialing<K, C extends Poolable> {
    /** The waiter for whom it began. He may have gone. */
    final Waiter<K, C> cause;

    /** Those to whom its failure belongs, as far as they still wait and have not been given another dial. */
    final List<Waiter<K, C>> awaiting = new ArrayList<>(1);

    final AbortSwitch abort = new AbortSwitch();

    /** The reserve for which it began; null if it began for a waiter. */
    final @Nullable Reserve<K, C> reserve;

    Dialing(Waiter<K, C> cause, @Nullable Reserve<K, C> reserve) {
        this.cause = cause;
        this.reserve = reserve;
    }
}
