package dev.hawser.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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

    /**
     * Runs a command to its end, or to that of this process.
     *
     * @param result reads the result from a line of its output; the other lines go to the error output
     * @throws IOException if none of its lines is a result
     */
    public static <T> T run(List<String> command, Function<String, Optional<T>> result)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread endWithThisProcess = new Thread(process::destroy, "end of a benchmark's JVM");
        Runtime.getRuntime().addShutdownHook(endWithThisProcess);
        Optional<T> last = Optional.empty();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Optional<T> read = result.apply(line);
                if (read.isPresent()) {
                    last = read;
                } else {
                    System.err.println(line);
                }
            }
        }
        int code = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(endWithThisProcess);
        return last.orElseThrow(() -> new IOException(
                command + " ended with code " + code + " and without a result; what it printed stands above"));
    }
}
