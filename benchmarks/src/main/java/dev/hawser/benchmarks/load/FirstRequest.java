package dev.hawser.benchmarks.load;

import dev.hawser.benchmarks.clients.Client;
import dev.hawser.benchmarks.clients.Contender;
import java.net.URI;

/** A whole process that makes one request. */
public final class FirstRequest {
    private FirstRequest() {}

    /** Makes one GET with the client, of the URL, that the arguments name. */
    public static void main(String[] arguments) throws Exception {
        try (Contender contender = Client.valueOf(arguments[0]).open(5, false)) {
            contender.getter(URI.create(arguments[1])).get();
        }
        System.exit(0); // some clients keep threads that hold the JVM
    }
}
