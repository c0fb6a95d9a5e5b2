package dev.hawser.benchmarks.clients;

import java.io.IOException;
import java.net.URI;
import org.eclipse.jetty.client.HttpClient;

/** Jetty's client. */
final class JettyContender implements Contender {
    private final HttpClient client = new HttpClient();

    JettyContender(int connections) throws Exception {
        client.setMaxConnectionsPerDestination(connections);
        client.start();
    }

    HttpClient client() {
        return client;
    }

    @Override
    public Getter getter(URI url) {
        return () -> client.GET(url).getContent().length;
    }

    @Override
    public void close() throws IOException {
        try {
            client.stop();
        } catch (Exception e) {
            throw new IOException("Jetty's client did not stop", e);
        }
    }
}
