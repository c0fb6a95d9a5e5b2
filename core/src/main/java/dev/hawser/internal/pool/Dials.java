package dev.hawser.internal.pool;

import dev.hawser.Fairness;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dials in flight, and the keys that need one more. Keys take turns: each that needs a dial queues for
 * it, and queues again if it needs another. At rest only those queue which only the total keeps from it.
 */
final class Dials<K, C extends Poolable> {
    /**
     * How often a connection of a key that has more may go to that one's own waiters while a key queues; if the rule is
     * {@link Fairness#STRICT}, one of any key, and only while no other key queues.
     */
    static final int MOST_PASSED_OVER = 1;

    /**
     * The same for a key that has as many, while no dial is in flight for it: for each of its own connections, and each that
     * there is, so often before one of its own comes back. As all that are well come back about as often, that happens by chance once in e^16 times, and a
     * dial, which may take as long as a hundred exchanges, is not wasted on a key that is served anyway.
     */
    static final int MOST_PASSED_OVER_BY_EQUALS = 16;

    final HungryLine<K, C> hungry = new HungryLine<>();

    /** The keys to which one more dial may begin when those in flight have been without outcome for too long. */
    final Deadlines<Demand<K, C>> patience = new Deadlines<>();

    private final Agenda<K, C> agenda;
    private final SoftEvictions<K, C> evictions;
    private final Reserves<K, C> reserves;
    private int inFlight;

    Dials(Agenda<K, C> agenda, SoftEvictions<K, C> evictions, Reserves<K, C> reserves) {
        this.agenda = agenda;
        this.reserves = reserves;
        this.evictions = evictions;
    }

    int inFlight() {
        return inFlight;
    }

    /** Lets a key queue for a dial, if it needs one, and sees to it that patience with its dials ends. */
    void review(Demand<K, C> demand, PoolSettings settings, long now) {
        if (demand.needsDial(settings)) {
            hungry.put(demand, now);
        }
        if (demand.isPatient() && !demand.hasDeadline()) {
            beginPatience(demand, now);
        }
    }

    /**
     * The key in whose favour a connection of this one is to be closed, which has come back while others of its own wait for it;
     * null if it is to serve these.
     *
     * @param connections how many there are of all keys, those being made included
     */
    @Nullable
    Demand<K, C> favoured(Book<K, C> book, int connections, PoolSettings settings, long now) {
        boolean strict = settings.fairness() == Fairness.STRICT;
        Demand<K, C> first = strict ? hungry.longest(book, settings, now) : hungry.first(book, settings, now);
        if (first == null) {
            return null;
        }
        boolean turn = strict ? isDue(first, book, settings) : isShort(first, book, connections, now);
        return turn ? first : null;
    }

    /** Whether the first in the queue would be passed over for the second time, or keeps another one waiting. */
    private boolean isDue(Demand<K, C> first, Book<K, C> book, PoolSettings settings) {
        return hungry.passOver(first) > MOST_PASSED_OVER || hungry.isFollowed(first, book, settings);
    }

    /**
     * Whether the first in the queue would be passed over for the second time by a key that has more; or was so often by those that
     * have as many that its own do not come back; or nobody of it has been served for too long.
     */
    private static <K, C extends Poolable> boolean isShort(
            Demand<K, C> first, Book<K, C> book, int connections, long now) {
        if (first.hungryFor(now) >= HungryLine.STARVING_NANOS) {
            return true;
        }
        int own = first.book.total();
        if (book.total() > own) {
            return ++first.passedOver > MOST_PASSED_OVER;
        }
        return book.total() == own
                && first.dials.isEmpty()
                && (long) ++first.passedOverByEquals * own > (long) MOST_PASSED_OVER_BY_EQUALS * connections;
    }

    /** Begins a dial for the first in the queue. */
    void begin(Demand<K, C> demand, PoolSettings settings, long now) {
        hungry.remove(demand);
        boolean forAll = demand.mayShare();
        List<Waiter<K, C>> newcomers = demand.withoutDial(forAll ? Integer.MAX_VALUE : 1);
        Waiter<K, C> cause = newcomers.isEmpty() ? demand.firstOfAll() : newcomers.get(0);
        if (cause == null) {
            throw new IllegalStateException("a dial to " + demand.book.key + " that nobody waits for");
        }
        Dialing<K, C> plan = new Dialing<>(cause, null);
        Entry<K, C> entry = begin(demand, plan);
        newcomers.forEach(waiter -> attach(waiter, entry));
        if (forAll) {
            beginPatience(demand, now);
        }
        review(demand, settings, now);
    }

    /** Begins a dial for a reserve. */
    void begin(Reserve<K, C> reserve, PoolSettings settings, long now) {
        reserve.dialing++;
        reserves.dialing++;
        Demand<K, C> demand = reserve.book.openDemand();
        begin(demand, new Dialing<>(reserve.cause, reserve));
        review(demand, settings, now);
    }

    private Entry<K, C> begin(Demand<K, C> demand, Dialing<K, C> plan) {
        Entry<K, C> entry = new Entry<>(demand.book, agenda.newNews(), plan);
        entry.generation = evictions.generation();
        demand.dials.add(entry);
        inFlight++;
        agenda.dial(entry, plan);
        return entry;
    }

    /** Takes a dial off the books. Those who still wait on it are left without one, and returned. */
    List<Waiter<K, C>> end(Entry<K, C> dial, long now) {
        Dialing<K, C> plan = dial.dialing;
        if (plan == null) {
            throw new IllegalStateException("a dial to " + dial.home.key + " ended twice");
        }
        Demand<K, C> demand = dial.home.openDemand();
        demand.dials.remove(dial);
        inFlight--;
        if (plan.reserve != null) {
            plan.reserve.dialing--;
            reserves.dialing--;
        }
        dial.dialing = null;
        dial.state = Entry.State.CLOSED;
        demand.extraDials = 0;
        patience.remove(demand);
        if (!demand.dials.isEmpty() && demand.mayShare()) {
            beginPatience(demand, now);
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
        Demand<K, C> demand = book.demand;
        if (demand == null || !demand.mayShare() || demand.dials.isEmpty()) {
            return false;
        }
        Entry<K, C> youngest = demand.dials.get(demand.dials.size() - 1);
        waiters.forEach(waiter -> attach(waiter, youngest));
        return true;
    }

    /** Lets one more dial begin where patience has ended, unless one may begin anyway; false if it has nowhere. */
    boolean endPatience(PoolSettings settings, long now) {
        Demand<K, C> demand = patience.first();
        if (demand == null || now - demand.dueNanos() < 0) {
            return false;
        }
        patience.remove(demand);
        if (demand.waiting() > 0) {
            if (!demand.needsDial(settings)) {
                demand.extraDials++;
            }
            review(demand, settings, now);
        }
        return true;
    }

    private void beginPatience(Demand<K, C> demand, long now) {
        patience.set(demand, now + demand.patienceNanos());
        agenda.ringBy(demand.dueNanos());
    }

    private void attach(Waiter<K, C> waiter, Entry<K, C> dial) {
        if (dial.dialing != null) {
            waiter.dial = dial;
            dial.dialing.awaiting.add(waiter);
        }
    }
}
