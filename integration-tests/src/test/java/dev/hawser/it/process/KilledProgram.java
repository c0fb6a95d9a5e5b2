package dev.hawser.it.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that says what it does, line by line, in a JVM of its own, until it is killed. */
public final class KilledProgram implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;

    /** Starts it. */
    public KilledProgram(Class<?> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(ChildJvm.command(List.of(), program, arguments));
        command.addAll(1, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** What programs say with: a line that is there whenever they are killed after that. */
    public static void say(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.US_ASCII);
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }

    /** What it says next. */
    public String line() throws IOException {
        return lines.readLine();
    }

    /** Kills it; returns what else it had said, of which the last line may be cut off. */
    public List<String> kill() throws IOException, InterruptedException {
        process.toHandle().destroyForcibly(); // and leaves what it has said to be read
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return lines.lines().toList();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        lines.close();
    }
}
