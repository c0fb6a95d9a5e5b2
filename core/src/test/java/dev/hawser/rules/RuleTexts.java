package dev.hawser.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads rules from texts. A rule is a sentence, and below it, set in, a line for each step. What begins with {@code #} is a comment. A rule
 * whose first line is {@code for a | b} is one for each of these values, which stands wherever it has {@code <>}.
 *
 * @param <S> a step
 */
public final class RuleTexts<S> {
    /** Reads a line. */
    @FunctionalInterface
    public interface Steps<S> {
        /**
         * The step that a line is.
         *
         * @param place the file and line that has it
         */
        S read(String line, String place);
    }

    private final Steps<S> steps;

    public RuleTexts(Steps<S> steps) {
        this.steps = steps;
    }

    /** The rules of a file that lies beside a class. */
    public List<Rule<S>> in(Class<?> reader, String folder, String file) throws IOException {
        try (InputStream in = reader.getResourceAsStream(folder + "/" + file)) {
            if (in == null) {
                throw new IOException("no such rules: " + file);
            }
            return read(file, new String(in.readAllBytes(), UTF_8).lines().toList());
        }
    }

    /** The rules in these lines. */
    public List<Rule<S>> read(String file, List<String> lines) {
        List<Rule<S>> rules = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int first = i + 1;
            while (i + 1 < lines.size() && lines.get(i + 1).startsWith(" ")) {
                i++;
            }
            rules.addAll(rules(line, file, first, lines.subList(first, i + 1)));
        }
        return rules;
    }

    /** The rule of that name, or, where it is for several values, one for each. */
    private List<Rule<S>> rules(String name, String file, int number, List<String> lines) {
        boolean forEach = !lines.isEmpty() && lines.get(0).strip().startsWith("for ");
        if (lines.size() == (forEach ? 1 : 0) || name.contains("<>") != forEach) {
            throw new IllegalArgumentException(
                    file + ":" + number + ": a rule has steps, and <> if it has values: " + name);
        }
        List<String> values =
                forEach ? List.of(lines.get(0).strip().substring(4).split(" +\\| +")) : List.of("");
        List<Rule<S>> rules = new ArrayList<>();
        for (String value : values) {
            List<S> read = new ArrayList<>();
            for (int i = forEach ? 1 : 0; i < lines.size(); i++) {
                read.add(steps.read(lines.get(i).strip().replace("<>", value), file + ":" + (number + i + 1)));
            }
            rules.add(new Rule<>(name.replace("<>", value), file + ":" + number, read));
        }
        return rules;
    }

    /** A time as texts have it, such as {@code 60s} or {@code 2d}; none if there is no text. */
    public static Duration duration(@Nullable String text) {
        if (text == null) {
            return Duration.ZERO;
        }
        return Duration.parse((text.endsWith("d") ? "P" : "PT") + text);
    }
}
