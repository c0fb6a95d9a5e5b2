package dev.hawser.internal.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThreadsTest {
    private static Thread threadOf(Threads threads, boolean keepsJvmAlive) {
        CompletableFuture<Thread> running = new CompletableFuture<>();
        threads.start("dial", keepsJvmAlive, () -> running.complete(Thread.currentThread()));
        return running.join();
    }

    private static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
        try {
            return (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aThreadThatKeepsTheJvmAliveIsNoDaemon() {
        assertThat(threadOf(Threads.platform(), true).isDaemon()).isFalse();
        assertThat(threadOf(Threads.virtual(), true).isDaemon()).isFalse();
    }

    @Test
    void anyOtherThreadIsADaemonWithItsName() {
        assertThat(threadOf(Threads.platform(), false)).matches(Thread::isDaemon);
        assertThat(threadOf(Threads.virtual(), false)).matches(Thread::isDaemon);
        assertThat(threadOf(Threads.virtual(), false).getName()).isEqualTo("dial");
    }

    @Test
    void virtualThreadsAreVirtualWhereTheJdkHasThem() throws ReflectiveOperationException {
        assumeTrue(Runtime.version().feature() >= 21, "no virtual threads on JDK " + Runtime.version());

        assertThat(isVirtual(threadOf(Threads.virtual(), false))).isTrue();
        assertThat(isVirtual(threadOf(Threads.platform(), false))).isFalse();
    }
}
