package dev.hawser.benchmarks;

import dev.hawser.benchmarks.clients.Client;
import picocli.CommandLine.Command;

/** The same load through Spring's {@code RestClient} over each of its request factories, in turn. */
@Command(
        name = "spring",
        description = "GETs of 13 bytes over kept connections through Spring's RestClient, over Hawser and over each of"
                + " Spring's own request factories, as versus does it.",
        mixinStandardHelpOptions = true,
        showDefaultValues = false)
final class SpringCommand extends ComparingCommand {
    SpringCommand() {
        super(Client.Group.SPRING.members(), Client.SPRING_HAWSER);
    }
}
