package dev.hawser.testserver;

import dev.hawser.testserver.SocketPolicy.Effect;
import dev.hawser.testserver.SocketPolicy.Moment;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * A kind of misbehaviour that a good response can be given, for {@link Faults} to deal out. The constants are the
 * usual ones; a kind of one's own is a name and what it does:
 *
 * <pre>{@code
 * Fault overloaded = new Fault("overloaded", (response, dice) -> response.newBuilder().code(503).build());
 * }</pre>
 *
 * <p>"A while" is between 30 µs and 10 ms, short ones as likely as long ones.
 *
 * @param name what it is called where faults are counted
 * @param alteration what it does to a response
 */
public record Fault(String name, Alteration alteration) {
    /** The request is read, and after a while the connection closed without an answer. */
    public static final Fault CLOSE_BEFORE_RESPONSE =
            afterAWhile("CLOSE_BEFORE_RESPONSE", Moment.REQUEST_END, Effect.CLOSE);

    /** The request is read, and after a while the connection reset without an answer. */
    public static final Fault RESET_BEFORE_RESPONSE =
            afterAWhile("RESET_BEFORE_RESPONSE", Moment.REQUEST_END, Effect.RESET);

    /** The request is read and never answered. */
    public static final Fault STALL_BEFORE_RESPONSE = of("STALL_BEFORE_RESPONSE", Moment.REQUEST_END, Effect.STALL);

    /** Half of the response's head is sent, then the connection is closed. */
    public static final Fault CLOSE_DURING_HEAD = of("CLOSE_DURING_HEAD", Moment.RESPONSE_HEAD, Effect.CLOSE);

    /** Half of the response's body is sent, then the connection is closed. */
    public static final Fault CLOSE_DURING_BODY = of("CLOSE_DURING_BODY", Moment.RESPONSE_BODY, Effect.CLOSE);

    /** Half of the response's body is sent, then the connection is reset. */
    public static final Fault RESET_DURING_BODY = of("RESET_DURING_BODY", Moment.RESPONSE_BODY, Effect.RESET);

    /** Half of the response's body is sent, and nothing more. */
    public static final Fault STALL_DURING_BODY = of("STALL_DURING_BODY", Moment.RESPONSE_BODY, Effect.STALL);

    /** The connection is closed a while after the response, which does not say so. */
    public static final Fault CLOSE_AFTER_RESPONSE =
            afterAWhile("CLOSE_AFTER_RESPONSE", Moment.RESPONSE_END, Effect.CLOSE);

    /** The connection is reset a while after the response. */
    public static final Fault RESET_AFTER_RESPONSE =
            afterAWhile("RESET_AFTER_RESPONSE", Moment.RESPONSE_END, Effect.RESET);

    /** A while after the response the server ends its side, and goes on reading the client's: half-open. */
    public static final Fault HALF_CLOSE_AFTER_RESPONSE =
            afterAWhile("HALF_CLOSE_AFTER_RESPONSE", Moment.RESPONSE_END, Effect.SHUTDOWN_OUTPUT);

    /** After the response the server neither reads nor writes nor closes, as one that has lost its power. */
    public static final Fault SILENCE_AFTER_RESPONSE = of("SILENCE_AFTER_RESPONSE", Moment.RESPONSE_END, Effect.FREEZE);

    /** The connection is closed as soon as the next request begins to arrive on it. */
    public static final Fault CLOSE_AT_NEXT_REQUEST = of("CLOSE_AT_NEXT_REQUEST", Moment.NEXT_REQUEST, Effect.CLOSE);

    /** The connection is reset as soon as the next request begins to arrive on it. */
    public static final Fault RESET_AT_NEXT_REQUEST = of("RESET_AT_NEXT_REQUEST", Moment.NEXT_REQUEST, Effect.RESET);

    /** Some bytes that mean nothing follow the response, in one piece with it. */
    public static final Fault STRAY_BYTES = new Fault(
            "STRAY_BYTES",
            (response, dice) ->
                    response.newBuilder().strayBytes(someBytes(dice)).build());

    /** The response is sent twice, in one piece. */
    public static final Fault SENT_TWICE = new Fault(
            "SENT_TWICE",
            (response, dice) -> response.newBuilder()
                    .strayBytes(ResponseWriter.wire(response))
                    .build());

    /** The response is sent twice, the second time at once but in a piece of its own. */
    public static final Fault SENT_TWICE_AT_ONCE = new Fault(
            "SENT_TWICE_AT_ONCE",
            (response, dice) -> response.newBuilder()
                    .strayBytes(ResponseWriter.wire(response), Duration.ZERO)
                    .build());

    /** The response is sent once more after a while, unless the next request comes sooner. */
    public static final Fault SENT_TWICE_LATER = new Fault(
            "SENT_TWICE_LATER",
            (response, dice) -> response.newBuilder()
                    .strayBytes(ResponseWriter.wire(response), aWhile(dice))
                    .build());

    /** The body is framed badly, in one of the ways that {@link BadFraming} has. */
    public static final Fault BAD_FRAMING = new Fault(
            "BAD_FRAMING",
            (response, dice) -> response.newBuilder()
                    .badFraming(oneOf(List.of(BadFraming.values()), dice))
                    .build());

    /** The response comes in drops of 1 to 16 bytes, each a while after the last. */
    public static final Fault SLOW_DRIP = new Fault(
            "SLOW_DRIP",
            (response, dice) -> response.newBuilder()
                    .drip(1 + dice.nextInt(16), aWhile(dice))
                    .build());

    /** All constants of this type. */
    public static final List<Fault> ALL = List.of(
            CLOSE_BEFORE_RESPONSE,
            RESET_BEFORE_RESPONSE,
            STALL_BEFORE_RESPONSE,
            CLOSE_DURING_HEAD,
            CLOSE_DURING_BODY,
            RESET_DURING_BODY,
            STALL_DURING_BODY,
            CLOSE_AFTER_RESPONSE,
            RESET_AFTER_RESPONSE,
            HALF_CLOSE_AFTER_RESPONSE,
            SILENCE_AFTER_RESPONSE,
            CLOSE_AT_NEXT_REQUEST,
            RESET_AT_NEXT_REQUEST,
            STRAY_BYTES,
            SENT_TWICE,
            SENT_TWICE_AT_ONCE,
            SENT_TWICE_LATER,
            BAD_FRAMING,
            SLOW_DRIP);

    private static final double SHORTEST_MICROS = 30;
    private static final double LONGEST_MICROS = 10_000;

    /** A kind of both. */
    public Fault {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(alteration, "alteration");
    }

    /** A kind that ends the connection by this policy. */
    public static Fault of(String name, SocketPolicy policy) {
        return new Fault(
                name,
                (response, dice) -> response.newBuilder().socketPolicy(policy).build());
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }

    private static Fault of(String name, Moment moment, Effect effect) {
        return of(name, new SocketPolicy(moment, effect));
    }

    private static Fault afterAWhile(String name, Moment moment, Effect effect) {
        SocketPolicy policy = new SocketPolicy(moment, effect);
        return new Fault(
                name,
                (response, dice) -> response.newBuilder()
                        .socketPolicy(policy)
                        .effectDelay(aWhile(dice))
                        .build());
    }

    private static Duration aWhile(RandomGenerator dice) {
        double micros = SHORTEST_MICROS * Math.pow(LONGEST_MICROS / SHORTEST_MICROS, dice.nextDouble());
        return Duration.ofNanos((long) (micros * 1_000));
    }

    private static <T> T oneOf(List<T> all, RandomGenerator dice) {
        return all.get(dice.nextInt(all.size()));
    }

    private static byte[] someBytes(RandomGenerator dice) {
        byte[] bytes = new byte[1 + dice.nextInt(64)];
        dice.nextBytes(bytes);
        return bytes;
    }

    /** What a fault does to a response. */
    @FunctionalInterface
    public interface Alteration {
        /**
         * The bad response in place of a good one.
         *
         * @param dice what chances are to be drawn from, so that they are the same for the same request
         */
        MockResponse apply(MockResponse response, RandomGenerator dice);
    }
}
