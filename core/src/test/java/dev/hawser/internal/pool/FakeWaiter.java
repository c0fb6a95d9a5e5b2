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
        this(key, mayShare, false, fresh);
    }

    private FakeWaiter(String key, boolean mayShare, boolean again, boolean fresh) {
        super(new Want<>(key, new Object(), mayShare, again, fresh, List.of(), connection -> false, UNUSED, UNUSED));
    }

    /** One who was given a place already, which was none any more. */
    static FakeWaiter again(String key) {
        return new FakeWaiter(key, true, true, false);
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
    void failed(Throwable why, boolean shared) {
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
