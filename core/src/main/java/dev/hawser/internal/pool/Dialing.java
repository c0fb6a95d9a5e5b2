package dev.hawser.internal.pool;

import java.util.ArrayList;
import java.util.List;

/** What is known of a dial in flight. */
final class Dialing<K, C extends Poolable> {
    /** The waiter for whom it began. He may have gone. */
    final Waiter<K, C> cause;

    /** Those to whom its failure belongs, as far as they still wait and have not been given another dial. */
    final List<Waiter<K, C>> awaiting = new ArrayList<>(1);

    final AbortSwitch abort = new AbortSwitch();

    Dialing(Waiter<K, C> cause) {
        this.cause = cause;
    }
}
