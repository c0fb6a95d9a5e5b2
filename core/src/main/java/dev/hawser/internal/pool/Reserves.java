package dev.hawser.internal.pool;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The reserves of all keys: which may need a dial before the step ends, and when each is to be looked at. */
final class Reserves<K, C extends Poolable> {
    final Deadlines<Reserve<K, C>> deadlines = new Deadlines<>();
    private final Queue<Reserve<K, C>> thirsty = new ArrayDeque<>();

    /** The dials in flight for reserves of all keys. */
    int dialing;

    /** Marks a key whose idle connections have become fewer, or that is used. */
    void look(Book<K, C> book) {
        Reserve<K, C> reserve = book.reserve;
        if (reserve != null && !reserve.thirsty) {
            reserve.thirsty = true;
            thirsty.add(reserve);
        }
    }

    /** The next that is marked; null if there is none. */
    @Nullable
    Reserve<K, C> next() {
        Reserve<K, C> reserve = thirsty.poll();
        if (reserve != null) {
            reserve.thirsty = false;
        }
        return reserve;
    }

    /** Ends a key's reserve. */
    void end(Book<K, C> book) {
        if (book.reserve != null) {
            deadlines.remove(book.reserve);
            book.reserve = null;
        }
    }
}
