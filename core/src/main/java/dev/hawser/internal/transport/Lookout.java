package dev.hawser.internal.transport;

import dev.hawser.internal.time.Pause;
import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A pool's background thread at rest: while it waits for its next alarm, it waits for the peers of idle
 * connections, too. All channels are in one selector, which is opened for the first of them; only that
 * thread registers channels, and takes those out whose keys were cancelled.
 */
public final class Lookout implements Pause {
    /** How it waits while there is nothing to watch. */
    private final Pause without = Pause.plain();

    private final List<Vigil> ready = new ArrayList<>();

    /** Written by the thread that waits. */
    private volatile @Nullable Selector selector;

    @Override
    public void await(long nanos) {
        Selector open = selector;
        if (open == null) {
            without.await(nanos);
        } else {
            await(open, nanos);
        }
    }

    private void await(Selector open, long nanos) {
        try {
            open.select(key -> ready.add((Vigil) key.attachment()), 1 + TimeUnit.NANOSECONDS.toMillis(nanos - 1));
        } catch (IOException | ClosedSelectorException e) {
            end(); // what was watched is seen at its lease only
        }
        boolean unused = Thread.interrupted(); // nobody has a reason to; else no wait would ever be one again
        examineReady();
    }

    /** Looks at those whose peers have said something; not while the selector is held. */
    private void examineReady() {
        for (Vigil vigil : ready) {
            try {
                vigil.examine();
            } catch (Throwable fault) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, fault);
            }
        }
        ready.clear();
    }

    @Override
    public void wake() {
        without.wake();
        flush();
    }

    /** Has the channels taken out soon whose keys are cancelled; for any thread. */
    void flush() {
        Selector open = selector;
        if (open != null) {
            open.wakeup();
        }
    }

    @Override
    public void end() {
        Selector open = selector;
        selector = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // It is of no use either way.
            }
        }
    }

    /** Registers a channel that does not block; only on the thread that waits. */
    SelectionKey register(SocketChannel channel, Vigil vigil) throws IOException {
        Selector open = selector;
        if (open == null) {
            open = Selector.open();
            selector = open;
            open.wakeup(); // a waking that did not see the selector yet
        } else if (channel.keyFor(open) != null) {
            open.selectNow(key -> {}); // takes out the key of its last vigil; who is ready now is so at the next wait
        }
        return channel.register(open, SelectionKey.OP_READ, vigil);
    }
}
