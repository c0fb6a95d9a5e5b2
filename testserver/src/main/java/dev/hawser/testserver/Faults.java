package dev.hawser.testserver;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A handler that lets another one answer, and deals out {@link Fault}s by chance: to each request at most one.
 *
 * <pre>{@code
 * Faults faults = Faults.seeded(42)
 *         .oneIn(100, Fault.RESET_BEFORE_RESPONSE)
 *         .oneIn(500, Fault.SENT_TWICE_LATER)
 *         .where(request -> request.sequenceNumber() > 0)
 *         .over(request -> MockResponse.of(200, request.path()));
 * server.handler(faults);
 * ...
 * assertThat(result).as("%s", faults).isEqualTo(...);
 * }</pre>
 *
 * <p>Chance is the seed's and the request's: the nth request of a method and target gets the same fault whenever the
 * seed is the same, however many connections there are and whatever comes between. Which of two equal requests is
 * the nth is for their senders to settle.
 *
 * <p>{@link #toString} tells the seed, the chances and what was dealt so far. Safe for use by many threads; its
 * {@link Builder} is not.
 */
public final class Faults implements RequestHandler {
    private static final double ROUNDING = 1e-9;

    private final long seed;
    private final List<Chance> chances;
    private final Predicate<RecordedRequest> condition;
    private final RequestHandler answers;
    private final Map<Fault, LongAdder> dealt = new LinkedHashMap<>();
    private final Map<String, Integer> seen = new ConcurrentHashMap<>();

    private Faults(Builder builder, RequestHandler answers) {
        this.seed = builder.seed;
        this.chances = List.copyOf(builder.chances);
        this.condition = builder.condition;
        this.answers = answers;
        chances.forEach(chance -> dealt.put(chance.fault(), new LongAdder()));
    }

    /** Begins faults that are the same whenever the seed is. */
    public static Builder seeded(long seed) {
        return new Builder(seed);
    }

    /** Begins faults with a seed of chance, which is logged, so that a failure can be had again. */
    public static Builder random() {
        long seed = ThreadLocalRandom.current().nextLong();
        System.getLogger(Faults.class.getName())
                .log(System.Logger.Level.INFO, "Faults.seeded(" + seed + "L) deals the same faults again");
        return seeded(seed);
    }

    /** The seed. */
    public long seed() {
        return seed;
    }

    /** How many times each kind was dealt, in the order in which they were named. */
    public Map<Fault, Long> dealt() {
        Map<Fault, Long> counts = new LinkedHashMap<>();
        dealt.forEach((fault, count) -> counts.put(fault, count.sum()));
        return Collections.unmodifiableMap(counts);
    }

    /** What the handler below answers, with the fault that is the request's, if any. */
    @Override
    public MockResponse handle(RecordedRequest request) throws InterruptedException {
        String same = request.method() + " " + request.path();
        int nth = seen.merge(same, 1, Integer::sum);
        MockResponse answer = answers.handle(request);
        if (!condition.test(request)) {
            return answer;
        }
        RandomGenerator dice = new SplittableRandom(mixed(same, nth));
        Fault fault = choose(dice.nextDouble());
        if (fault == null) {
            return answer;
        }
        Objects.requireNonNull(dealt.get(fault)).increment();
        return fault.alteration().apply(answer, dice);
    }

    @Override
    public SocketPolicy onConnection(int connectionIndex) {
        return answers.onConnection(connectionIndex);
    }

    @Override
    public @Nullable MockResponse onRequestHead(RecordedRequest head) {
        return answers.onRequestHead(head);
    }

    /** As in {@code Faults.seeded(42): 1 in 100 RESET_BEFORE_RESPONSE (7 so far), 1 in 500 STRAY_BYTES (2 so far)}. */
    @Override
    public String toString() {
        return chances.stream()
                .map(chance -> String.format(
                        Locale.ROOT,
                        "1 in %d %s (%d so far)",
                        chance.in(),
                        chance.fault(),
                        dealt().get(chance.fault())))
                .collect(Collectors.joining(", ", "Faults.seeded(" + seed + "L): ", ""));
    }

    private @Nullable Fault choose(double drawn) {
        double sum = 0;
        for (Chance chance : chances) {
            sum += 1.0 / chance.in();
            if (drawn < sum) {
                return chance.fault();
            }
        }
        return null;
    }

    private long mixed(String same, int nth) {
        long mixed = seed;
        for (int i = 0; i < same.length(); i++) {
            mixed = 31 * mixed + same.charAt(i);
        }
        return new SplittableRandom(mixed).nextLong() + nth;
    }

    /** The chance, one in so many, of a fault. */
    private record Chance(Fault fault, int in) {}

    /** A maker of faults. */
    public static final class Builder {
        private final long seed;
        private final List<Chance> chances = new ArrayList<>();
        private Predicate<RecordedRequest> condition = request -> true;

        private Builder(long seed) {
            this.seed = seed;
        }

        /**
         * Has one request in so many get that fault.
         *
         * @throws IllegalArgumentException if it is named twice, or if the chances of all add up to more than 1
         */
        public Builder oneIn(int requests, Fault fault) {
            if (requests < 1) {
                throw new IllegalArgumentException("one request in " + requests + " for " + fault);
            }
            double sum = 1.0 / requests;
            for (Chance each : chances) {
                if (each.fault().equals(fault)) {
                    throw new IllegalArgumentException(fault + " is named twice");
                }
                sum += 1.0 / each.in();
            }
            if (sum > 1 + ROUNDING) {
                throw new IllegalArgumentException("with " + fault + " the chances add up to " + sum);
            }
            chances.add(new Chance(fault, requests));
            return this;
        }

        /** Sets which requests may get a fault; all by default. */
        public Builder where(Predicate<RecordedRequest> condition) {
            this.condition = Objects.requireNonNull(condition, "condition");
            return this;
        }

        /** The faults, over the answers of that handler. */
        public Faults over(RequestHandler answers) {
            return new Faults(this, answers);
        }
    }
}
