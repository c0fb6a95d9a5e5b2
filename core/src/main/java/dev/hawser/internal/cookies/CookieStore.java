package dev.hawser.internal.cookies;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hawser.Cookie;
import dev.hawser.HttpUrl;
import dev.hawser.internal.text.Ipv4;
import dev.hawser.internal.text.PublicSuffixes;
import dev.hawser.internal.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Cookies within bounds: so many for a site, and so many in all. A site is what belongs to one owner, so that no owner pushes
 * another's cookies out by many hosts; a host that no owner has, as an IP address, is a site of its own. Safe for use by
 * many threads.
 */
public final class CookieStore {
    private static final Comparator<KeptCookie> AS_CREATED = Comparator.comparingLong(kept -> kept.created);

    /** Longer paths first, then the older ones (RFC 6265, section 5.4). */
    private static final Comparator<KeptCookie> AS_SENT = Comparator.comparingInt(
                    (KeptCookie kept) -> -kept.cookie.path().length())
            .thenComparing(AS_CREATED);

    private final int mostPerSite;
    private final int most;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();

    /** Those of each site; no list is empty. */
    @GuardedBy("lock")
    private final Map<String, List<KeptCookie>> sites = new HashMap<>();

    @GuardedBy("lock")
    private int size;

    /** Counts creations and uses. */
    @GuardedBy("lock")
    private long counter;

    public CookieStore(int mostPerSite, int most, Clock clock) {
        if (mostPerSite < 1 || most < 1) {
            throw new IllegalArgumentException(
                    "a jar needs room for a cookie: maxCookiesPerSite=" + mostPerSite + ", maxCookies=" + most);
        }
        this.mostPerSite = mostPerSite;
        this.most = most;
        this.clock = clock;
    }

    /** A store that reads the machine's clock. */
    public CookieStore(int mostPerSite, int most) {
        this(mostPerSite, most, Clock.system());
    }

    /**
     * Keeps, replaces or removes what a response from {@code url} sets.
     *
     * @return the cookies that came, went or changed
     */
    List<Cookie> keep(HttpUrl url, List<Cookie> cookies) {
        long now = clock.currentTimeMillis();
        List<Cookie> changed = new ArrayList<>();
        lock.lock();
        try {
            for (Cookie cookie : cookies) {
                if (url.isHttps() || !cookie.secure() && !isShielded(cookie)) {
                    keep(cookie, now, changed);
                }
            }
        } finally {
            lock.unlock();
        }
        return changed;
    }

    /** Keeps cookies that were kept before, in the order of their creation. */
    void restore(List<Cookie> cookies) {
        long now = clock.currentTimeMillis();
        lock.lock();
        try {
            for (Cookie cookie : cookies) {
                keep(cookie, now, new ArrayList<>());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Keeps, replaces or removes what a response from {@code url} sets. */
    public void save(HttpUrl url, List<Cookie> cookies) {
        keep(url, cookies);
    }

    /** The cookies for a request, in the order in which they are sent; an unmodifiable list. */
    public List<Cookie> load(HttpUrl url) {
        String site = siteOf(url.host());
        long now = clock.currentTimeMillis();
        lock.lock();
        try {
            List<KeptCookie> kept = sites.get(site);
            if (kept == null) {
                return List.of();
            }
            List<KeptCookie> sent = kept.stream()
                    .filter(each -> each.matches(url, now))
                    .sorted(AS_SENT)
                    .toList();
            for (KeptCookie each : sent) {
                each.used = ++counter;
            }
            return sent.stream().map(each -> each.cookie).toList();
        } finally {
            lock.unlock();
        }
    }

    /** All cookies that have not ended, in the order of their creation; an unmodifiable list. */
    public List<Cookie> all() {
        long now = clock.currentTimeMillis();
        lock.lock();
        try {
            return everyone()
                    .filter(kept -> !kept.hasEnded(now))
                    .sorted(AS_CREATED)
                    .map(kept -> kept.cookie)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Removes a cookie; whether it was there. */
    public boolean remove(Cookie cookie) {
        return removeIf(kept -> kept.cookie.equals(cookie));
    }

    /** Removes the cookies without an end of their own; whether there were any. */
    public boolean removeSession() {
        return removeIf(kept -> !kept.cookie.persistent());
    }

    /** Removes all cookies; whether there were any. */
    public boolean clear() {
        return removeIf(kept -> true);
    }

    private boolean removeIf(Predicate<KeptCookie> which) {
        lock.lock();
        try {
            List<KeptCookie> gone = everyone().filter(which).toList();
            for (KeptCookie kept : gone) {
                drop(kept);
            }
            return !gone.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void keep(Cookie cookie, long now, List<Cookie> changed) {
        String site = siteOf(cookie.domain());
        KeptCookie before = find(site, cookie);
        long created = before == null || before.hasEnded(now) ? ++counter : before.created;
        KeptCookie kept = new KeptCookie(cookie, created, ++counter);
        if (before != null) {
            drop(before);
        }
        if (kept.hasEnded(now)) {
            if (before != null) {
                changed.add(before.cookie);
            }
            return;
        }
        sites.computeIfAbsent(site, any -> new ArrayList<>()).add(kept);
        size++;
        if (before == null || !before.cookie.equals(cookie)) {
            changed.add(cookie);
            if (before != null) {
                changed.add(before.cookie);
            }
        }
        makeRoom(site, now, changed);
    }

    @GuardedBy("lock")
    private @Nullable KeptCookie find(String site, Cookie cookie) {
        for (KeptCookie kept : sites.getOrDefault(site, List.of())) {
            if (kept.isSameAs(cookie)) {
                return kept;
            }
        }
        return null;
    }

    @GuardedBy("lock")
    private boolean isShielded(Cookie cookie) {
        long now = clock.currentTimeMillis();
        return sites.getOrDefault(siteOf(cookie.domain()), List.of()).stream()
                .anyMatch(kept -> !kept.hasEnded(now) && kept.isShieldedFrom(cookie));
    }

    /** Within a site those go first that have ended, then those not secure; over all sites those that have ended; then the least used. */
    @GuardedBy("lock")
    private void makeRoom(String site, long now, List<Cookie> changed) {
        Comparator<KeptCookie> endedFirst = Comparator.comparing(kept -> !kept.hasEnded(now));
        Comparator<KeptCookie> leastUsedFirst = Comparator.comparingLong(kept -> kept.used);
        KeptCookie gone = null;
        List<KeptCookie> ofSite = Objects.requireNonNull(sites.get(site));
        if (ofSite.size() > mostPerSite) {
            gone = ofSite.stream()
                    .min(endedFirst.thenComparing(kept -> kept.cookie.secure()).thenComparing(leastUsedFirst))
                    .orElseThrow();
        } else if (size > most) {
            gone = everyone().min(endedFirst.thenComparing(leastUsedFirst)).orElseThrow();
        }
        if (gone != null) {
            drop(gone);
            changed.add(gone.cookie);
        }
    }

    @GuardedBy("lock")
    private void drop(KeptCookie kept) {
        String site = siteOf(kept.cookie.domain());
        List<KeptCookie> ofSite = Objects.requireNonNull(sites.get(site));
        if (!ofSite.remove(kept)) {
            throw new IllegalStateException("a cookie that is not kept cannot go");
        }
        size--;
        if (ofSite.isEmpty()) {
            sites.remove(site);
        }
    }

    @GuardedBy("lock")
    private Stream<KeptCookie> everyone() {
        return sites.values().stream().flatMap(List::stream);
    }

    private static String siteOf(String host) {
        boolean address = host.indexOf(':') >= 0 || Ipv4.isMeant(host);
        String owned = address ? null : PublicSuffixes.registrableDomain(host);
        return owned == null ? host : owned;
    }

    /** The numbers of cookies, and of sites. */
    @Override
    public String toString() {
        lock.lock();
        try {
            return "cookies=" + size + ", sites=" + sites.size();
        } finally {
            lock.unlock();
        }
    }
}
