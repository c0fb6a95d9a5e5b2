package dev.hawser.it.networks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The programs that change the network of this machine: {@code ip} and {@code tc}. */
final class Ip {
    private static final int MOST_SECONDS = 20;

    private Ip() {}

    /**
     * Runs a command line to its end; returns what it wrote.
     *
     * @throws IOException if there is no such program, or it fails; says what it wrote
     */
    static String run(String commandLine) throws IOException {
        Process process = new ProcessBuilder(command(commandLine))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("still runs after " + MOST_SECONDS + " s: " + commandLine);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted: " + commandLine, e);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException(commandLine + ": " + output.trim());
        }
        return output;
    }

    /** The words of a command line, found where an administrator's programs are. */
    static List<String> command(String commandLine) {
        List<String> command = new ArrayList<>(List.of("env", "PATH=/usr/sbin:/sbin:/usr/bin:/bin"));
        command.addAll(List.of(commandLine.split(" ")));
        return command;
    }

    /** Whether a command line could be run to a good end. */
    static boolean runs(String commandLine) {
        try {
            run(commandLine);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
