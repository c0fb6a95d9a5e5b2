package dev.hawser.cli.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of an experiment.
 *
 * @param experiment what the client's side saw
 * @param server what the demo's own server saw, or null if there was none
 * @param disagreements of the two, a sentence each
 */
record Observation(ExperimentRecord experiment, @Nullable ServerCounts server, List<String> disagreements) {
    Observation {
        disagreements = List.copyOf(disagreements);
    }
}
