package dev.hawser.benchmarks.load;

import dev.hawser.benchmarks.clients.Client;
import java.net.URI;
import java.util.List;

/**
 * What one client is to do in its JVM.
 *
 * @param url what is requested
 * @param threads how many threads send one request after the other
 * @param http2 whether over HTTP/2, where the client speaks it
 * @param idle how many connections to other hosts or ports are idle meanwhile
 * @param warmUpSeconds how long it runs before it is measured
 * @param seconds how long it is measured
 */
public record LoadPlan(
        Client client, URI url, boolean http2, int threads, int idle, double warmUpSeconds, double seconds) {
    /** The plan as arguments of a main method. */
    public List<String> toArguments() {
        return List.of(
                client.name(),
                url.toString(),
                Boolean.toString(http2),
                Integer.toString(threads),
                Integer.toString(idle),
                Double.toString(warmUpSeconds),
                Double.toString(seconds));
    }

    /** Reads the plan from such arguments. */
    public static LoadPlan of(String... arguments) {
        return new LoadPlan(
                Client.valueOf(arguments[0]),
                URI.create(arguments[1]),
                Boolean.parseBoolean(arguments[2]),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                Double.parseDouble(arguments[5]),
                Double.parseDouble(arguments[6]));
    }

    /**
     * The URL of the n-th other host, which is the same server at another loopback address; over TLS at another port, as
     * its certificate is for one address.
     */
    public URI otherHost(int n) {
        if (url.getScheme().equals("https")) {
            return URI.create("https://" + url.getHost() + ":" + (url.getPort() + 1 + n) + "/");
        }
        String address = "127." + (1 + n / 62_500) + "." + (1 + n / 250 % 250) + "." + (1 + n % 250);
        return URI.create("http://" + address + ":" + url.getPort() + "/");
    }
}
