package dev.hawser.cli.demo;

import dev.hawser.HttpUrl;
import dev.hawser.cli.terminal.CommandFailure;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** Where experiments are run and looked at from both sides. */
final class Laboratory {
    private static final Duration GLANCE = Duration.ofMillis(20);

    private final Plan plan;
    private final LongSupplier nanoTime;

    Laboratory(Plan plan, LongSupplier nanoTime) {
        this.plan = plan;
        this.nanoTime = nanoTime;
    }

    /** Has the JVM load what an experiment needs, so that the picture does not show that. */
    void warmUp() throws CommandFailure, InterruptedException {
        Plan small = new Plan(2, 2, 1, plan.keepAlive(), Plan.Rhythm.NONE, plan.patience());
        try (WaveServer server = WaveServer.start(small);
                Experiment experiment = new Experiment(small, server.target(), nanoTime)) {
            experiment.run();
        }
    }

    /** An experiment with a server of its own. */
    Observation observeOwn() throws CommandFailure, InterruptedException {
        try (WaveServer server = WaveServer.start(plan);
                Experiment experiment = new Experiment(plan, server.target(), nanoTime)) {
            return observe(experiment, server);
        }
    }

    /** An experiment with a server that is there already. */
    Observation observeForeign(HttpUrl url) throws CommandFailure, InterruptedException {
        try (Experiment experiment = new Experiment(plan, new Target.Foreign(url), nanoTime)) {
            return new Observation(experiment.run(), null, List.of());
        }
    }

    /** Looks at one side, then at the other, until nothing has happened in between. */
    private Observation observe(Experiment experiment, WaveServer server) throws CommandFailure, InterruptedException {
        ExperimentRecord here = experiment.run();
        long glances = plan.patience().dividedBy(GLANCE);
        while (true) {
            boolean agreed = server.awaitOpen(here.figures().idle(), GLANCE);
            ServerCounts there = server.counts();
            ExperimentRecord after = experiment.observed();
            boolean still = after.events().size() == here.events().size();
            if (agreed && still || --glances <= 0) {
                return new Observation(here, there, Check.disagreements(here, there));
            }
            here = after;
        }
    }
}
