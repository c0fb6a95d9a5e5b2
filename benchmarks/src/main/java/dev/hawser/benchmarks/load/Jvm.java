package dev.hawser.benchmarks.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The start of another JVM like this one. */
public final class Jvm {
    private Jvm() {}

    /** The command line that runs a main class with this JVM's java and class path. */
    public static List<String> command(List<String> options, Class<?> main, List<String> arguments) {
        return command(options, System.getProperty("java.class.path"), main, arguments);
    }

    /** The command line that runs a main class with this JVM's java. */
    public static List<String> command(List<String> options, String classPath, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(classPath);
        command.add(main.getName());
        command.addAll(arguments);
        return command;
    }
}
