package dev.hawser.benchmarks.clients;

import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.HttpUrl;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** This project's client. */
final class HawserContender implements Contender {
    private final HawserClient client;

    HawserContender(int connections, boolean http2) {
        client = new HawserClient.Builder()
                .connectionPool(new ConnectionPool(connections, 1, TimeUnit.HOURS))
                .protocols(http2 ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1) : List.of(Protocol.HTTP_1_1))
                .build();
    }

    HawserClient client() {
        return client;
    }

    @Override
    public Getter getter(URI url) {
        HttpUrl target = HttpUrl.get(url.toString());
        return () -> {
            Request request = new Request.Builder().url(target).build();
            try (Response response = client.newCall(request).execute()) {
                return response.body().bytes().length;
            }
        };
    }

    @Override
    public InputStream open(URI url) throws IOException {
        return client.newCall(
                        new Request.Builder().url(HttpUrl.get(url.toString())).build())
                .execute()
                .body()
                .byteStream();
    }

    @Override
    public void close() {
        client.close();
    }
}
