package dev.hawser.internal.routing;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was last noted of each key, for a limited number of keys: those noted last. Not safe for use by many threads. */
final class Recent<K, V> {
    private final int most;
    private final Map<K, V> notes = new LinkedHashMap<>();

    Recent(int most) {
        this.most = most;
    }

    /** What was noted of the key; null if nothing was, or if it is forgotten. */
    @Nullable
    V of(K key) {
        return notes.get(key);
    }

    /** Notes a value, and forgets the key that has gone without a note for longest if there are too many. */
    void note(K key, V value) {
        notes.remove(key);
        notes.put(key, value);
        if (notes.size() > most) {
            Iterator<K> oldestFirst = notes.keySet().iterator();
            oldestFirst.next();
            oldestFirst.remove();
        }
    }
}
