package dev.hawser.benchmarks;

import dev.hawser.benchmarks.clients.Client;
import picocli.CommandLine.Command;

/** The same load through URL connections over Hawser, through the JDK's own, and through Hawser itself. */
@Command(
        name = "door",
        description =
                "GETs of 13 bytes over kept connections through URL.openConnection, over Hawser and as the JDK has it, as"
                        + " versus does it.",
        mixinStandardHelpOptions = true,
        showDefaultValues = false)
final class DoorCommand extends ComparingCommand {
    DoorCommand() {
        super(Client.Group.DOOR.members(), Client.URL_HAWSER);
    }
}
