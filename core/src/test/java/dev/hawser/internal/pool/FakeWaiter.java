package dev.hawser.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One who waits, and notes what he is handed. */
final class FakeWaiter extends Waiter<String, FakeConnection> {
    static final Dialer<String, FakeConnection> UNUSED = dial -> {
        throw new AssertionError("the ledger calls nobody");
    };

    private @Nullable Lease<String, FakeConnection> lease;
    private @Nullable Throwable cause;

    FakeWaiter(String key, boolean mayShare, boolean fresh) {
        super(new Want<>(key, new Object(), mayShare, fresh, List.of(), connection -> false, UNUSED, UNUSED));
    }

    static FakeWaiter of(String key) {
        return new FakeWaiter(key, false, false);
    }

    @Override
    void delivered(Lease<String, FakeConnection> delivered) {
        assertThat(isWaiting()).as("delivered twice").isTrue();
        lease = delivered;
    }

    @Override
    void failed(Throwable why) {
        assertThat(isWaiting()).as("delivered twice").isTrue();
        cause = why;
    }

    @Override
    boolean isWaiting() {
        return lease == null && cause == null;
    }

    @Nullable
    Throwable cause() {
        return cause;
    }

    boolean isServed() {
        return lease != null;
    }

    Lease<String, FakeConnection> lease() {
        return Objects.requireNonNull(lease, "not served");
    }

    /** What was delivered was of no use. */
    void forget() {
        lease = null;
    }
}
