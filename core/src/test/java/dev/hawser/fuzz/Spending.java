package dev.hawser.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/**
 * What an input may cost: bytes allocated, so many in any case and so many for each of its own bytes.
 *
 * @param fixed the bytes allowed in any case
 * @param perByte the bytes allowed for each byte of the input
 */
public record Spending(long fixed, long perByte) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What an input may cost at least while Jazzer explores, as its hooks allocate too, and as it instruments classes meanwhile. */
    private static final Spending HOOKED = new Spending(32 << 20, 1 << 16);

    private static final boolean EXPLORES = System.getenv("JAZZER_FUZZ") != null;

    /** Does the work; fails if it costs too much twice, as the first use of a class costs more. */
    public <T> T on(byte[] input, Supplier<T> work) {
        Spending allowed = EXPLORES ? HOOKED : this;
        long most = allowed.fixed + allowed.perByte * input.length;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        T result = work.get();
        if (THREADS.getCurrentThreadAllocatedBytes() - before > most) {
            before = THREADS.getCurrentThreadAllocatedBytes();
            result = work.get();
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes allocated for an input of %d", input.length)
                    .isLessThanOrEqualTo(most);
        }
        return result;
    }
}
