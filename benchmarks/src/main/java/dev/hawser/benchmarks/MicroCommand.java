package dev.hawser.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** The JMH benchmarks. */
@Command(
        name = "micro",
        description = {
            "JMH benchmarks of single rooms: PoolLease, PoolEviction, ResponseHeads, WebSocketBytes.",
            "Other arguments are JMH's: a part of a name to run only what has it, -f forks, -wi and -i iterations,"
                    + " -p pooled=1,100000, -prof gc for bytes; all are shown by: micro -h"
        })
final class MicroCommand implements Callable<Integer> {
    @Option(names = "--help", usageHelp = true, description = "Shows this and exits.")
    private boolean help;

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        System.out.println(Machine.description());
        org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
        return 0;
    }
}
