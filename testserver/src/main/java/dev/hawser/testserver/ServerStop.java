package dev.hawser.testserver;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The end of the server, which all that waits on its behalf waits for, too. */
final class ServerStop {
    private final CountDownLatch come = new CountDownLatch(1);

    void announce() {
        come.countDown();
    }

    /** Whether it has come, so that what is under way ends because of the server. */
    boolean hasCome() {
        return come.getCount() == 0;
    }

    /** Lets a delay pass. */
    void pause(Duration delay) throws InterruptedException, InterruptedIOException {
        if (!delay.isZero() && come.await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new InterruptedIOException("The test server was shut down");
        }
    }

    /** Waits until the end. */
    void await() throws InterruptedException {
        come.await();
    }
}
