package dev.hawser.benchmarks;

import dev.hawser.benchmarks.load.Jvm;
import dev.hawser.benchmarks.load.LoadPlan;
import dev.hawser.benchmarks.load.LoadResult;
import dev.hawser.benchmarks.load.LoadRun;
import dev.hawser.benchmarks.server.Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all loads have in common: how long, how often, against which server. */
final class LoadOptions {
    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "How long a client is measured in one round (default: ${DEFAULT-VALUE})",
            defaultValue = "5")
    double seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            description = "How long it runs before (default: ${DEFAULT-VALUE}; with 3, large clients look three times"
                    + " slower than they are)",
            defaultValue = "12")
    double warmUp;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each client has its turn (default: ${DEFAULT-VALUE})",
            defaultValue = "5")
    int rounds;

    @Option(
            names = "--server",
            paramLabel = "KIND",
            description = "${COMPLETION-CANDIDATES}; nginx if it is installed is the default, else a small one in Java")
    Server.@Nullable Kind kind;

    @Option(names = "--tls", description = "Over TLS 1.3, by nginx")
    boolean tls;

    @Option(
            names = "--http2",
            description = "Over HTTP/2 and TLS 1.3, by nginx; clients that speak HTTP/1.1 alone are left out")
    boolean http2;

    @Option(
            names = "--jvm",
            paramLabel = "OPTION",
            description = "An option for the clients' JVMs, such as -XX:+UseParallelGC; may be given several times")
    List<String> jvm = new ArrayList<>();

    Server.Kind serverKind() {
        return http2 ? Server.Kind.NGINX_HTTP2 : tls ? Server.Kind.NGINX_TLS : kind == null ? Server.Kind.best() : kind;
    }

    /** How long so many turns take, in words. */
    String time(int turns) {
        long minutes = Math.round(turns * (seconds + warmUp + 1) / 60);
        return minutes < 2 ? "a minute or two" : minutes + " minutes";
    }

    /** Runs a client in a JVM of its own. */
    LoadResult run(LoadPlan plan, Server server, List<String> prefix) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        List<String> options = new ArrayList<>(jvm);
        options.addAll(server.trustOptions());
        command.addAll(Jvm.command(options, LoadRun.class, plan.toArguments()));
        return Jvm.run(command, LoadResult::of);
    }
}
