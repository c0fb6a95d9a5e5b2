package dev.hawser.benchmarks.load;

import dev.hawser.benchmarks.clients.Client;
import java.net.URI;
import java.util.List;

/**
 * What one client is to download in its JVM, over HTTP/2.
 *
 * @param url what is requested
 * @param bytes how long its body is
 * @param warmUps how often it is downloaded before it is measured
 * @param rounds how often it is measured
 * @param slow how many other streams are read slowly meanwhile, in rounds of their own; 0 for no such rounds
 */
public record DownloadPlan(Client client, URI url, long bytes, int warmUps, int rounds, int slow) {
    /** The plan as arguments of a main method. */
    public List<String> toArguments() {
        return List.of(
                client.name(),
                url.toString(),
                Long.toString(bytes),
                Integer.toString(warmUps),
                Integer.toString(rounds),
                Integer.toString(slow));
    }

    /** Reads the plan from such arguments. */
    static DownloadPlan of(String... arguments) {
        return new DownloadPlan(
                Client.valueOf(arguments[0]),
                URI.create(arguments[1]),
                Long.parseLong(arguments[2]),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                Integer.parseInt(arguments[5]));
    }
}
