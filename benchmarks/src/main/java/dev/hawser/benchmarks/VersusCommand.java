package dev.hawser.benchmarks;

import dev.hawser.benchmarks.clients.Client;
import picocli.CommandLine.Command;

/** The same load through all clients, in turn. */
@Command(
        name = "versus",
        description = "GETs of 13 bytes over kept connections through each client, each in a JVM of its own, in turn,"
                + " round after round. With one thread, client and server are pinned to one processor.",
        mixinStandardHelpOptions = true,
        showDefaultValues = false)
final class VersusCommand extends ComparingCommand {
    VersusCommand() {
        super(Client.Group.PLAIN.members(), Client.HAWSER);
    }
}
