package dev.hawser.internal.pool;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A caller's wish for a connection.
 *
 * @param key where to
 * @param holder what will use the connection: when it is garbage before the lease has ended, that is a leak
 * @param mayShare whether the peer may turn out to allow several exchanges at once on one connection; until
 *     the first connection has shown it, the pool then dials one at a time
 * @param again whether a place that it was given was none any more, through no fault of the caller's: he then comes before
 *     those who have had none
 * @param fresh whether only a connection that has carried no exchange will do
 * @param furtherKeys the keys under which a connection to elsewhere may be found that serves as well
 * @param eligible whether such a connection does serve; asked with no lock held
 * @param dialer makes a connection, if this want is the one that needs it made
 * @param background makes the connections that are held ready for the key; must not hold on to the holder. Null if there
 *     shall be none
 */
public record Want<K, C extends Poolable>(
        K key,
        Object holder,
        boolean mayShare,
        boolean again,
        boolean fresh,
        List<K> furtherKeys,
        Predicate<? super C> eligible,
        Dialer<K, C> dialer,
        @Nullable Dialer<K, C> background) {
    public Want {
        furtherKeys = List.copyOf(furtherKeys);
    }

    /** The first want of a caller, that names no further keys. */
    public Want(K key, Object holder, boolean mayShare, boolean fresh, Dialer<K, C> dialer) {
        this(key, holder, mayShare, false, fresh, List.of(), connection -> false, dialer, null);
    }
}
