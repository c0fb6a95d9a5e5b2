package dev.hawser.internal.time;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A wait for a permit, which each waking gives, and each wait takes with all others that were given. */
final class PlainPause implements Pause {
    private final Semaphore woken = new Semaphore(0);

    @Override
    public void await(long nanos) {
        try {
            if (woken.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
                int unused = woken.drainPermits();
            }
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt the thread; a wait may be shorter than it was asked to be.
        }
    }

    @Override
    public void wake() {
        woken.release();
    }

    @Override
    public void end() {}
}
