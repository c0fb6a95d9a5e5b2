package dev.hawser.internal.pool;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dials in flight, and the keys that need one more. Keys take turns: each that needs a dial queues for
 * it, and queues again if it needs another. At rest only those queue, or are promised room, which only the total keeps from it.
 */
final class Dials<K, C extends Poolable> {
    final HungryLine<K, C> hungry = new HungryLine<>();
    final Promises<K, C> promises = new Promises<>();

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
        if (!demand.needsDial(settings)) {
            promises.end(demand);
        } else if (!promises.has(demand)) {
            hungry.put(demand);
        }
        if (demand.isPatient() && !demand.hasDeadline()) {
            beginPatience(demand, now);
        }
    }

    /** One who waits for a key was served with a connection at hand: if it needs a dial, it queues anew. */
    void served(Demand<K, C> demand, PoolSettings settings) {
        if (demand.isInLine || promises.has(demand)) {
            leave(demand);
            if (demand.needsDial(settings)) {
                hungry.put(demand);
            }
        }
    }

    /** One who waited for a key waits no more. */
    void left(Demand<K, C> demand, PoolSettings settings) {
        if (demand.waiting() == 0) {
            leave(demand);
            promises.unwant(demand.book);
        } else if (promises.has(demand) && !demand.needsDial(settings)) {
            promises.end(demand);
        }
    }

    /** A key needs no dial. */
    private void leave(Demand<K, C> demand) {
        hungry.remove(demand);
        promises.end(demand);
    }

    /** The first that still needs a dial: of those that are promised room, else of those in the queue. */
    @Nullable
    Demand<K, C> next(PoolSettings settings) {
        Demand<K, C> promised = promises.first();
        while (promised != null && !promised.needsDial(settings)) {
            promises.end(promised);
            promised = promises.first();
        }
        return promised == null ? hungry.first(settings) : promised;
    }

    /**
     * The key for which a connection of this one makes room, which has come back while others of its own wait for it;
     * null if it serves these.
     *
     * @param isSpare whether it was set aside before, and its promise has ended: then its own key has its turn among the others
     */
    @Nullable
    Demand<K, C> favoured(Demand<K, C> returned, boolean isSpare, PoolSettings settings) {
        Demand<K, C> first = promises.has(returned) ? null : hungry.first(returned, settings);
        if (first == null || isSpare && returned.isInLine && hungry.passed(returned) > hungry.passed(first)) {
            return null;
        }
        return hungry.isDue(first, returned, settings) ? first : null;
    }

    /** Promises room to a key in the queue, for which a connection has been set aside. */
    void promise(Demand<K, C> demand, long now) {
        hungry.remove(demand);
        promises.promise(demand, now);
        agenda.ringBy(Promises.dueNanos(demand));
    }

    /** Begins a dial for the next one. */
    void begin(Demand<K, C> demand, PoolSettings settings, long now) {
        leave(demand);
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
