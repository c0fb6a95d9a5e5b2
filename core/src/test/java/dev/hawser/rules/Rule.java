package dev.hawser.rules;

import java.util.List;

/**
 * What is to happen in one situation, and the steps that show it.
 *
 * @param name a sentence
 * @param place the file and line that has it
 */
public record Rule<S>(String name, String place, List<S> steps) {
    public Rule {
        steps = List.copyOf(steps);
    }

    @Override
    public String toString() {
        return name;
    }
}
