package dev.hawser.internal.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The dials in flight, and the keys that need one more. Keys take turns: each that needs a dial queues for
 * it, and queues again if it needs another. At rest only those queue which only the total keeps from it.
 */
final class Dials<K, C extends Poolable> {
    /** How long a key queues before a connection that another key gives back is closed in its favour. */
    static final long STARVING_NANOS = 1_000_000_000L;

    final Queue<Book<K, C>> hungry = new ArrayDeque<>();

    /** The keys to which one more dial may begin when those in flight have been without outcome for too long. */
    final Deadlines<Book<K, C>> patience = new Deadlines<>();

    private final Agenda<K, C> agenda;
    private int inFlight;

    Dials(Agenda<K, C> agenda) {
        this.agenda = agenda;
    }

    int inFlight() {
        return inFlight;
    }

    /** Lets a key queue for a dial, if it needs one; else for the patience with its dials to end, if that is what it needs. */
    void review(Book<K, C> book, PoolSettings settings, long now) {
        if (book.needsDial(settings)) {
            if (!book.hungry) {
                book.hungry = true;
                book.hungrySinceNanos = now;
                hungry.add(book);
            }
        } else if (book.isPatient() && !book.hasDeadline()) {
            beginPatience(book, now);
        }
    }

    /** The first key in the queue that still needs a dial. */
    @Nullable
    Book<K, C> firstHungry(PoolSettings settings) {
        Book<K, C> book = hungry.peek();
        while (book != null && !book.needsDial(settings)) {
            leave(book);
            book = hungry.peek();
        }
        return book;
    }

    /** Whether a key other than this has queued for so long that it is given another's connection. */
    boolean othersStarve(Book<K, C> book, long now) {
        Book<K, C> first = hungry.peek();
        return first != null && first != book && now - first.hungrySinceNanos >= STARVING_NANOS;
    }

    /** Begins a dial for the first key in the queue. */
    void begin(Book<K, C> book, PoolSettings settings, long now) {
        leave(book);
        boolean forAll = book.mayShare();
        List<Waiter<K, C>> newcomers = book.withoutDial(forAll ? Integer.MAX_VALUE : 1);
        Waiter<K, C> cause = newcomers.isEmpty() ? book.firstOfAll() : newcomers.get(0);
        if (cause == null) {
            throw new IllegalStateException("a dial to " + book.key + " that nobody waits for");
        }
        Dialing<K, C> plan = new Dialing<>(cause);
        Entry<K, C> entry = new Entry<>(book, agenda.newNews(), plan);
        newcomers.forEach(waiter -> attach(waiter, entry));
        book.dials.add(entry);
        inFlight++;
        if (forAll) {
            beginPatience(book, now);
        }
        agenda.dial(entry, plan);
        review(book, settings, now);
    }

    /** Takes a dial off the books. Those who still wait on it are left without one, and returned. */
    List<Waiter<K, C>> end(Entry<K, C> dial, long now) {
        Dialing<K, C> plan = dial.dialing;
        if (plan == null) {
            throw new IllegalStateException("a dial to " + dial.home.key + " ended twice");
        }
        Book<K, C> book = dial.home;
        book.dials.remove(dial);
        inFlight--;
        dial.dialing = null;
        dial.state = Entry.State.CLOSED;
        book.extraDials = 0;
        patience.remove(book);
        if (!book.dials.isEmpty() && book.mayShare()) {
            beginPatience(book, now);
        }
        List<Waiter<K, C>> left = new ArrayList<>(plan.awaiting.size());
        for (Waiter<K, C> waiter : plan.awaiting) {
            if (waiter.dial == dial) {
                waiter.dial = null;
                left.add(waiter);
            }
        }
        return left;
    }

    /** Lets those who waited on a dial that failed wait on another one for all of the key; false if there is none. */
    boolean passOn(List<Waiter<K, C>> waiters, Book<K, C> book) {
        if (!book.mayShare() || book.dials.isEmpty()) {
            return false;
        }
        Entry<K, C> youngest = book.dials.get(book.dials.size() - 1);
        waiters.forEach(waiter -> attach(waiter, youngest));
        return true;
    }

    /** Lets one more dial begin where patience has ended; false if it has nowhere. */
    boolean endPatience(PoolSettings settings, long now) {
        Book<K, C> book = patience.first();
        if (book == null || now - book.dueNanos() < 0) {
            return false;
        }
        patience.remove(book);
        if (book.waiting() > 0) {
            book.extraDials++;
            review(book, settings, now);
        }
        return true;
    }

    private void beginPatience(Book<K, C> book, long now) {
        patience.set(book, now + book.patienceNanos());
        agenda.ringBy(book.dueNanos());
    }

    private void attach(Waiter<K, C> waiter, Entry<K, C> dial) {
        if (dial.dialing != null) {
            waiter.dial = dial;
            dial.dialing.awaiting.add(waiter);
        }
    }

    private void leave(Book<K, C> book) {
        hungry.remove();
        book.hungry = false;
    }
}
