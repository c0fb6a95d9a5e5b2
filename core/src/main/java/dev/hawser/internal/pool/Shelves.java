package dev.hawser.internal.pool;

import dev.hawser.ReuseOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lists in which the ledger's connections stand. One that is open or draining is filed under itself; an
 * open one also under its further keys, in its home book if its capacity is not 1, and in the books of the
 * other keys that it serves; an idle one in the order of idling, and on its home's shelf if its capacity is 1.
 */
final class Shelves<K, C extends Poolable> {
    final Map<K, Book<K, C>> books = new HashMap<>();
    final IdentityHashMap<C, Entry<K, C>> entries = new IdentityHashMap<>();
    final Map<K, List<Entry<K, C>>> further = new HashMap<>();
    final IdleOrder<K, C> idleOrder = new IdleOrder<>();

    /** The book of a key; opened if there is none. */
    Book<K, C> book(K key) {
        return books.computeIfAbsent(key, Book::new);
    }

    /** All books, as they are now. */
    Collection<Book<K, C>> allBooks() {
        return List.copyOf(books.values());
    }

    /** Ends a demand that is over, and puts a book away that has nothing to tell. */
    void tidy(Book<K, C> book) {
        if (book.demand != null && book.demand.isOver()) {
            book.demand = null;
        }
        if (book.isBlank()) {
            books.remove(book.key, book);
        }
    }

    /** The entry of a connection, if it is open. */
    @Nullable
    Entry<K, C> open(C connection) {
        Entry<K, C> entry = entries.get(connection);
        return entry != null && entry.state == Entry.State.OPEN ? entry : null;
    }

    void add(Entry<K, C> entry, List<K> furtherKeys) {
        if (entries.put(entry.connection(), entry) != null) {
            throw new IllegalStateException("a connection to " + entry.home.key + " was opened twice");
        }
        entry.furtherKeys = furtherKeys;
        for (K key : furtherKeys) {
            further.computeIfAbsent(key, k -> new ArrayList<>(1)).add(entry);
        }
        if (entry.capacity != 1) {
            entry.home.share(entry);
        }
    }

    void changeCapacity(Entry<K, C> entry, int capacity, ReuseOrder order) {
        boolean isIdle = isListedIdle(entry);
        if (entry.capacity != 1) {
            entry.home.unshare(entry);
        } else if (isIdle) {
            entry.home.shelf.remove(entry);
        }
        entry.capacity = capacity;
        if (capacity != 1) {
            entry.home.share(entry);
        } else if (isIdle) {
            entry.home.shelf.add(entry, order);
        }
    }

    void addIdle(Entry<K, C> entry, ReuseOrder order) {
        idleOrder.add(entry);
        entry.home.idle++;
        if (!entry.expiring) {
            entry.home.ready++;
        }
        if (entry.capacity == 1) {
            entry.home.shelf.add(entry, order);
        }
    }

    void removeIdle(Entry<K, C> entry) {
        idleOrder.remove(entry);
        entry.home.idle--;
        if (!entry.expiring) {
            entry.home.ready--;
        }
        if (entry.capacity == 1) {
            entry.home.shelf.remove(entry);
        }
    }

    /** Counts a connection no longer among those that are ready. */
    void expire(Entry<K, C> entry) {
        if (!entry.expiring && isListedIdle(entry)) {
            entry.home.ready--;
        }
        entry.expiring = true;
    }

    boolean isListedIdle(Entry<K, C> entry) {
        return entry.longerIdle != null || entry.shorterIdle != null || idleOrder.longest() == entry;
    }

    /** Lists a connection for another key; false if that key has it already. */
    boolean addGuest(Entry<K, C> entry, Book<K, C> book) {
        if (entry.home == book || book.shared.contains(entry)) {
            return false;
        }
        entry.addGuestBook(book);
        book.share(entry);
        return true;
    }

    /** Takes a connection out of all lists but those of its own key; returns the books that had it. */
    List<Book<K, C>> withdraw(Entry<K, C> entry) {
        for (K key : entry.furtherKeys) {
            List<Entry<K, C>> found = further.get(key);
            if (found != null && found.remove(entry) && found.isEmpty()) {
                further.remove(key);
            }
        }
        entry.furtherKeys = List.of();
        List<Book<K, C>> hosts = entry.guestOf;
        entry.guestOf = List.of();
        for (Book<K, C> book : hosts) {
            book.unshare(entry);
        }
        return hosts;
    }

    /** The open connections with room that can be found under one of the keys. */
    List<C> candidates(List<K> keys) {
        List<C> found = new ArrayList<>();
        for (K key : keys) {
            for (Entry<K, C> entry : further.getOrDefault(key, List.of())) {
                if (entry.hasRoom() && !found.contains(entry.connection())) {
                    found.add(entry.connection());
                }
            }
        }
        return found;
    }
}
