package dev.hawser.benchmarks.clients;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** {@code java.net.http}, held to one version of HTTP. Its pool has no limit; it keeps connections for as long as it is told to. */
final class JdkContender implements Contender {
    private static final String ONE_HOUR_SECONDS = "3600";

    private final HttpClient client;

    JdkContender(boolean http2) {
        client = client(http2);
    }

    /** The client with its settings. */
    static HttpClient client(boolean http2) {
        System.setProperty("jdk.httpclient.keepalive.timeout", ONE_HOUR_SECONDS);
        return HttpClient.newBuilder()
                .version(http2 ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Override
    public Getter getter(URI url) {
        return () -> client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray())
                .body()
                .length;
    }

    @Override
    public InputStream open(URI url) throws Exception {
        return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofInputStream())
                .body();
    }

    /** Does nothing: before JDK 21 such a client ends only when it is garbage. */
    @Override
    public void close() {}
}
