package dev.hawser.benchmarks.clients;

import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Apache HttpClient, whose limit of 5 connections to a host and 25 in all is raised. */
final class ApacheContender implements Contender {
    private final CloseableHttpClient client;

    ApacheContender(int connections) {
        PoolingHttpClientConnectionManager pool = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(connections)
                .setMaxConnPerRoute(connections)
                .build();
        client = HttpClients.custom().setConnectionManager(pool).build();
    }

    CloseableHttpClient client() {
        return client;
    }

    @Override
    public Getter getter(URI url) {
        HttpClientResponseHandler<Integer> reader = ApacheContender::bodyLength;
        return () -> client.execute(new HttpGet(url), reader);
    }

    private static int bodyLength(ClassicHttpResponse response) throws IOException {
        return EntityUtils.toByteArray(response.getEntity()).length;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
