package dev.hawser.internal.pool;

import org.jspecify.annotations.Nullable;

/** The leases that have not been told of as held for too long, in the order in which they began; kept only if a threshold is set. */
final class LongLeases<K, C extends Poolable> {
    private @Nullable Lease<K, C> first;
    private @Nullable Lease<K, C> last;

    /** The one that began first. */
    @Nullable
    Lease<K, C> first() {
        return first;
    }

    void add(Lease<K, C> lease) {
        lease.earlier = last;
        if (last == null) {
            first = lease;
        } else {
            last.later = lease;
        }
        last = lease;
    }

    /** Takes a lease out, if it is in. */
    void remove(Lease<K, C> lease) {
        if (lease.earlier == null && first != lease) {
            return;
        }
        if (lease.earlier == null) {
            first = lease.later;
        } else {
            lease.earlier.later = lease.later;
        }
        if (lease.later == null) {
            last = lease.earlier;
        } else {
            lease.later.earlier = lease.earlier;
        }
        lease.earlier = null;
        lease.later = null;
    }
}
