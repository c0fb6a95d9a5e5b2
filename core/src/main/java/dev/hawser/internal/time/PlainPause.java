package dev.hawser.internal.time;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A wait for a permit, which a waking gives if there is none, and a wait takes. */
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
        if (woken.availablePermits() == 0) {
            woken.release();
        }
    }

    @Override
    public void end() {}
}
