package dev.hawser.internal.pool;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The pools of a test, whose books are audited when it ends. */
final class AuditedPools implements AfterEachCallback {
    private final List<Pool<?, ?>> pools = new CopyOnWriteArrayList<>();

    <K, C extends Poolable> Pool<K, C> audited(Pool<K, C> pool) {
        pools.add(pool);
        return pool;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        pools.forEach(Pool::audit);
        pools.clear();
    }
}
