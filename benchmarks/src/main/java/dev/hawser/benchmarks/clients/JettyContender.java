package dev.hawser.benchmarks.clients;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.ClientConnectionFactoryOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;

/** Jetty's client. */
final class JettyContender implements Contender {
    private final HttpClient client;

    JettyContender(int connections, boolean http2) throws Exception {
        client = http2 ? new HttpClient(overHttp2()) : new HttpClient();
        client.setMaxConnectionsPerDestination(connections);
        client.start();
    }

    /** HTTP/2 if the server chooses it by ALPN. */
    private static HttpClientTransport overHttp2() {
        ClientConnector connector = new ClientConnector();
        return new HttpClientTransportDynamic(
                connector, new ClientConnectionFactoryOverHTTP2.HTTP2(new HTTP2Client(connector)));
    }

    HttpClient client() {
        return client;
    }

    @Override
    public Getter getter(URI url) {
        return () -> client.GET(url).getContent().length;
    }

    @Override
    public InputStream open(URI url) {
        InputStreamResponseListener listener = new InputStreamResponseListener();
        client.newRequest(url).send(listener);
        return listener.getInputStream();
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
