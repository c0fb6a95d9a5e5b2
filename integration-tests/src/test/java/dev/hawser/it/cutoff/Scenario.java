package dev.hawser.it.cutoff;

import static dev.hawser.it.Link.H1;
import static dev.hawser.it.Link.H1_LAYERED;
import static dev.hawser.it.Link.H1_TLS;
import static dev.hawser.it.Link.H2;
import static dev.hawser.it.Link.H2C;
import static dev.hawser.it.Link.H2_LAYERED;
import static dev.hawser.it.cutoff.Scenario.Cut.CALL_TIMEOUT;
import static dev.hawser.it.cutoff.Scenario.Cut.CANCEL;
import static dev.hawser.it.cutoff.Scenario.Cut.INTERRUPT;
import static dev.hawser.it.cutoff.Scenario.Cut.OWN_TIMEOUT;
import static dev.hawser.it.cutoff.Scenario.Way.ASYNC;
import static dev.hawser.it.cutoff.Scenario.Way.ENQUEUE;
import static dev.hawser.it.cutoff.Scenario.Way.EXECUTE;

import dev.hawser.Retirement;
import dev.hawser.it.Link;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** One way to cut a call off. */
record Scenario(Step step, Cut cut, Way way, Link link) {
    /** Where the call is then. */
    enum Step {
        /** In the dispatcher's queue. */
        QUEUED,
        /** Waiting for a connection, while only dials of others are under way. */
        WAITING,
        DNS,
        CONNECTING,
        HANDSHAKING,
        /** Sending a body that the server does not read. */
        WRITING,
        /** Before a body that the server was asked about. */
        AWAITING_CONTINUE,
        AWAITING_HEAD,
        READING_BODY,
        /** Closing a response whose rest does not come. */
        DRAINING;

        /** Whether the call has a connection then. */
        boolean isOnConnection() {
            return compareTo(WRITING) >= 0;
        }

        /** Whether the request's body is not sent to its end then. */
        boolean isBeforeTheBodysEnd() {
            return this == WRITING || this == AWAITING_CONTINUE;
        }

        /** Whether the response has arrived then. */
        boolean isAnswered() {
            return compareTo(READING_BODY) >= 0;
        }
    }

    /** What cuts it off. */
    enum Cut {
        CANCEL,
        INTERRUPT,
        CALL_TIMEOUT,
        /** The timeout of the step itself. */
        OWN_TIMEOUT
    }

    /** How it was started. */
    enum Way {
        EXECUTE,
        ENQUEUE,
        ASYNC
    }

    /** What can befall a step; ways other than {@link Way#EXECUTE} are taken over the first link only. */
    private record Row(Step step, Set<Cut> cuts, List<Way> ways, List<Link> links) {
        Stream<Scenario> scenarios() {
            return links.stream()
                    .flatMap(link -> ways.stream()
                            .filter(way -> way == EXECUTE || link == links.get(0))
                            .flatMap(way -> cuts.stream()
                                    .filter(cut -> cut != INTERRUPT || way == EXECUTE)
                                    .map(cut -> new Scenario(step, cut, way, link))));
        }
    }

    /** The table of all. */
    static Stream<Scenario> all() {
        Set<Cut> unlimited = Set.of(CANCEL, INTERRUPT, CALL_TIMEOUT);
        Set<Cut> any = Set.of(CANCEL, INTERRUPT, CALL_TIMEOUT, OWN_TIMEOUT);
        List<Way> ways = List.of(EXECUTE, ENQUEUE, ASYNC);
        List<Way> withBody = List.of(EXECUTE, ENQUEUE);
        List<Link> links = List.of(H1, H1_TLS, H1_LAYERED, H2, H2_LAYERED, H2C);
        List<Link> clear = List.of(H1, H2C);
        List<Link> tls = List.of(H1_TLS, H1_LAYERED, H2, H2_LAYERED);
        List<Link> draining = List.of(H1, H1_TLS, H1_LAYERED); // HTTP/2 ends the stream instead
        return Stream.of(
                        new Row(Step.QUEUED, Set.of(CANCEL), List.of(ENQUEUE, ASYNC), List.of(H1)),
                        new Row(Step.WAITING, unlimited, ways, clear),
                        new Row(Step.DNS, unlimited, ways, clear),
                        new Row(Step.CONNECTING, any, ways, clear),
                        new Row(Step.HANDSHAKING, any, ways, tls),
                        new Row(Step.WRITING, any, ways, links),
                        new Row(Step.AWAITING_CONTINUE, unlimited, ways, links),
                        new Row(Step.AWAITING_HEAD, any, ways, links),
                        new Row(Step.READING_BODY, any, withBody, links),
                        new Row(Step.DRAINING, any, withBody, draining))
                .flatMap(Row::scenarios);
    }

    /** Why the connection goes, if the call has one. */
    Retirement retirement() {
        return switch (cut) {
            case CANCEL -> Retirement.CANCELED;
            case CALL_TIMEOUT -> Retirement.TIMED_OUT;
            case INTERRUPT -> step == Step.DRAINING ? Retirement.BODY_NOT_READ : Retirement.CANCELED;
            case OWN_TIMEOUT -> step == Step.DRAINING ? Retirement.BODY_NOT_READ : Retirement.TIMED_OUT;
        };
    }

    @Override
    public String toString() {
        return step + ", " + cut + ", " + way + ", " + link;
    }
}
